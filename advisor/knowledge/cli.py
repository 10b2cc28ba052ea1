"""The command line of the knowledge base: check it, write the schema that editors complete from, build its figures."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Optional, Sequence

from advisor.knowledge.importing.cli import add_figure_commands
from advisor.knowledge.loading import inspect_knowledge_base
from advisor.knowledge.models import Role
from advisor.knowledge.store import PROJECT_FOLDER, knowledge_folder

SCHEMA_FILE = PROJECT_FOLDER / "knowledge_base" / "schemas" / "role.schema.json"


def check(arguments: argparse.Namespace) -> int:
    base, problems = inspect_knowledge_base(arguments.folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    errors = sum(problem.is_error for problem in problems)
    if errors:
        print(f"{errors} error{'s' if errors != 1 else ''} in {arguments.folder}.", file=sys.stderr)
        return 1
    written = sum(1 for role in base.roles.values() for _ in role.sections())
    print(
        f"The knowledge base is sound: {len(base.roles)} roles, {written} topics written, "
        f"{len(base.figures)} pay figures, {len(base.outlooks)} projections, {len(base.sources)} sources."
    )
    return 0


def role_schema() -> str:
    """Returns the JSON Schema of role files, as text."""
    return json.dumps(Role.schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def schema(arguments: argparse.Namespace) -> int:
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(role_schema(), encoding="utf-8")
    print(f"Wrote {arguments.output}.")
    return 0


def parser() -> argparse.ArgumentParser:
    main_parser = argparse.ArgumentParser(prog="python -m advisor.knowledge", description=__doc__)
    commands = main_parser.add_subparsers(dest="command", required=True)

    check_parser = commands.add_parser("check", help="say everything that is wrong with the knowledge base")
    check_parser.add_argument("folder", nargs="?", type=Path, default=knowledge_folder(), help="default: the one in use")
    check_parser.set_defaults(run=check)

    schema_parser = commands.add_parser("schema", help="write the JSON Schema that editors complete role files from")
    schema_parser.add_argument("--output", type=Path, default=SCHEMA_FILE)
    schema_parser.set_defaults(run=schema)

    add_figure_commands(commands)
    return main_parser


def main(argv: Optional[Sequence[str]] = None) -> int:
    arguments = parser().parse_args(argv)
    return arguments.run(arguments)
