"""Fate: random numbers that belong to a case, a person or a place, not to the order of computing.

Every number is Philox4x32-10 of a counter (entity, ordinal, decision, replication) under a key made from
the seed; `sim.fate` says which address belongs to which decision. The same problem therefore befalls the same
family in every arm of an experiment, in whatever order, on however many threads. The formula is that of Salmon et
al. 2011 (SC11, "Parallel random numbers: as easy as 1, 2, 3"); known answers are in the tests.

Logarithm, exponential and normal quantile are made from + - * / only, because the C library's differ from
machine to machine in the last bit.
"""

from __future__ import annotations

import math

import numpy as np

from sim.jit import allocating, compiled, inlined

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_TO_UNIT = 2.0**-32
LN2 = 0.6931471805599453


def seed_key(seed: int) -> tuple[int, int]:
    """Spread a seed over Philox's two 32-bit key words."""
    words = np.random.SeedSequence(int(seed)).generate_state(2, np.uint32)
    return int(words[0]), int(words[1])


@inlined
def philox(key0, key1, entity, ordinal, decision, replication):
    """Four uniform numbers in (0, 1) for one decision about one entity.

    Parameters
    ----------
    key0, key1 : int
        Key words from `seed_key`.
    entity, ordinal, decision, replication : int
        The address; each is taken modulo 2**32.
    """
    low = np.uint64(0xFFFFFFFF)
    c0 = np.uint64(entity) & low
    c1 = np.uint64(ordinal) & low
    c2 = np.uint64(decision) & low
    c3 = np.uint64(replication) & low
    k0 = np.uint64(key0) & low
    k1 = np.uint64(key1) & low
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0 = (p1 >> _32) ^ c1 ^ k0
        c1 = p1 & low
        c2 = (p0 >> _32) ^ c3 ^ k1
        c3 = p0 & low
        k0 = (k0 + _W0) & low
        k1 = (k1 + _W1) & low
    return (
        (float(c0) + 0.5) * _TO_UNIT,
        (float(c1) + 0.5) * _TO_UNIT,
        (float(c2) + 0.5) * _TO_UNIT,
        (float(c3) + 0.5) * _TO_UNIT,
    )


@compiled
def log(x: float) -> float:
    """Natural logarithm of x > 0 from + - * / only (relative error below 1e-15)."""
    mantissa, exponent = math.frexp(x)
    if mantissa < 0.7071067811865476:
        mantissa *= 2.0
        exponent -= 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    z = s * s
    series = 1.0 / 23.0
    series = series * z + 1.0 / 21.0
    series = series * z + 1.0 / 19.0
    series = series * z + 1.0 / 17.0
    series = series * z + 1.0 / 15.0
    series = series * z + 1.0 / 13.0
    series = series * z + 1.0 / 11.0
    series = series * z + 1.0 / 9.0
    series = series * z + 1.0 / 7.0
    series = series * z + 1.0 / 5.0
    series = series * z + 1.0 / 3.0
    return exponent * LN2 + 2.0 * s * (series * z + 1.0)


@compiled
def exp(x: float) -> float:
    """Exponential from + - * / only (relative error below 1e-15 for |x| < 700)."""
    if x < -700.0:
        return 0.0
    n = math.floor(x / LN2 + 0.5)
    # LN2 in two parts keeps the reduced argument exact.
    r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
    series = 1.0
    for k in range(16, 0, -1):
        series = 1.0 + series * r / k
    return math.ldexp(series, int(n))


@compiled
def normal_quantile(p: float) -> float:
    """Standard normal quantile (Wichura 1988, algorithm AS 241, PPND16), 0 < p < 1."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = 2509.0809287301226727 * r + 33430.575583588128105
        top = top * r + 67265.770927008700853
        top = top * r + 45921.953931549871457
        top = top * r + 13731.693765509461125
        top = top * r + 1971.5909503065514427
        top = top * r + 133.14166789178437745
        top = top * r + 3.387132872796366608
        bottom = 5226.495278852545925 * r + 28729.085735721942674
        bottom = bottom * r + 39307.89580009271061
        bottom = bottom * r + 21213.794301586595867
        bottom = bottom * r + 5394.1960214247511077
        bottom = bottom * r + 687.1870074920579083
        bottom = bottom * r + 42.313330701600911252
        bottom = bottom * r + 1.0
        return q * top / bottom
    r = math.sqrt(-log(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        top = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
        top = top * r + 0.24178072517745061177
        top = top * r + 1.27045825245236838258
        top = top * r + 3.64784832476320460504
        top = top * r + 5.7694972214606914055
        top = top * r + 4.6303378461565452959
        top = top * r + 1.42343711074968357734
        bottom = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
        bottom = bottom * r + 0.0151986665636164571966
        bottom = bottom * r + 0.14810397642748007459
        bottom = bottom * r + 0.68976733498510000455
        bottom = bottom * r + 1.6763848301838038494
        bottom = bottom * r + 2.05319162663775882187
        bottom = bottom * r + 1.0
    else:
        r -= 5.0
        top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        top = top * r + 0.0012426609473880784386
        top = top * r + 0.026532189526576123093
        top = top * r + 0.29656057182850489123
        top = top * r + 1.7848265399172913358
        top = top * r + 5.4637849111641143699
        top = top * r + 6.6579046435011037772
        bottom = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
        bottom = bottom * r + 1.8463183175100546818e-5
        bottom = bottom * r + 7.868691311456132591e-4
        bottom = bottom * r + 0.0148753612908506148525
        bottom = bottom * r + 0.13692988092273580531
        bottom = bottom * r + 0.59983220655588793769
        bottom = bottom * r + 1.0
    value = top / bottom
    return -value if q < 0.0 else value


@compiled
def lognormal(u: float, mean: float, cv: float) -> float:
    """Lognormal number with a given mean and coefficient of variation, by inversion of u."""
    variance = log(1.0 + cv * cv)
    return mean * exp(math.sqrt(variance) * normal_quantile(u) - 0.5 * variance)


@allocating
def uniforms(key0, key1, first, count, ordinal, decision, replication):
    """Uniform numbers for a range of entities: array [count, 4]."""
    out = np.empty((count, 4))
    for i in range(count):
        a, b, c, d = philox(key0, key1, first + i, ordinal, decision, replication)
        out[i, 0] = a
        out[i, 1] = b
        out[i, 2] = c
        out[i, 3] = d
    return out
