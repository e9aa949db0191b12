"""Sine, cosine and arc tangent from additions, multiplications, divisions and square roots alone.

Why not those of the platform: IEEE 754 fixes the result of ``+ - * /`` and ``sqrt`` to the last bit, and of nothing else. The sine of
one library differs from that of the next in the last bit, NumPy's own even from one processor to another; a pair of activities
exactly at the limit would then be a conflict on one side's machine and none on the other's. Here both compute the same bits.
NumPy's element-wise operations are used one at a time (no sums, no matrix products, nothing that could be fused or reordered).
Accurate to 2e-16, which is two nanometres on the earth.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

PI: Final = 3.141592653589793
HALF_PI: Final = 1.5707963267948966
HALF_PI_REST: Final = 6.123233995736766e-17
"""What is missing in the line above to half of pi."""
TWO_OVER_PI: Final = 0.6366197723675814
_RIGHT_E7: Final = 900_000_000
_RADIANS_OF_E7: Final = PI / 1_800_000_000.0

# Taylor's coefficients, the last first; the next term would be below 1e-19 for the greatest argument.
SINE: Final = (1 / 355687428096000, -1 / 1307674368000, 1 / 6227020800, -1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6)  # fmt: skip
COSINE: Final = (-1 / 6402373705728000, 1 / 20922789888000, -1 / 87178291200, 1 / 479001600, -1 / 3628800, 1 / 40320, -1 / 720, 1 / 24, -1 / 2)  # fmt: skip
ARC: Final = (-1 / 19, 1 / 17, -1 / 15, 1 / 13, -1 / 11, 1 / 9, -1 / 7, 1 / 5, -1 / 3)


def _series(coefficients: tuple[float, ...], square: Floats) -> Floats:
    """Return 1 + c1 q + c2 q² + …, by Horner's rule, in one order of operations."""
    found = np.full_like(square, coefficients[0])
    for coefficient in (*coefficients[1:], 1.0):
        found = found * square + coefficient
    return found


def _turned(rest: Floats, quarters: Integers) -> tuple[Floats, Floats]:
    """Return sine and cosine of ``rest`` (at most 45 degrees, in radians) plus so many right angles."""
    square = rest * rest
    sine, cosine = rest * _series(SINE, square), _series(COSINE, square)
    odd = (quarters & 1) == 1
    one, other = np.where(odd, cosine, sine), np.where(odd, sine, cosine)
    return np.where((quarters & 2) == 2, -one, one), np.where(((quarters + 1) & 2) == 2, -other, other)


def sin_cos(angle: Floats) -> tuple[Floats, Floats]:
    """Return sine and cosine of angles in radians, -10 to 10."""
    turns = np.rint(angle * TWO_OVER_PI)
    return _turned((angle - turns * HALF_PI) - turns * HALF_PI_REST, turns.astype(np.int64))


def sin_cos_e7(angle_e7: Integers) -> tuple[Floats, Floats]:
    """Return sine and cosine of integers in 1e-7 degree; exact at multiples of a right angle."""
    quarters = (angle_e7 + _RIGHT_E7 // 2) // _RIGHT_E7
    return _turned((angle_e7 - quarters * _RIGHT_E7).astype(np.float64) * _RADIANS_OF_E7, quarters)


def arctangent(y: Floats, x: Floats) -> Floats:
    """Return the angle of the directions (x, y), -pi to pi; 0 where both are 0."""
    tall, wide = np.abs(y), np.abs(x)
    greater = np.maximum(tall, wide)
    slope = np.minimum(tall, wide) / np.where(greater == 0.0, 1.0, greater)
    for _ in range(3):  # each time half the angle: from 45 degrees to less than 6
        slope = slope / (1.0 + np.sqrt(1.0 + slope * slope))
    angle = 8.0 * (slope * _series(ARC, slope * slope))
    angle = np.where(tall > wide, HALF_PI - angle, angle)
    angle = np.where(x < 0.0, PI - angle, angle)
    return np.where(y < 0.0, -angle, angle)


def e7_of(angle: Floats) -> Integers:
    """Return radians in 1e-7 degree, to the nearest unit."""
    return np.rint(angle / _RADIANS_OF_E7).astype(np.int64)


def dot(one: Floats, other: Floats) -> Floats:
    """Return the scalar products of the vectors in two arrays (…, 3), added in the order x, y, z."""
    found: Floats = one[..., 0] * other[..., 0] + one[..., 1] * other[..., 1] + one[..., 2] * other[..., 2]
    return found


def length(vectors: Floats) -> Floats:
    """Return the lengths of the vectors in an array (…, 3)."""
    found: Floats = np.sqrt(dot(vectors, vectors))
    return found
