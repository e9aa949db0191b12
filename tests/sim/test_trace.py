"""The same seed gives the same trace, byte for byte: that is what makes a failure worth having."""

import os
import subprocess
import sys

from watchline.sim import Options, simulate

SMALL = Options(seed=9, days=2, parties=3)


def trace_under(hash_seed, options=SMALL):
    code = (
        "import msgspec, sys; from watchline.sim import Options, simulate; "
        "print(simulate(msgspec.json.decode(sys.argv[1], type=Options)).trace)"
    )
    import msgspec

    done = subprocess.run(
        [sys.executable, "-c", code, msgspec.json.encode(options).decode()],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_two_values_of_pythonhashseed_give_the_same_trace():
    assert trace_under("1") == trace_under("2") == simulate(SMALL).trace


def test_another_seed_gives_another_trace():
    assert simulate(Options(seed=1, days=1)).trace != simulate(Options(seed=2, days=1)).trace


def test_the_collapse_of_beats_changes_what_is_sent_and_is_written_down_in_the_options():
    assert "--full-cadence" in Options(full_cadence=True).command()
    assert Options(seed=4, days=9, parties=3, missing=("XAA-XCC",), faults=False).command() == (
        "python -m watchline.sim --seed 4 --days 9 --parties 3 --no-faults --missing XAA-XCC"
    )
