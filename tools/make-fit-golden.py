"""Writes tests/golden/fits.json: weighted fits by NumPy and SciPy, and tails of the chi-square distribution.

Run: python tools/make-fit-golden.py   (needs numpy and scipy; versions are recorded in the file)
"""

import json
import pathlib
import platform

import numpy
import scipy
import scipy.optimize
import scipy.stats

out = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "fits.json"
random = numpy.random.default_rng(7)


def r2(y, fitted, weights):
    mean = numpy.average(y, weights=weights)
    return 1 - numpy.sum(weights * (y - fitted) ** 2) / numpy.sum(weights * (y - mean) ** 2)


def columns(x, y, weights):
    return [{"x": a, "y": b, "weight": w} for a, b, w in zip(x.tolist(), y.tolist(), weights.tolist())]


def line(form, x, noise):
    u = numpy.log2(x) if form == "logLinear" else x
    y = 0.2 + 0.06 * u + random.normal(0, noise, len(x))
    weights = random.uniform(0.2, 5, len(x))
    slope, intercept = numpy.polyfit(u, y, 1, w=numpy.sqrt(weights))
    parameters = {"intercept": intercept, "slope": slope}
    return {"form": form, "points": columns(x, y, weights), "parameters": parameters, "r2": r2(y, intercept + slope * u, weights)}


def power(x, asymptote, scale, exponent, noise):
    law = lambda x, asymptote, scale, exponent: asymptote - scale * x**-exponent
    y = law(x, asymptote, scale, exponent) + random.normal(0, noise, len(x))
    weights = random.uniform(0.2, 5, len(x))
    found, _ = scipy.optimize.curve_fit(
        law, x, y, p0=(asymptote, scale, exponent), sigma=weights**-0.5, ftol=1e-15, xtol=1e-15, gtol=1e-15, maxfev=100_000
    )
    parameters = dict(zip(("asymptote", "scale", "exponent"), found.tolist()))
    return {"form": "powerLaw", "points": columns(x, y, weights), "parameters": parameters, "r2": r2(y, law(x, *found), weights)}


fits = [
    line("linear", numpy.array([1.62, 1.68, 1.73, 1.75, 1.8]), 0.002),
    line("linear", numpy.linspace(-3, 4, 12), 0.1),
    line("logLinear", numpy.array([0.125, 0.25, 0.5, 1]), 0.01),
    line("logLinear", numpy.array([1000.0, 1000, 3000, 9000, 20000, 64000]), 0.02),
    power(numpy.array([1.0, 2, 4, 8, 16, 32, 64]), 0.7, 0.5, 0.6, 0.005),
    power(numpy.array([1.2, 1.4, 1.8, 2.2, 2.9, 3.9, 5.3]), 0.5, 0.3, 1.4, 0.002),
    power(numpy.geomspace(100, 50_000, 9), 0.8, 3.0, 0.5, 0.004),
    power(numpy.geomspace(0.01, 1, 8), 1.5, -0.1, 0.7, 0.02),
]
tails = [
    {"value": v, "degreesOfFreedom": k, "p": scipy.stats.chi2.sf(v, k)}
    for k in (1, 2, 3, 5, 8, 40)
    for v in (0.01, 0.5, 2.0, 6.635, 13.3, 60.0)
]
provenance = {
    "command": "python tools/make-fit-golden.py",
    "numpy": numpy.__version__,
    "scipy": scipy.__version__,
    "python": platform.python_version(),
    "functions": "numpy.polyfit, scipy.optimize.curve_fit, scipy.stats.chi2.sf",
}
out.write_text(json.dumps({"provenance": provenance, "fits": fits, "chiSquareTails": tails}, indent=2) + "\n")
