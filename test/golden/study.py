#!/usr/bin/python3
"""Golden numbers for the reader study, from SciPy, statsmodels, scikit-learn and, for DeLong's variance, a plain double loop: python3 test/golden/study.py > test/golden/study.json"""
import json
import sys
from itertools import combinations

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy.stats import binom, binomtest, norm
from sklearn.metrics import confusion_matrix, roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(330)


def share(right, of):
    # By quantiles of the beta distribution; SciPy's proportion_ci finds them by a search that stops at an absolute 2e-12.
    low, high = proportion_confint(right, of, alpha=0.05, method="beta")
    return {"right": right, "of": of, "p": binomtest(right, of, 0.5, alternative="greater").pvalue, "low": low, "high": high}


def tail(k, n, p):
    return {"k": k, "n": n, "p": p, "tail": float(binom.sf(k - 1, n, p))}


def paired(words_only, picture_only):
    table = [[7, words_only], [picture_only, 3]]
    return {"wordsOnly": words_only, "pictureOnly": picture_only, "p": float(mcnemar(table, exact=True).pvalue)}


def auc_with_interval(scores, positive):
    x, y = scores[positive], scores[~positive]
    wins = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    half = norm.ppf(0.975) * np.sqrt(wins.mean(1).var(ddof=1) / len(x) + wins.mean(0).var(ddof=1) / len(y))
    area = roc_auc_score(positive, scores)
    return {"auc": area, "low": max(0, area - half), "high": min(1, area + half)}


def readers(cases, skills):
    """A study whose readers call each case rightly with their own skill, and are the surer the better they are."""
    malignant = rng.permutation(np.arange(cases) % 2 == 0)
    calls = np.array([np.where(rng.random(cases) < skill, malignant, ~malignant) for skill in skills])
    confidence = np.clip(np.round(rng.normal(1 + 3 * (calls == malignant), 1.2)), 1, 5).astype(int)
    figures = []
    for said, sure in zip(calls, confidence):
        (tn, fp), (fn, tp) = confusion_matrix(malignant, said, labels=[False, True]).tolist()
        figures.append(
            {
                "accuracy": share(int((said == malignant).sum()), cases),
                "confusion": {"malignant": {"malignant": tp, "benign": fn}, "benign": {"malignant": fp, "benign": tn}},
                "sensitivity": share(tp, tp + fn),
                "specificity": share(tn, tn + fp),
                "roc": auc_with_interval(np.where(said, sure, -sure), malignant),
            }
        )
    pairs = [
        {"readers": [i, j], "kappa": float(cohens_kappa(confusion_matrix(calls[i], calls[j], labels=[False, True])).kappa)}
        for i, j in combinations(range(len(skills)), 2)
    ]
    return {
        "malignant": malignant.tolist(),
        "calls": calls.tolist(),
        "confidence": confidence.tolist(),
        "figures": figures,
        "pairs": pairs,
        "fleiss": float(fleiss_kappa(aggregate_raters(calls.T.astype(int))[0], method="fleiss")) if len(skills) > 1 else None,
    }


json.dump(
    {
        "made": {
            "python": sys.version.split()[0],
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "statsmodels": statsmodels.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "shares": [
            share(k, n)
            for k, n in [(182, 330), (0, 1), (1, 1), (0, 10), (10, 10), (7, 10), (1, 40), (39, 40), (20, 40), (0, 330), (330, 330), (1, 1000), (501, 1000)]
            + [(50_000, 100_000), (50_500, 100_000), (1, 100_000), (99_999, 100_000), (0, 100_000), (100_000, 100_000)]
        ],
        "tails": [
            tail(*of)
            for of in [(0, 5, 0.3), (5, 5, 0.3), (3, 5, 0.3), (182, 330, 0.5), (182, 330, 0.6), (330, 330, 0.5), (300, 330, 0.5), (1, 330, 0.01)]
            + [(50_300, 100_000, 0.5), (60_100, 100_000, 0.6), (12, 100_000, 1e-4), (99_990, 100_000, 0.9999), (53_000, 100_000, 0.5)]
        ],
        "paired": [paired(*of) for of in [(0, 0), (1, 0), (5, 5), (3, 11), (40, 21), (500, 430), (0, 30)]],
        "studies": [readers(40, [0.7, 0.55, 0.6]), readers(330, [0.55]), readers(24, [0.9, 0.5])],
    },
    sys.stdout,
    indent=0,
)
print()
