"""Command of ``python -m advisor.knowledge`` that brings in O*NET."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from advisor.knowledge.importing.reading import TableError
from advisor.knowledge.onet.importer import import_release
from advisor.knowledge.onet.layer import IMPORTED_FOLDER, LayerError
from advisor.knowledge.store import knowledge_folder

OK, FAILED = 0, 1


def add_onet_commands(subparsers: argparse._SubParsersAction) -> None:
    """Add ``import-onet``; it sets ``run``, which turns the arguments into an exit code."""
    parser = subparsers.add_parser(
        "import-onet",
        help="import all occupations of an O*NET text release under the curated roles",
        description="Reads O*NET's text release (db_<release>_text.zip) into a file beside the knowledge base. "
        "Curated roles always win. If anything is wrong with the zip, the import from before stays.",
    )
    parser.add_argument("archive", type=Path, metavar="ZIP", help="the release as O*NET publishes it, 'text' format")
    parser.add_argument(
        "--knowledge-base",
        type=Path,
        default=knowledge_folder(),
        metavar="DIR",
        help="folder of the knowledge base; default: the one in use",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    try:
        report = import_release(arguments.archive, arguments.knowledge_base / IMPORTED_FOLDER)
    except (TableError, LayerError) as error:
        print(f"error: {error}", file=sys.stderr)
        print("Nothing was changed.", file=sys.stderr)
        return FAILED
    print(report)
    return OK
