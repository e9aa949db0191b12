"""Whether an amendment says more than what was there: then it must be read again (docs/spec/notices.md)."""

from __future__ import annotations

from functools import lru_cache

from watchline.measure.volume import Volume

Volumes = tuple[Volume, ...]


def widens(before: Volumes, after: Volumes) -> bool:
    """Tell whether not every volume of ``after`` surely lies within one of ``before``.

    In doubt it widens: reading once more costs a minute. Where there was no area yet, any is wider; none at all is never.
    """
    return any(not _within_one(one, before) for one in after)


@lru_cache(maxsize=4096)
def _within_one(one: Volume, before: Volumes) -> bool:
    if one in before:
        return True
    from watchline.conflict.containment import within  # geometry is loaded where it is needed, and only there

    return any(within(one, other) for other in before)
