"""The command line of the knowledge base: check it, show and begin roles, see what is missing, import tables."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from advisor.knowledge.annotations import annotation
from advisor.knowledge.authoring import AuthoringError, SuggestedOccupation, new_role
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.coverage import as_page, as_table, coverage_of
from advisor.knowledge.importing.cli import add_figure_commands
from advisor.knowledge.links import check_links, link_problems, links_of
from advisor.knowledge.loading import inspect_knowledge_base, load_knowledge_base
from advisor.knowledge.models import Role, Topic
from advisor.knowledge.onet.cli import add_onet_commands
from advisor.knowledge.onet.layer import LayerError, OnetLayer, load_layer
from advisor.knowledge.problems import KnowledgeError, Problem
from advisor.knowledge.showing import UnknownRole, show
from advisor.knowledge.store import PROJECT_FOLDER, knowledge_folder
from advisor.knowledge.upkeep import read_upkeep
from advisor.knowledge.warnings import find_warnings

SCHEMA_FILE = PROJECT_FOLDER / "knowledge_base" / "schemas" / "role.schema.json"
MODEL = PROJECT_FOLDER / "models" / "career_advisor.tar.gz"
OK, FAILED = 0, 1


def check(arguments: argparse.Namespace) -> int:
    base, problems = inspect_knowledge_base(arguments.folder)
    is_sound = base is not None and not any(problem.is_error for problem in problems)
    if is_sound:
        problems = problems + find_warnings(base, arguments.folder, datetime.date.today())
        if arguments.links:
            problems += link_problems(check_links(links_of(base)))
    _print_problems(problems, arguments)
    errors = sum(problem.is_error for problem in problems)
    if errors or base is None:
        print(f"{_count(errors, 'error')} in {arguments.folder}.", file=sys.stderr)
        return FAILED
    print(_summary(base, len(problems)))
    return OK


def _print_problems(problems: Sequence[Problem], arguments: argparse.Namespace) -> None:
    """Errors to standard error, warnings to standard output; as annotations, all to standard output, which CI reads."""
    for problem in problems:
        if arguments.annotations:
            print(annotation(problem, arguments.folder, Path.cwd()))
        else:
            print(problem, file=sys.stderr if problem.is_error else sys.stdout)


def _summary(base: KnowledgeBase, warnings: int) -> str:
    written = sum(1 for role in base.roles.values() for _ in role.sections())
    told = f" {_count(warnings, 'warning')}." if warnings else ""
    return (
        f"The knowledge base is sound: {len(base.roles)} roles, {written} topics written, "
        f"{len(base.figures)} pay figures, {len(base.outlooks)} projections, {len(base.sources)} sources.{told}"
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"


def role_schema() -> str:
    """Returns the JSON Schema of role files, as text."""
    return json.dumps(Role.schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def schema(arguments: argparse.Namespace) -> int:
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(role_schema(), encoding="utf-8")
    print(f"Wrote {arguments.output}.")
    return OK


def new(arguments: argparse.Namespace) -> int:
    base = load_knowledge_base(arguments.folder)
    suggested = _suggestions(arguments.role, _layer_of(arguments.folder, base))
    path = new_role(arguments.role, base, arguments.folder, arguments.family, suggested)
    print(f"Wrote {path}. Open it, fill in what you know, then run 'make check'.")
    return OK


def _suggestions(title: str, layer: Optional[OnetLayer]) -> Tuple[SuggestedOccupation, ...]:
    readings = layer.readings(title.replace("_", " ")) if layer is not None else None
    if layer is None or readings is None:
        return ()
    return tuple(SuggestedOccupation(code, layer.title(code)) for code in readings.likely)


def _layer_of(folder: Path, base: KnowledgeBase) -> Optional[OnetLayer]:
    """The imported layer; one that can't be used is told and done without."""
    try:
        return load_layer(folder, base.occupations)
    except LayerError as error:
        print(f"warning: {error}", file=sys.stderr)
        return None


def show_role(arguments: argparse.Namespace) -> int:
    base = load_knowledge_base(arguments.folder)
    topics: List[Topic] = [Topic(arguments.topic)] if arguments.topic else list(Topic)
    print(show(arguments.role, base, _layer_of(arguments.folder, base), topics), end="")
    return OK


def coverage(arguments: argparse.Namespace) -> int:
    base = load_knowledge_base(arguments.folder)
    upkeep, problems = read_upkeep(arguments.folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    today = datetime.date.today()
    covered = coverage_of(base, upkeep, today)
    if arguments.html is None:
        print(as_table(covered, base))
    else:
        arguments.html.parent.mkdir(parents=True, exist_ok=True)
        arguments.html.write_text(as_page(covered, base, today), encoding="utf-8")
        print(f"Wrote {arguments.html}: open it in a browser.")
    return FAILED if any(problem.is_error for problem in problems) else OK


def review(arguments: argparse.Namespace) -> int:
    # The only command that looks at conversations: the others need neither a database nor the encoder.
    from advisor.serving.database import DatabaseError, check_database, create_engine, database_url
    from advisor.serving.review import ReviewError, as_csv, as_examples, as_page, as_text, encode, group_by_meaning, read_asked

    try:
        check_database(database_url())
        asked = read_asked(create_engine(database_url()))
        vectors = encode([message.text for message in asked], arguments.model) if asked else []
    except (DatabaseError, ReviewError) as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    groups = group_by_meaning(asked, vectors)
    written = [(arguments.csv, as_csv), (arguments.html, as_page), (arguments.examples, as_examples)]
    for path, content in ((path, form(groups)) for path, form in written if path is not None):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        print(f"Wrote {path}: {_count(len(asked), 'message')} in {_count(len(groups), 'group')}.")
    if all(path is None for path, _ in written):
        print(as_text(groups))
    return OK


def parser() -> argparse.ArgumentParser:
    main_parser = argparse.ArgumentParser(prog="python -m advisor.knowledge", description=__doc__)
    commands = main_parser.add_subparsers(dest="command", required=True)

    check_parser = commands.add_parser("check", help="say everything that is wrong with the knowledge base")
    check_parser.add_argument(
        "folder", nargs="?", type=Path, default=knowledge_folder(), help="default: the one in use"
    )
    check_parser.add_argument(
        "--links", action="store_true", help="also test the links of sources and courses, where there is network"
    )
    check_parser.add_argument("--annotations", action="store_true", help="print problems as GitHub annotations")
    check_parser.set_defaults(run=check)

    show_parser = commands.add_parser("show", help="print a role as the assistant would tell it, every topic")
    show_parser.add_argument("role", help="id or any name of a role; an imported occupation's title or code")
    show_parser.add_argument("--topic", choices=[topic.value for topic in Topic], help="this topic only")
    _add_folder(show_parser)
    show_parser.set_defaults(run=show_role)

    new_parser = commands.add_parser("new", help="begin a role: write a commented file to fill in")
    new_parser.add_argument("role", help="its title, singular: 'quantum engineer'")
    new_parser.add_argument("--family", help="id of the family it belongs to; default: the first")
    _add_folder(new_parser)
    new_parser.set_defaults(run=new)

    coverage_parser = commands.add_parser("coverage", help="roles by topics: what is missing, thin or old")
    coverage_parser.add_argument("--html", type=Path, metavar="FILE", help="write a page instead of printing a table")
    _add_folder(coverage_parser)
    coverage_parser.set_defaults(run=coverage)

    _add_review(commands)

    schema_parser = commands.add_parser("schema", help="write the JSON Schema that editors complete role files from")
    schema_parser.add_argument("--output", type=Path, default=SCHEMA_FILE)
    schema_parser.set_defaults(run=schema)

    add_figure_commands(commands)
    add_onet_commands(commands)
    return main_parser


def _add_review(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    review_parser = commands.add_parser("review", help="what people asked that was declined, unsure or marked unhelpful")
    review_parser.add_argument("--csv", type=Path, metavar="FILE", help="write a row a message instead of printing")
    review_parser.add_argument("--html", type=Path, metavar="FILE", help="write a page instead of printing")
    review_parser.add_argument("--model", type=Path, default=MODEL, help="the model whose encoder groups by meaning")
    review_parser.set_defaults(run=review, examples=None)
    kinds = review_parser.add_subparsers(metavar="export")
    export = kinds.add_parser("export", help="write the messages as NLU examples, to be labelled")
    export.add_argument("examples", type=Path, metavar="FILE", help="the YAML file to write")


def _add_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--knowledge-base",
        dest="folder",
        type=Path,
        default=knowledge_folder(),
        metavar="DIR",
        help="folder of the knowledge base; default: the one in use",
    )


def main(argv: Optional[Sequence[str]] = None) -> int:
    arguments = parser().parse_args(argv)
    try:
        return arguments.run(arguments)
    except (KnowledgeError, AuthoringError, UnknownRole) as error:
        print(f"error: {error}", file=sys.stderr)
    except BrokenPipeError:  # whoever reads has seen enough, as with '| head'
        sys.stdout = open(os.devnull, "w")
        return OK
    except OSError as error:
        print(f"error: {error.filename or arguments.command}: {error.strerror}", file=sys.stderr)
    return FAILED
