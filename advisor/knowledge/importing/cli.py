"""Commands of ``python -m advisor.knowledge`` that bring figures into the knowledge base."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Callable, List

from advisor.knowledge.importing.build import build_figures, import_wages
from advisor.knowledge.importing.reading import TableError
from advisor.knowledge.importing.records import Change
from advisor.knowledge.importing.tables import load_figure_sources
from advisor.knowledge.onet.bls import import_outlook, import_pay
from advisor.knowledge.onet.layer import IMPORTED_FOLDER
from advisor.knowledge.store import knowledge_folder

OK, FAILED = 0, 1


def add_figure_commands(subparsers: argparse._SubParsersAction) -> None:
    """Add ``build-figures`` and ``import-bls``; each sets ``run``, which turns the arguments into an exit code."""
    build = subparsers.add_parser(
        "build-figures",
        help="build salaries.csv and outlook.csv from the tables",
        description="Shows what building the figures would change; changes it only with --write.",
    )
    build.add_argument("--tables", type=Path, required=True, metavar="DIR", help="folder of the tables")
    _add_common(build)
    build.set_defaults(run=_run_build)

    wages = subparsers.add_parser(
        "import-bls",
        help="update BLS's wages of one year from BLS's workbook",
        description="Shows what the workbook would change; changes it only with --write. Needs openpyxl.",
    )
    wages.add_argument("workbook", type=Path, metavar="XLSX", help="national_M<year>_dl.xlsx as BLS publishes it")
    wages.add_argument("--year", type=int, default=2025, help="year of the estimates (May); default: %(default)s")
    _add_common(wages)
    wages.set_defaults(run=_run_import)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--knowledge-base",
        type=Path,
        default=knowledge_folder(),
        metavar="DIR",
        help="folder of the knowledge base; default: the one in use",
    )
    parser.add_argument("--write", action="store_true", help="write the changes instead of only showing them")


def _run_build(arguments: argparse.Namespace) -> int:
    base, tables = arguments.knowledge_base, arguments.tables
    built = _report(lambda: build_figures(tables, base, arguments.write), arguments.write)
    return built or _keep_by_code(
        "projections",
        lambda: import_outlook(tables, load_figure_sources(base), base / IMPORTED_FOLDER, arguments.write),
        arguments.write,
    )


def _run_import(arguments: argparse.Namespace) -> int:
    base, workbook, year = arguments.knowledge_base, arguments.workbook, arguments.year
    imported = _report(lambda: import_wages(workbook, base, year, arguments.write), arguments.write)
    return imported or _keep_by_code(
        "wages", lambda: import_pay(workbook, year, base / IMPORTED_FOLDER, arguments.write), arguments.write
    )


def _keep_by_code(what: str, work: Callable[[], int], written: bool) -> int:
    """Keep the figures of all occupations for the imported layer, and say how many change; gives the exit code."""
    try:
        changed = work()
    except TableError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    if changed:
        print(f"For imported occupations: {what} of {changed} change. {'Written.' if written else 'Nothing written.'}")
    return OK


def _report(work: Callable[[], List[Change]], written: bool) -> int:
    """Do ``work`` and print its changes, or the error on standard error; gives the exit code."""
    try:
        changes = work()
    except TableError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    for change in changes:
        print(change)
    print(_summary(changes, written))
    return OK


def _summary(changes: List[Change], written: bool) -> str:
    if not changes:
        return "No changes."
    counts = Counter(change.kind.value for change in changes)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    return f"{told}. " + ("Written." if written else "Nothing written; add --write to do so.")
