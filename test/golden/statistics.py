#!/usr/bin/python3
"""Golden numbers for src/statistics, from scikit-learn, SciPy and plain double loops: python3 test/golden/statistics.py > test/golden/statistics.json"""
import json
import sys

import numpy as np
import scipy
import sklearn
from scipy.integrate import quad
from scipy.stats import norm
from sklearn.metrics import auc, roc_auc_score, roc_curve

rng = np.random.default_rng(20)


def delong_variance(scores, positive):
    x, y = scores[positive], scores[~positive]
    wins = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    return wins.mean(1).var(ddof=1) / len(x) + wins.mean(0).var(ddof=1) / len(y)


def golden(n, share, shift, decimals):
    positive = rng.random(n) < share
    scores = np.round(rng.normal(size=n) + shift * positive, decimals)
    fpr, tpr, _ = roc_curve(positive, scores, drop_intermediate=False)
    above = tpr >= 0.8
    return {
        "scores": scores.tolist(),
        "positive": positive.astype(int).tolist(),
        "fpr": fpr.tolist(),
        "tpr": tpr.tolist(),
        "auc": roc_auc_score(positive, scores),
        "published": auc(fpr[above], tpr[above]) * 0.2,
        # Sensitivity above 0.8 is, with the two sides exchanged, a false positive rate below 0.2.
        "corrected": roc_auc_score(~positive, -scores, max_fpr=0.2),
        "delongVariance": delong_variance(scores, positive),
    }


def binormal(area):
    """ROC curve of two normal distributions of equal variance with this AUC: both partial areas above TPR 0.8."""
    d = np.sqrt(2) * norm.ppf(area)
    first = norm.cdf(norm.ppf(0.8) - d)
    return {
        "auc": area,
        "published": quad(lambda f: norm.cdf(norm.ppf(f) + d), first, 1)[0] * 0.2,
        "standard": quad(lambda t: 1 - norm.cdf(norm.ppf(t) - d), 0.8, 1)[0],
    }


json.dump(
    {
        "made": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
        "curves": [golden(40, 0.5, 1.0, 3), golden(90, 0.3, 1.5, 1), golden(60, 0.1, 0.0, 1), golden(25, 0.6, 6.0, 2)],
        "binormal": [binormal(0.862), binormal(0.844), binormal(0.872)],
    },
    sys.stdout,
)
