"""What all tests share: hypothesis profiles, and skips that are counted, explained and, if asked, refused.

pytest --hypothesis-profile=deep      many more examples
WATCHLINE_NO_SKIPS=1 pytest           a skipped test is a failure (.ci/run does this)
"""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

from tests.cost import CHEAP, costs
from watchline.demo import ports

NO_SKIPS = os.environ.get("WATCHLINE_NO_SKIPS", "") not in {"", "0"}
IN_CI = os.environ.get("CI", "") not in {"", "0", "false"}

# No deadline: two cores shared with other work make a slow example, not a wrong one. In CI the examples are the same each time, so
# a red run can be had again; elsewhere they are new each time and the failing one is printed for @reproduce_failure.
settings.register_profile(
    "quick",
    max_examples=60,
    deadline=None,
    derandomize=IN_CI,
    print_blob=True,
    database=None if IN_CI else settings().database,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", settings.get_profile("quick"), max_examples=3_000, derandomize=False)
settings.load_profile("quick")


costs(CHEAP)

# Workers of pytest-xdist take ports from ranges of their own: a port that both found free would be given to two nodes.
_worker, _workers = (
    int(os.environ.get(name, "").removeprefix("gw") or default)
    for name, default in (("PYTEST_XDIST_WORKER", "0"), ("PYTEST_XDIST_WORKER_COUNT", "1"))
)
ports._next = (ports._next // _workers + _worker * (ports._COUNT // _workers)) % ports._COUNT


def _skipped(terminalreporter):
    """Count skips by reason; each test once, also when several workers met the same file."""
    reasons = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[report.nodeid] = reason.removeprefix("Skipped: ")
    return Counter(reasons.values())


def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    # A worker of pytest-xdist has no reporter; the process that started it counts for all.
    if reporter is not None and NO_SKIPS and _skipped(reporter) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    skipped = _skipped(terminalreporter)
    if not skipped:
        return
    terminalreporter.section(f"{skipped.total()} skipped" + (", and skips are forbidden here" if NO_SKIPS else ""))
    for reason, count in sorted(skipped.items()):
        terminalreporter.line(f"{count} x {reason}")
