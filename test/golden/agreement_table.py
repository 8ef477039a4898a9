#!/usr/bin/env python3
"""Golden numbers for src/explanation/agreementTable.ts, by counting and by dealing names with NumPy alone: python3 test/golden/agreement_table.py > test/golden/agreement_table.json

Made-up views show made-up named units. Shares are counted by plain loops, the interval of a share that all or none reach is Wilson's with a
case as the trial, the interval of any other share comes from resampling cases, and chance from dealing the names at random, many times."""
import json
import sys

import numpy as np

rng = np.random.default_rng(8)
CLASSES = ["normal", "benign", "malignant"]
TERMS = {"mass": ["OVAL", "SPICULATED", "IRREGULAR"], "calcification": ["PLEOMORPHIC", "CLUSTERED"]}
UNITS, CASES, DEALS, DRAWS = 14, 24, 20000, 20000


def made_up_names():
    """[units] category and term of every unit's single name."""
    kinds = rng.choice(["mass", "calcification"], UNITS)
    return [{"category": str(k), "term": str(rng.choice(TERMS[k]))} for k in kinds]


def made_up_views(names):
    views = []
    for case in range(CASES):
        truth = str(rng.choice(CLASSES))
        for side in range(int(rng.integers(1, 4))):
            kinds = [] if truth == "normal" else [str(k) for k in rng.choice(["mass", "calcification"], int(rng.integers(1, 3)))]
            findings = [{"kind": k, "term": str(rng.choice(TERMS[k]))} for k in kinds]
            shown = sorted(int(u) for u in rng.choice(UNITS, int(rng.integers(1, 6)), replace=False))
            hits = [[bool(rng.random() < 0.35) for _ in findings] for _ in shown]
            views.append({"case": case, "side": side, "truth": truth, "decided": str(rng.choice(CLASSES)), "findings": findings, "shown": shown, "hits": hits})
    return views


def name_fits(name, finding):
    return name["category"] == finding["kind"] and name["term"] == finding["term"]


def trials(views, names, kind):
    """Per shown unit and per view: (case, fits, hits); findings of the kind alone count."""
    units, whole = [], []
    for v in views:
        about = [i for i, f in enumerate(v["findings"]) if kind in (None, f["kind"])]
        if not about:
            continue
        rows = []
        for u, hit in zip(v["shown"], v["hits"]):
            rows.append((v["case"], any(name_fits(names[u], v["findings"][i]) for i in about), any(hit[i] for i in about)))
        units += rows
        whole.append((v["case"], any(r[1] for r in rows), any(r[2] for r in rows)))
    return units, whole


def wilson(k, n, z=1.959963984540054):
    p = k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return [max(0.0, middle - half) if k > 0 else 0.0, min(1.0, middle + half) if k < n else 1.0]


def share(rows, column):
    cases = np.array([r[0] for r in rows])
    values = np.array([float(r[column]) for r in rows])
    count = int(values.sum())
    distinct = np.unique(cases)
    if count in (0, len(rows)):
        n = len(distinct)
        interval = wilson(0 if count == 0 else n, n)
    elif len(distinct) < 2:
        interval = None
    else:
        sums = np.array([values[cases == c].sum() for c in distinct])
        sizes = np.array([(cases == c).sum() for c in distinct])
        drawn = rng.integers(len(distinct), size=(DRAWS, len(distinct)))
        interval = [float(q) for q in np.quantile(sums[drawn].sum(1) / sizes[drawn].sum(1), [0.025, 0.975])]
    return {"count": count, "of": len(rows), "interval": interval, "exact": count in (0, len(rows))}


def chance(views, names, kind):
    """Mean shares over random one-to-one deals of the names that the views show."""
    named = sorted({u for v in VIEWS for u in v["shown"]})
    fit_units, fit_views = 0.0, 0.0
    for _ in range(DEALS):
        dealt = dict(zip(named, (names[u] for u in rng.permutation(named))))
        units, whole = trials(views, [dealt.get(u) for u in range(UNITS)], kind)
        fit_units += np.mean([r[1] for r in units])
        fit_views += np.mean([r[1] for r in whole])
    return {"units": fit_units / DEALS, "views": fit_views / DEALS}


def row(group, name, views, kind=None):
    units, whole = trials(views, NAMES, kind)
    return {
        "group": group, "name": name, "views": len(whole), "cases": len({r[0] for r in whole}),
        "unitsFit": share(units, 1), "unitsHit": share(units, 2), "viewsFit": share(whole, 1), "viewsHit": share(whole, 2),
        "chance": chance(views, NAMES, kind),
    }


NAMES = made_up_names()
VIEWS = made_up_views(NAMES)
rows = [row("all", "all views with a finding", VIEWS)]
rows += [row("truth", t, [v for v in VIEWS if v["truth"] == t]) for t in ("benign", "malignant")]
rows += [row("kind", k, VIEWS, k) for k in ("mass", "calcification")]
for c in CLASSES:
    for name, right in (("true positive", True), ("false positive", False)):
        chosen = [v for v in VIEWS if v["decided"] == c and (v["truth"] == c) == right]
        if any(v["findings"] for v in chosen):
            rows.append(row("decision", f"{c}, {name}", chosen))
json.dump({"made": {"python": sys.version.split()[0], "numpy": np.__version__}, "deals": DEALS, "draws": DRAWS, "classes": CLASSES, "names": NAMES, "views": VIEWS, "rows": rows}, sys.stdout, indent=1)
print()
