"""Writes tests/golden/intervals.json: Tango's intervals from their definition, in 60 digits, and Student's t by SciPy.

Run: python tools/make-interval-golden.py   (needs mpmath and scipy; versions are recorded in the file)

The product solves a quadratic equation and halves an interval. Here nothing of that is used: for each difference the likelihood of the pairs
is made as large as can be by searching where its derivative is 0, and the interval's ends are where the score statistic is the critical value.
"""

import json
import pathlib
import platform

import mpmath
import scipy
import scipy.stats
from mpmath import mp, mpf

mp.dps = 60
out = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "intervals.json"
critical = mpmath.sqrt(2) * mpmath.erfinv(mpf("0.95"))


def root(f, low, high):
    """The root of a monotone function by halving, to 50 digits."""
    sign = f(low) > 0
    while high - low > mpf(10) ** -50:
        middle = (low + high) / 2
        if (f(middle) > 0) == sign:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def statistic(only_b, only_a, pairs, d):
    """(b - a - n d) over its standard deviation, at the likeliest share q that the first alone has right; the second alone: q + d."""
    least, most = max(mpf(0), -d), (1 - d) / 2
    agree = pairs - only_b - only_a

    def slope(q):
        total = mpf(0)
        total += only_b / (q + d) if only_b else 0
        total += only_a / q if only_a else 0
        total -= 2 * agree / (1 - 2 * q - d) if agree else 0
        return total

    inside = mpf(10) ** -55
    if least + inside >= most - inside or slope(least + inside) <= 0:
        q = least
    elif slope(most - inside) >= 0:
        q = most
    else:
        q = root(slope, least + inside, most - inside)
    excess = only_b - only_a - pairs * d
    variance = pairs * (2 * q + d - d * d)
    if abs(excess) < mpf(10) ** -45:
        return mpf(0)
    return mpmath.sign(excess) * mpmath.inf if variance < mpf(10) ** -45 else excess / mpmath.sqrt(variance)


def interval(only_b, only_a, pairs):
    d = mpf(only_b - only_a) / pairs
    low = mpf(-1) if only_a == pairs else root(lambda x: statistic(only_b, only_a, pairs, x) - critical, mpf(-1), d)
    high = mpf(1) if only_b == pairs else root(lambda x: statistic(only_b, only_a, pairs, x) + critical, d, mpf(1))
    return [float(low), float(high)]


cases = [
    (0, 0, 1), (1, 0, 1), (0, 0, 10), (0, 0, 20), (0, 0, 1319), (1, 0, 20), (0, 1, 20), (0, 1, 44), (5, 5, 10), (10, 0, 10), (0, 10, 10), (9, 1, 10),
    (20, 0, 20), (1, 7, 21), (40, 20, 160), (6, 16, 161), (6, 3, 50), (1, 1, 50), (0, 50, 50), (3, 2, 1000), (121, 59, 659), (700, 619, 1319), (2, 0, 1_000_000),
]  # fmt: skip
tango = [{"onlyB": b, "onlyA": a, "pairs": n, "ci95": interval(b, a, n)} for b, a, n in cases]
freedoms = [1, 1.37, 2, 2.5, 4, 9, 19, 63.2, 999, 100_000]
student = [
    {
        "degreesOfFreedom": v,
        "critical": float(scipy.stats.t.ppf(0.975, v)),
        "tails": [{"value": t, "p": float(2 * scipy.stats.t.sf(t, v))} for t in (0.0, 0.01, 0.7, 1.96, 4.3, 12.0)],
    }
    for v in freedoms
]
provenance = {
    "command": "python tools/make-interval-golden.py",
    "mpmath": mpmath.__version__,
    "scipy": scipy.__version__,
    "python": platform.python_version(),
    "functions": "scipy.stats.t.ppf, scipy.stats.t.sf; Tango's interval from its definition, with mpmath's arithmetic",
}
out.write_text(json.dumps({"provenance": provenance, "tango": tango, "student": student}, indent=2) + "\n")
