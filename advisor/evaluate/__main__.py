"""``python -m advisor.evaluate``: measures the trained model on TSV files of text, label and role.

Without files: those of the folder that EVAL_DIR names, and the repository's own held-out questions.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import List, Optional, Sequence

from advisor.evaluate.measures import Report, measure
from advisor.evaluate.report import as_json, as_text, draw_confusion
from advisor.evaluate.rows import EvaluationFile, RowsError, find_files, read_file
from advisor.knowledge.store import PROJECT_FOLDER

FOLDER_VARIABLE = "EVAL_DIR"
HELD_OUT = PROJECT_FOLDER / "tests" / "nlu"
RESULTS = PROJECT_FOLDER / "results"
MODEL = PROJECT_FOLDER / "models" / "career_advisor.tar.gz"


def evaluate(files: Sequence[EvaluationFile], model: Path = MODEL) -> List[Report]:
    """Returns a report a file."""
    from advisor.evaluate.model import understand_all

    understood = understand_all(model, [row.text for file in files for row in file.rows])
    reports, start = [], 0
    for file in files:
        reports.append(measure(file, understood[start : start + len(file.rows)]))
        start += len(file.rows)
    return reports


def default_files() -> List[Path]:
    """The files of EVAL_DIR, if it is set, and the repository's own."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return [*(find_files(Path(folder)) if folder else []), *find_files(HELD_OUT)]


def main(argv: Optional[Sequence[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m advisor.evaluate", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON and the picture")
    parser.add_argument("--brief", action="store_true", help="don't list what was missed")
    arguments = parser.parse_args(argv)
    try:
        files = [read_file(path) for path in arguments.files or default_files()]
    except RowsError as error:
        print(error, file=sys.stderr)
        return 1
    if not arguments.model.is_file():
        print("There is no trained model. Train one: make train", file=sys.stderr)
        return 1
    reports = evaluate(files, arguments.model)
    arguments.results.mkdir(parents=True, exist_ok=True)
    (arguments.results / "evaluation.json").write_text(as_json(reports), encoding="utf-8")
    draw_confusion(reports, arguments.results / "confusion.png")
    print(as_text(reports, with_misses=not arguments.brief), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
