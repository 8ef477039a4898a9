#!/usr/bin/python3
"""Golden numbers for src/evaluation, from scikit-learn, NumPy and plain loops: python3 test/golden/evaluation.py > test/golden/evaluation.json

Patches of cases with four views each; views and cases are scored by the largest probability of each class. The bootstrap resamples whole cases
by the indices that are written down here, and recomputes every figure from the repeated observations."""
import json
import sys

import numpy as np
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.metrics import auc, brier_score_loss, confusion_matrix, roc_auc_score, roc_curve

rng = np.random.default_rng(31)
CLASSES = ["normal", "benign", "malignant"]
CASES, VIEWS, DRAWS = 12, 4, 60
GRID = np.arange(101) / 100

patches = []
for case in range(CASES):
    worst = case % 3
    for view in range(VIEWS):
        for _ in range(int(rng.integers(2, 6))):
            label = worst if worst > 0 and rng.random() < 0.4 else 0
            if rng.random() < 0.1:
                label = -1
            logits = np.round(rng.normal(size=3) + 1.6 * np.eye(3)[max(label, 0)], 1)
            p = np.exp(logits) / np.exp(logits).sum()
            patches.append((case, view, label, np.round(p, 3)))

case_of = np.array([p[0] for p in patches])
view_of = np.array([p[1] for p in patches])
label = np.array([p[2] for p in patches])
scores = np.array([p[3] for p in patches])


def level(name):
    """Scores, truth and case of each item."""
    if name == "patch":
        kept = label >= 0
        return scores[kept], label[kept], case_of[kept]
    keys = sorted(set(zip(case_of, view_of))) if name == "view" else [(c, None) for c in range(CASES)]
    rows = [(case_of == c) & ((view_of == v) | (v is None)) for c, v in keys]
    tops = np.array([scores[r].max(0) for r in rows])
    # The worst label among the patches is the truth here: the test's findings are laid out so.
    truth = np.array([label[r].max() if label[r].max() >= 0 else 0 for r in rows])
    return tops, truth, np.array([c for c, _ in keys])


def areas(score, positive):
    """AUC, both partial areas above 0.8 and the curve on the grid; None without positives or negatives."""
    if positive.all() or not positive.any():
        return None
    fpr, tpr, _ = roc_curve(positive, score, drop_intermediate=False)
    above = tpr >= 0.8
    corrected = roc_auc_score(~positive, -score, max_fpr=0.2)
    return {
        "auc": roc_auc_score(positive, score),
        "published": auc(fpr[above], tpr[above]) * 0.2 if above.sum() > 1 else 0.0,
        "standard": (2 * corrected - 1) * (0.2 - 0.02) + 0.02,
        "curve": np.interp(GRID, fpr, tpr),
    }


def bounds(values):
    return np.percentile(values, [2.5, 97.5]).tolist()


draws = rng.integers(0, CASES, size=(DRAWS, CASES))


def bootstrap(score, positive, cases):
    found = []
    for drawn in draws:
        index = np.concatenate([np.flatnonzero(cases == c) for c in drawn])
        value = areas(score[index], positive[index])
        if value:
            found.append(value)
    curves = np.array([f["curve"] for f in found])
    return {
        "draws": len(found),
        **{key: bounds([f[key] for f in found]) for key in ("auc", "published", "standard")},
        "low": np.percentile(curves, 2.5, axis=0)[::10].tolist(),
        "high": np.percentile(curves, 97.5, axis=0)[::10].tolist(),
    }


def golden(name):
    score, truth, cases = level(name)
    found = {"truth": truth.tolist(), "scores": score.tolist(), "classes": []}
    if name == "patch":
        found["confusion"] = confusion_matrix(truth, score.argmax(1), labels=[0, 1, 2]).tolist()
    for k in range(3):
        positive = truth == k
        frequency, mean = calibration_curve(positive, score[:, k], n_bins=10, strategy="uniform")
        counts, _ = np.histogram(np.ceil(score[:, k] * 10 - 1e-9).clip(1, 10), bins=np.arange(0.5, 11))
        value = areas(score[:, k], positive)
        value.pop("curve")
        found["classes"].append(
            {
                **value,
                "brier": brier_score_loss(positive, score[:, k]),
                "frequency": frequency.tolist(),
                "mean": mean.tolist(),
                "ece": float(sum(abs(f - m) * c for f, m, c in zip(frequency, mean, counts[counts > 0])) / len(truth)),
                "bootstrap": bootstrap(score[:, k], positive, cases),
            }
        )
    return found


json.dump(
    {
        "made": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "classes": CLASSES,
        "cases": CASES,
        "patches": [{"case": int(c), "view": int(v), "label": int(l), "scores": s.tolist()} for c, v, l, s in patches],
        "draws": draws.tolist(),
        "levels": {name: golden(name) for name in ("patch", "view", "case")},
    },
    sys.stdout,
)
