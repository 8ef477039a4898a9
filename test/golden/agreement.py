#!/usr/bin/python3
"""Golden numbers for src/statistics/kappa.ts, from scikit-learn, statsmodels and, for raters who left units out, a plain double loop: python3 test/golden/agreement.py > test/golden/agreement.json"""
import json
import sys
from itertools import permutations

import numpy as np
import sklearn
import statsmodels
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

rng = np.random.default_rng(46)
CATEGORIES = ["mass", "calcification", "other", "normal tissue", "not recognizable"]


def ratings(units, raters, categories, agreement):
    """[units, raters] numbers of categories: every rater says the unit's own category, or with 1 - agreement any."""
    own = rng.choice(categories, size=(units, 1), p=rng.dirichlet(np.full(categories, 2.0)))
    any_other = rng.integers(categories, size=(units, raters))
    return np.where(rng.random((units, raters)) < agreement, own, any_other)


def names(row):
    return [None if k < 0 else CATEGORIES[k] for k in row]


def cohen(units, categories, agreement):
    both = ratings(units, 2, categories, agreement)
    first, second = names(both[:, 0]), names(both[:, 1])
    return {"first": first, "second": second, "kappa": cohen_kappa_score(first, second)}


def fleiss(units, raters, categories, agreement):
    said = ratings(units, raters, categories, agreement)
    return {"answers": [names(row) for row in said], "kappa": fleiss_kappa(aggregate_raters(said)[0], method="fleiss")}


def fleiss_with_gaps(units, raters, categories, agreement):
    said = ratings(units, raters, categories, agreement)
    said[rng.random(said.shape) < 0.35] = -1
    agreed, shares = [], []
    for row in said:
        given = [k for k in row if k >= 0]
        if len(given) < 2:
            continue
        agreed.append(np.mean([a == b for a, b in permutations(given, 2)]))
        shares.append([given.count(k) / len(given) for k in range(categories)])
    expected = float((np.mean(shares, axis=0) ** 2).sum())
    return {"answers": [names(row) for row in said], "units": len(agreed), "kappa": (float(np.mean(agreed)) - expected) / (1 - expected)}


json.dump(
    {
        "made": {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__, "statsmodels": statsmodels.__version__},
        "cohen": [cohen(60, 2, 0.7), cohen(60, 5, 0.5), cohen(12, 4, 0.0), cohen(5, 3, 0.6)],
        "fleiss": [fleiss(60, 3, 5, 0.6), fleiss(40, 6, 2, 0.3), fleiss(10, 14, 5, 0.4)],
        "fleissWithGaps": [fleiss_with_gaps(60, 4, 5, 0.6), fleiss_with_gaps(30, 3, 2, 0.5)],
    },
    sys.stdout,
    indent=0,
)
print()
