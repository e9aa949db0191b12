"""Two real nodes of the demonstration with their desks; the terminal desk signs in there as an officer does."""

import pytest

from tests.desk.conftest import Desks


@pytest.fixture(scope="session")
def desks(tmp_path_factory):
    made = Desks(tmp_path_factory.mktemp("terminal") / "line", days=2)
    try:
        made.up()
        yield made
    finally:
        made.close()
