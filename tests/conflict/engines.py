"""The two engines, compiled and NumPy: whatever holds of the search holds of both."""

from contextlib import contextmanager

import pytest

from watchline.conflict import kernel

COMPILED = kernel.kernel()
WHY = "the kernel is not built here; `python tools/kernel_build.py` builds it where a C compiler is"


ENGINES = ("numpy", "compiled") if COMPILED else ("numpy",)


@contextmanager
def using(engine):
    """Search with one of the two."""
    kernel._in_use = COMPILED if engine == "compiled" else None
    try:
        yield
    finally:
        kernel._in_use = COMPILED


@pytest.fixture(scope="module", params=["compiled", "numpy"])
def engine(request):
    """Use one of the two for all tests of a file."""
    if request.param == "compiled" and COMPILED is None:
        pytest.skip(WHY)
    with using(request.param):
        yield request.param


@pytest.fixture(scope="module")
def compiled():
    """Return the compiled kernel."""
    if COMPILED is None:
        pytest.skip(WHY)
    return COMPILED
