"""DeepMiner in Python notebooks: explain the decision for a mammogram by named units.

    import deepminer
    deepminer.explain("view.png")

One file, standard library only, Python 3.9 or later. It calls DeepMiner's command line: the program that the environment variable
DEEPMINER_CLI names, else the one in deepminer_cli.json beside this file, else `deepminer` on PATH. Node.js runs it. In a notebook the
explanation shows itself: interactively in VS Code with the DeepMiner extension, as a picture elsewhere, as text in a terminal.

Research use only; not a medical device.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Union

__all__ = ["DeepMinerError", "Explanation", "UnitEvidence", "explain", "grid_values", "views"]

EXPLANATION_MIME = "application/vnd.deepminer.explanation+json"


class DeepMinerError(Exception):
    """What went wrong: the file, what was found, what was expected, and what to do."""

    def __init__(self, found: str, expected: str = "", remedy: str = "", file: Optional[str] = None, code: str = "") -> None:
        self.file, self.found, self.expected, self.remedy, self.code = file, found, expected, remedy, code
        where = f"{file}: " if file else ""
        wanted = f"; expected {expected}" if expected else ""
        super().__init__(f"{where}found {found}{wanted}. {remedy}".strip())


@dataclass(frozen=True)
class UnitEvidence:
    """What one unit contributes to a decision."""

    unit: str
    #: Place among all units by influence on the explained class in this view, from 1.
    rank: int
    #: Largest activation in the view x weight for the explained class.
    influence: float
    #: Activation at the deciding position x weight: the unit's exact part of the logit there.
    share: float
    #: What experts call it; empty when it is not annotated.
    names: List[str]
    #: Activation map as in the JSON schema, see `grid_values`; of units without a name absent.
    map: Optional[Dict[str, Any]] = field(default=None, repr=False)
    #: The unit's mask is where its map is above this.
    mask_threshold: Optional[float] = None


class Explanation:
    """The decision for one view and the units behind it. `data` is the whole explanation as in docs/schemas/explanation.schema.json."""

    def __init__(self, data: Dict[str, Any], text: str, still: Optional[bytes] = None, file: Optional[str] = None) -> None:
        self.data = data
        #: The explanation in words.
        self.text = text
        #: A static picture of it, JPEG.
        self.still = still
        #: Where the explanation was written.
        self.file = file
        self.view_id: str = data["viewId"]
        self.case_id: str = data["caseId"]
        self.classes: List[str] = data["classes"]
        self.decided_class: str = data["decidedClass"]
        self.explained_class: str = data["explainedClass"]
        #: Image score per class.
        self.scores: Dict[str, float] = data["scores"]
        #: Of the explained class at the deciding position.
        self.probability: float = data["decidingPosition"]["probability"]
        self.logit: Dict[str, float] = data["logit"]
        self.summary: str = data["summary"]
        self.sentence: str = data["sentence"]
        #: The true class and findings, where known.
        self.truth: Optional[str] = data.get("truth")
        self.findings: List[Dict[str, Any]] = data["findings"]
        self.warnings: List[str] = data["warnings"]
        self.evidence = [_unit(u) for u in data["evidence"]]
        self.against = [_unit(u) for u in data["against"]]
        self.unannotated = [_unit(u) for u in data["unannotated"]]

    def __repr__(self) -> str:
        return f"<Explanation of {self.view_id}: {self.summary}>"

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Dict[str, Any]:
        """For notebooks: the interactive explanation, its picture, its words."""
        bundle: Dict[str, Any] = {EXPLANATION_MIME: self.data, "text/plain": self.text}
        if self.still is not None:
            bundle["image/jpeg"] = base64.b64encode(self.still).decode("ascii")
        return bundle


def explain(
    view: Union[str, "os.PathLike[str]"],
    *,
    class_name: Optional[str] = None,
    project: Union[str, "os.PathLike[str]", None] = None,
    run: Optional[str] = None,
    device: Optional[str] = None,
) -> Explanation:
    """Explains one view, by its id or its image file, for the decided class or the one named.

    `project` is the folder with deepminer.json (default: the nearest one at or above the working folder), `run` a name below its runs
    (default: the newest). Raises DeepMinerError.
    """
    wanted = os.fspath(view)
    # A path is meant from here, not from the project.
    wanted = os.path.abspath(wanted) if os.path.exists(wanted) else wanted
    options = _options(project, {"--class": class_name, "--run": run, "--device": device})
    result = _call(["explain", *options, "--still", "--", wanted])
    still = result.get("still")
    return Explanation(result["explanation"], result["text"], base64.b64decode(still) if still else None, result.get("file"))


def views(part: Optional[str] = None, *, project: Union[str, "os.PathLike[str]", None] = None) -> List[Dict[str, Any]]:
    """The views of the data set, or of its part `train`, `holdout` or `test`: viewId, caseId, label, part, findings. Raises DeepMinerError."""
    return _call(["views", *_options(project, {"--part": part})])


def grid_values(grid: Dict[str, Any]) -> List[List[float]]:
    """The values of a map, [height][width]: of `evidence[0].map`, `data["cam"]`, `data["probabilityMaps"]["malignant"]`, …"""
    data, width = base64.b64decode(grid["data"]), grid["width"]
    values = [grid["offset"] + byte * grid["scale"] for byte in data]
    return [values[row : row + width] for row in range(0, len(values), width)]


def _unit(u: Dict[str, Any]) -> UnitEvidence:
    said = [p["description"].strip() or ", ".join(p["terms"]).lower().replace("_", " ") for a in u["annotations"] for p in a["phenomena"]]
    names = list(dict.fromkeys(name for name in said if name))
    return UnitEvidence(u["unit"], u["rank"], u["influence"], u["share"], names, u.get("map"), u.get("maskThreshold"))


def _options(project: Union[str, "os.PathLike[str]", None], named: Dict[str, Optional[str]]) -> List[str]:
    folder = Path(project) if project is not None else _nearest_project()
    return [f"--project={folder}", *(f"{name}={value}" for name, value in named.items() if value is not None)]


def _nearest_project() -> Path:
    here = Path.cwd()
    return next((d for d in [here, *here.parents] if (d / "deepminer.json").is_file()), here)


def _call(arguments: Sequence[str]) -> Any:
    """One command with --json; its warnings go to standard error."""
    environment = {**os.environ, "ELECTRON_RUN_AS_NODE": "1"}
    command = [*_program(), "--json", "--quiet", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", env=environment, check=False)
    except OSError as error:
        raise DeepMinerError(f"that DeepMiner cannot be started ({error})", "a program that runs", _SET_UP, command[0]) from error
    result = _parsed(done.stdout)
    if done.returncode == 0 and result is not None:
        sys.stderr.write(done.stderr)
        return result
    problem = result.get("problem") if isinstance(result, dict) else None
    if problem:
        raise DeepMinerError(problem["found"], problem["expected"], problem["remedy"], problem.get("file"), problem["code"])
    said = done.stderr.strip() or f"exit code {done.returncode} without a word"
    raise DeepMinerError(f"a failed command: {said}", "a result", 'Run it in a terminal to see more: deepminer --help lists the commands.')


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


_SET_UP = 'Run "DeepMiner: Add Python Helper" in VS Code, or "deepminer python-helper" in a terminal; or set DEEPMINER_CLI to cli.cjs of DeepMiner.'


def _program() -> List[str]:
    """The command line as a command: a script with the Node.js that runs it, or a program on PATH."""
    kept = _kept()
    script = os.environ.get("DEEPMINER_CLI") or kept.get("cli")
    if not script:
        found = shutil.which("deepminer")
        if found is None:
            raise DeepMinerError("no DeepMiner", "its command line: DEEPMINER_CLI, deepminer_cli.json or deepminer on PATH", _SET_UP)
        return [found]
    if not os.path.isfile(script):
        raise DeepMinerError("no such file", "DeepMiner's command line, cli.cjs", _SET_UP, script)
    node = os.environ.get("DEEPMINER_NODE") or shutil.which("node") or kept.get("node")
    if not node:
        raise DeepMinerError("no Node.js", "node on PATH, or DEEPMINER_NODE that names it", "Install Node.js 20 or later.")
    return [node, script]


def _kept() -> Dict[str, str]:
    file = Path(__file__).with_name("deepminer_cli.json")
    if not file.is_file():
        return {}
    kept = _parsed(file.read_text(encoding="utf-8"))
    if not isinstance(kept, dict):
        raise DeepMinerError("text that is no JSON object", "the places of cli.cjs and node", _SET_UP, str(file))
    return kept
