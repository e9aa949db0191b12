"""The console's files: the same bytes twice, whole or not served, typed from the API, its sentences in the catalogue."""

import gzip
import json
import random
import re
import shutil
import subprocess
import sys

import msgspec
import pytest
from click.testing import CliRunner

from tools import console_build, console_types, console_words, node_words
from tools.tree import ROOT
from watchline.cli.main import cli
from watchline.desk.app import ROUTES
from watchline.desk.assets import STATIC, Console
from watchline.desk.openapi import document
from watchline.host.notices import EXPIRED_WORDS, NOT_PERMISSION
from watchline.interchange.grid import grid_reference
from watchline.measure.position import Position
from watchline.record import BODIES
from watchline.view.notice_rules import VERBS
from watchline.view.notice_table import READER_WORDS, STATE_WORDS

PACKAGES = ROOT / "console" / "node_modules"
BUNDLE_MAX = 60_000


@pytest.fixture
def node():
    if console_build.node() is None or not (PACKAGES / "esbuild").exists():
        pytest.skip("the console's packages are not here; `python tools/console_build.py --dev` brings them")
    return console_build.node()[0]


@pytest.fixture
def console():
    if not Console().hash:
        pytest.skip("the console is not built here; `python tools/console_build.py` builds it")
    return Console()


def test_the_same_sources_give_the_same_bytes_in_any_folder(node, tmp_path):
    copy = tmp_path / "elsewhere" / "console"
    shutil.copytree(ROOT / "console", copy, symlinks=True)
    found = []
    for folder, out in ((ROOT / "console", tmp_path / "one"), (copy, tmp_path / "two")):
        subprocess.run([node, "build.mjs", out, "source"], cwd=folder, check=True)
        found.append({path.name: path.read_bytes() for path in sorted(out.iterdir())})
    assert found[0] == found[1]
    assert {"index.html", "console.js", "console.css", "manifest.json"} <= set(found[0])


def test_the_console_is_right_by_its_types(node):
    if not (PACKAGES / "typescript").exists():
        pytest.skip("the console's packages are not here; `python tools/console_build.py --dev` brings them")
    done = subprocess.run(
        [node, PACKAGES / "typescript" / "bin" / "tsc", "--noEmit"],
        cwd=ROOT / "console",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_pointers_grid_reference_is_that_of_the_node(node, tmp_path):
    by = random.Random(6)
    drawn = [(by.randint(-900_000_000, 900_000_000), by.randint(-1_800_000_000, 1_799_999_999)) for _ in range(600)]
    corners = [(lat * 10_000_000, lon * 10_000_000) for lat in (-90, -80, 0, 56, 64, 72, 84, 90) for lon in (-180, -3, 0, 3, 9, 12, 21, 33, 42)]  # fmt: skip
    at = [Position(*one) for one in drawn + corners]
    (tmp_path / "at.json").write_text(json.dumps([[one.lon_e7 / 1e7, one.lat_e7 / 1e7] for one in at]))
    (tmp_path / "read.mjs").write_text(
        f"import {{ build }} from {json.dumps((PACKAGES / 'esbuild' / 'lib' / 'main.js').as_uri())};\n"
        "import { readFileSync } from 'node:fs';\n"
        f"await build({{ entryPoints: ['src/map/grid.ts'], outfile: {json.dumps(str(tmp_path / 'grid.mjs'))}, format: 'esm' }});\n"
        f"const {{ gridOf }} = await import({json.dumps((tmp_path / 'grid.mjs').as_uri())});\n"
        f"console.log(JSON.stringify(JSON.parse(readFileSync({json.dumps(str(tmp_path / 'at.json'))})).map(gridOf)));\n"
    )
    done = subprocess.run(
        [node, tmp_path / "read.mjs"], cwd=ROOT / "console", capture_output=True, text=True, check=True
    )
    wanted = [grid_reference(one) for one in at]
    assert [text.replace(" ", "") for text in json.loads(done.stdout)] == wanted


def test_what_is_built_is_what_the_sources_say(console):
    assert console_build.fresh(), "run python tools/console_build.py"
    assert not console.wrong


def first_load(console):
    """Return the scripts that a browser fetches before anything is shown: what is imported, not what is imported later."""
    found, left = set(), {"console.js"}
    while left:
        name = left.pop()
        found.add(name)
        text = console.files[name].data.decode()
        left |= set(re.findall(r'^(?:} from|import) "\./([^"]+)";$', text, re.MULTILINE)) - found
    return found


def test_the_bundle_is_small_and_can_be_read(console):
    first = first_load(console)
    assert sum(len(gzip.compress(console.files[name].data, 9)) for name in first) <= BUNDLE_MAX
    later = {name for name in console.files if name.endswith(".js")} - first
    assert later, "screens that are not of the watch are fetched when they are opened"
    for name in first | later:
        assert max(map(len, console.files[name].data.splitlines())) < 4_000, "not minified"
    for file in console.files.values():
        # What a package says in its comments is fetched by nobody.
        lines = [line for line in file.data.splitlines() if not line.lstrip().startswith((b"*", b"//", b"/*"))]
        assert b"https://" not in b"\n".join(lines).replace(b"https://github.com/preactjs", b"")


def test_a_file_that_is_not_as_the_manifest_says_is_not_served(console, tmp_path):
    folder = tmp_path / "static"
    shutil.copytree(STATIC, folder)
    (folder / "console.js").write_bytes(b"alert(1)")
    (folder / "extra.js").write_bytes(b"alert(2)")
    (folder / "mark.svg").unlink()
    found = Console(folder)
    assert set(found.wrong) == {"console.js", "extra.js", "mark.svg"}
    assert {name for name in found.files if not name.startswith("words-") and "-" not in name} == {
        "index.html",
        "first.html",
        "first.js",
        "console.css",
        "press.css",
        "search.css",
    }
    assert not found.shown()["whole"]


@pytest.mark.parametrize("manifest", [b"", b"{", b"[]", b'{"files": 1, "packages": []}'])
def test_a_manifest_that_cannot_be_read_serves_nothing(tmp_path, manifest):
    (tmp_path / "manifest.json").write_bytes(manifest)
    found = Console(tmp_path)
    assert not found.files
    assert found.wrong == ["manifest.json"]


def test_a_checkout_without_the_console_says_how_to_get_it(tmp_path):
    found = Console(tmp_path / "nothing")
    assert not found.hash
    assert "pip install" in found.words


def test_doctor_reads_the_hash_out(console):
    result = CliRunner().invoke(cli, ["doctor", "--assets", "--json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["hash"] == console.hash
    assert said["whole"]
    shown = CliRunner().invoke(cli, ["doctor", "--assets"]).output
    assert console.hash in shown
    assert "preact" in shown


def test_the_consoles_types_are_those_of_the_api():
    assert console_types.FILE.read_text(encoding="utf-8") == console_types.text(), "run python -m tools.console_types"


def test_the_catalogue_has_every_sentence_of_the_console():
    assert console_words.FILE.read_text(encoding="utf-8") == console_words.text(), "run python -m tools.console_words"
    assert len(console_words.sentences()) > 100
    assert "" not in console_words.sentences(), "the empty msgid is the header of a catalogue"


def test_what_the_node_calls_a_notice_is_a_sentence_of_the_console():
    words = {NOT_PERMISSION, EXPIRED_WORDS, *STATE_WORDS.values(), *READER_WORDS.values(), *VERBS.values()}
    assert words <= set(console_words.sentences())


def test_every_language_file_translates_sentences_that_there_are():
    known = console_words.sentences().keys() | node_words.sentences().keys()
    for path in sorted((ROOT / "console" / "locale").glob("*.po")):
        said = [
            json.loads(line[6:]) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("msgid ")
        ]
        assert set(said) - {""} <= known, path.name


def test_the_document_of_the_api_names_every_operation_once():
    found = document(ROUTES, "1")
    names = [operation["operationId"] for path in found["paths"].values() for operation in path.values()]
    assert len(set(names)) == len(names) == len(ROUTES) + 1
    assert found["openapi"] == "3.1.0"
    assert msgspec.json.decode(msgspec.json.encode(found)) == found


def test_every_operation_stands_in_the_reference():
    page = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    missing = [
        f"{route.method} {route.path}"
        for route in ROUTES
        if f"`{route.method} {route.path.replace(':path', '')}`" not in page
    ]
    assert not missing


def test_a_node_without_a_desk_does_not_load_its_libraries():
    asked = (
        "import sys, watchline.host.runtime; print(*sorted({'starlette', 'uvicorn', 'webauthn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not done.stdout.strip()


def test_every_kind_of_entry_has_a_name_on_the_screen_of_the_record():
    words = (ROOT / "console" / "src" / "record" / "words.ts").read_text()
    assert not [kind for kind in BODIES if not re.search(rf"\b{kind}: \"", words)]
