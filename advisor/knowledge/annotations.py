"""Problems as GitHub shows them beside the lines of a pull request (workflow commands)."""

from __future__ import annotations

from pathlib import Path

from advisor.knowledge.problems import Problem


def annotation(problem: Problem, folder: Path, root: Path) -> str:
    """Returns the workflow command for a problem of the knowledge base in ``folder``; paths are told from ``root``."""
    path = folder / problem.file
    try:
        shown = path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        shown = path.as_posix()
    command = "error" if problem.is_error else "warning"
    place = f"file={_escape_property(shown)}"
    if problem.line is not None:
        place += f",line={problem.line}"
    where = ", ".join(part for part in (problem.record, problem.field and f"field '{problem.field}'") if part)
    details = [f"{where}: {problem.message}" if where else problem.message]
    details += [
        f"{name}: {value}"
        for name, value in (("found", problem.found), ("allowed", problem.allowed), ("nearest", problem.nearest))
        if value is not None
    ]
    return f"::{command} {place}::{_escape(chr(10).join(details))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
