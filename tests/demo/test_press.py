"""What the press says of the last call of the demonstration, in each side's own annex, counted by nobody."""

from __future__ import annotations

from tests.cli.nodes import answer
from watchline.demo.stage import CODES, set_up


def test_each_side_has_two_reports_that_do_not_agree_and_nothing_of_them_is_counted(tmp_path):
    stage = set_up(tmp_path / "line", lambda _words: None, days=12)
    for code in CODES:
        folder = stage.nodes[code].folder
        found = answer("press", "list", folder)
        assert sorted(item["name"] for item in found["reports"]) == ["gradomir-courier", "tollvik-wire"]
        claims = [claim for item in found["reports"] for claim in item["claims"]]
        assert {claim["state"] for claim in claims} == {"suggested"}
        held = " ".join(claim["words"] for claim in claims if claim["words"].startswith("contact:"))
        assert "at the initiative of XAA" in held
        assert "at the initiative of XBB" in held
        assert all(row["differs"] == [] for row in answer("contacts", folder)["contacts"])
