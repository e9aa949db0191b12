import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.carrier.pace import Pace
from watchline.errors import Misconfigured


@given(st.floats(0.2, 30), st.integers())
def test_pauses_double_up_to_the_cap_and_stay_there_for_ever(cap_s, seed):
    pace = Pace(cap_s, random.Random(seed).random)
    pauses = [pace.take() for _ in range(200)]
    for number, pause in enumerate(pauses):
        full = min(cap_s, 0.2 * 2**number)
        assert full / 2 <= pause <= full
    pace.reset()
    assert pace.take() <= 0.2


def test_two_nodes_do_not_dial_in_step():
    pauses = {Pace(10, random.Random(seed).random).take() for seed in range(20)}
    assert len(pauses) == 20


@pytest.mark.parametrize("cap_s", [0.0, 0.1, 30.1, 3600, float("nan"), float("inf")])
def test_a_cap_that_would_leave_a_returning_peer_waiting_is_refused(cap_s):
    with pytest.raises(Misconfigured, match="must be between"):
        Pace(cap_s, random.Random(0).random)
