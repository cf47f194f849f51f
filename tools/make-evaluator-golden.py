"""Writes tests/golden/evaluators.json: what evaluators are judged by.

Area under the ROC curve, Brier score and bins are by scikit-learn, cluster variances are computed
from their definition.

Run: python tools/make-evaluator-golden.py
It needs scikit-learn and numpy, and records their versions in the file.

The variance of the area is Obuchowski's (1997), with its sums over all pairs of completions. The
product ranks them instead.
"""

import json
import pathlib
import platform

import numpy
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, roc_auc_score

out = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "evaluators.json"
random = numpy.random.default_rng(20231010)


def cluster_variance(problems, correct, scores):
    """Obuchowski 1997, equations 5 to 8, from all pairs."""
    x, y = scores[correct], scores[~correct]
    pairs = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    area = pairs.mean()
    v10, v01 = pairs.mean(axis=1), pairs.mean(axis=0)
    of_x, of_y = problems[correct], problems[~correct]
    ids = numpy.unique(problems)
    i, i10, i01 = len(ids), len(set(of_x)), len(set(of_y))
    a = numpy.array([(v10[of_x == p] - area).sum() for p in ids])
    b = numpy.array([(v01[of_y == p] - area).sum() for p in ids])
    s10 = i10 / ((i10 - 1) * len(x)) * (a**2).sum()
    s01 = i01 / ((i01 - 1) * len(y)) * (b**2).sum()
    s11 = i / (i - 1) * (a * b).sum()
    return s10 / len(x) + s01 / len(y) + 2 * s11 / (len(x) * len(y))


def case(name, problems, per_problem, share, signal, digits):
    ids = numpy.repeat(numpy.arange(problems), per_problem)
    chance = random.beta(2 * share, 2 * (1 - share), problems)[ids]
    correct = random.random(len(ids)) < chance
    effect = random.normal(0, 0.7, problems)[ids]
    raw = signal * correct + effect + random.normal(size=len(ids)) - 0.4
    scores = numpy.round(1 / (1 + numpy.exp(-raw)), digits)
    within = []
    for p in range(problems):
        own = ids == p
        if 0 < correct[own].sum() < own.sum():
            within.append(roc_auc_score(correct[own], scores[own]))
    shares, means = calibration_curve(correct, scores, n_bins=10, strategy="uniform")
    bins = numpy.searchsorted(numpy.linspace(0, 1, 11)[1:-1], scores)
    counts = numpy.bincount(bins, minlength=10)
    held = counts[counts > 0]
    return {
        "name": name,
        "judged": [[int(p), float(s), bool(c)] for p, s, c in zip(ids, scores, correct)],
        "area": float(roc_auc_score(correct, scores)),
        "clusterVariance": float(cluster_variance(ids, correct, scores)),
        "within": float(numpy.mean(within)) if within else None,
        "mixedProblems": len(within),
        "brier": float(brier_score_loss(correct, scores)),
        "bins": [{"completions": int(n), "meanScore": float(m), "shareCorrect": float(s)} for n, m, s in zip(held, means, shares)],
        "expectedError": float((held / held.sum() * numpy.abs(means - shares)).sum()),
    }


cases = [
    case("eight each", 40, 8, 0.4, 1.2, 6),
    case("many ties and scores on edges", 30, 6, 0.5, 1.0, 1),
    case("one each", 60, 1, 0.4, 1.0, 6),
    case("few correct", 50, 5, 0.06, 2.0, 3),
]
provenance = {
    "command": "python tools/make-evaluator-golden.py",
    "scikit-learn": sklearn.__version__,
    "numpy": numpy.__version__,
    "python": platform.python_version(),
    "functions": "roc_auc_score, brier_score_loss, calibration_curve(n_bins=10, strategy='uniform'); Obuchowski's variance from its definition",
}
text = json.dumps({"provenance": provenance, "cases": cases}).replace('{"name"', '\n{"name"').replace('"area"', '\n"area"')
out.write_text(text + "\n")
