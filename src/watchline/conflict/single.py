"""Geodesics of single pairs of points: the equations of ``ellipsoid.py`` on numbers instead of arrays, the same operations in the same order.

An operation of NumPy on an array of one costs ten times as much as the operation, and what follows a single pair (where two areas come
nearest, the exact distance of the last few candidates) asks for thousands of them. The bits are the same; tests hold both against
each other.
"""

from __future__ import annotations

from math import sqrt
from typing import Final, NamedTuple, TypeAlias

from watchline.conflict import arithmetic, ellipsoid

Point: TypeAlias = tuple[float, float, float]
"""Geocentric metres."""

_F: Final = ellipsoid.F
_Arc: TypeAlias = tuple[float, float, float, float, float, float, float]
"""Sigma, its sine and cosine, the sine of the azimuth at the equator, cos 2 sigma m, sine and cosine of the azimuth at the start."""


class Line(NamedTuple):
    """A geodesic; see ``ellipsoid.Geodesic``."""

    metres: float
    sigma: float
    sin_a: float
    sin_a1: float
    cos_a1: float


def _series(coefficients: tuple[float, ...], square: float) -> float:
    found = coefficients[0]
    for coefficient in coefficients[1:]:
        found = found * square + coefficient
    return found * square + 1.0


def _sin_cos(angle: float) -> tuple[float, float]:
    turns = round(angle * arithmetic.TWO_OVER_PI)
    rest = (angle - turns * arithmetic.HALF_PI) - turns * arithmetic.HALF_PI_REST
    square = rest * rest
    sine, cosine = rest * _series(arithmetic.SINE, square), _series(arithmetic.COSINE, square)
    one, other = (cosine, sine) if turns & 1 else (sine, cosine)
    return -one if turns & 2 else one, -other if (turns + 1) & 2 else other


def _arctangent(y: float, x: float) -> float:
    tall, wide = abs(y), abs(x)
    greater, less = (tall, wide) if tall > wide else (wide, tall)
    slope = less / (1.0 if greater == 0.0 else greater)
    for _ in range(3):
        slope = slope / (1.0 + sqrt(1.0 + slope * slope))
    angle = 8.0 * (slope * _series(arithmetic.ARC, slope * slope))
    if tall > wide:
        angle = arithmetic.HALF_PI - angle
    if x < 0.0:
        angle = arithmetic.PI - angle
    return -angle if y < 0.0 else angle


def _unit(value: float) -> float:
    return max(-1.0, min(value, 1.0))


def _reduced(point: Point) -> tuple[float, float]:
    x, y = point[0] / ellipsoid.A, point[1] / ellipsoid.A
    return point[2] / ellipsoid.B, sqrt(x * x + y * y)


def _drift(sin_a: float, sigma: float, sin_s: float, cos_s: float, cos_2m: float) -> float:
    cos2_a = 1.0 - sin_a * sin_a
    c = (_F / 16.0) * cos2_a * (4.0 + _F * (4.0 - 3.0 * cos2_a))
    return (1.0 - c) * _F * sin_a * (sigma + c * sin_s * (cos_2m + c * cos_s * (2.0 * cos_2m * cos_2m - 1.0)))


def _cos_2m(cos_s: float, sin_sin: float, sin_a: float) -> float:
    cos2_a = 1.0 - sin_a * sin_a
    return 0.0 if cos2_a < 1e-14 else _unit(cos_s - 2.0 * sin_sin / cos2_a)


def _arc(sin_1: float, cos_1: float, sin_2: float, cos_2: float, lam: float) -> _Arc:
    sin_l, cos_l = _sin_cos(lam)
    east, north = cos_2 * sin_l, cos_1 * sin_2 - sin_1 * cos_2 * cos_l
    sin_s = sqrt(east * east + north * north)
    cos_s = sin_1 * sin_2 + cos_1 * cos_2 * cos_l
    divisor = 1.0 if sin_s == 0.0 else sin_s
    sin_a = _unit(cos_1 * east / divisor)
    cos_2m = _cos_2m(cos_s, sin_1 * sin_2, sin_a)
    return _arctangent(sin_s, cos_s), sin_s, cos_s, sin_a, cos_2m, east / divisor, north / divisor


def geodesic(start: Point, end: Point) -> Line:
    """Return the geodesic between two points on the ellipsoid; see ``ellipsoid.geodesic``."""
    sin_1, cos_1 = _reduced(start)
    sin_2, cos_2 = _reduced(end)
    wide = _arctangent(start[0] * end[1] - start[1] * end[0], start[0] * end[0] + start[1] * end[1])
    arc = _arc(sin_1, cos_1, sin_2, cos_2, wide)
    for _ in range(ellipsoid.TURNS):
        sigma, sin_s, cos_s, sin_a, cos_2m, _, _ = arc
        arc = _arc(sin_1, cos_1, sin_2, cos_2, wide + _drift(sin_a, sigma, sin_s, cos_s, cos_2m))
    sigma, sin_s, cos_s, sin_a, cos_2m, sin_a1, cos_a1 = arc
    root = sqrt(1.0 + ellipsoid.EP2 * (1.0 - sin_a * sin_a))
    k = (root - 1.0) / (root + 1.0)
    a, b = (1.0 + 0.25 * (k * k)) / (1.0 - k), k * (1.0 - 0.375 * (k * k))
    inner = cos_s * (2.0 * cos_2m * cos_2m - 1.0) - (b / 6.0) * cos_2m * (4.0 * sin_s * sin_s - 3.0) * (
        4.0 * cos_2m * cos_2m - 3.0
    )
    metres = ellipsoid.B * a * (sigma - b * sin_s * (cos_2m + 0.25 * b * inner))
    return Line(metres, sigma, sin_a, sin_a1, cos_a1)


def along(start: Point, end: Point, line: Line, fraction: float) -> Point:
    """Return the point at a fraction of a geodesic; see ``ellipsoid.along``."""
    sin_1, cos_1 = _reduced(start)
    sigma = line.sigma * fraction
    sin_s, cos_s = _sin_cos(sigma)
    sin_u = sin_1 * cos_s + cos_1 * sin_s * line.cos_a1
    x, y = cos_1 * cos_s - sin_1 * sin_s * line.cos_a1, sin_s * line.sin_a1
    cos_u = sqrt(x * x + y * y)
    lam = _arctangent(y, x) - _drift(line.sin_a, sigma, sin_s, cos_s, _cos_2m(cos_s, sin_1 * sin_u, line.sin_a))
    sin_l, cos_l = _sin_cos(lam)
    base = end if cos_1 == 0.0 else start
    rho = sqrt(base[0] * base[0] + base[1] * base[1])
    rho = 1.0 if rho == 0.0 else rho
    east, north = base[0] / rho, base[1] / rho
    return (
        ellipsoid.A * cos_u * (east * cos_l - north * sin_l),
        ellipsoid.A * cos_u * (north * cos_l + east * sin_l),
        ellipsoid.B * sin_u,
    )
