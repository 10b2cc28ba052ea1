"""What is wrong with a knowledge base, told to the person who can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, List, Optional, Sequence

from rapidfuzz import process

#: How alike (0-100) a value must be to be offered as what was probably meant.
NEAREST_SCORE = 60


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in one place. ``file`` is relative to the knowledge base's folder."""

    file: str
    message: str
    line: Optional[int] = None
    record: Optional[str] = None
    field: Optional[str] = None
    found: Optional[str] = None
    allowed: Optional[str] = None
    nearest: Optional[str] = None
    is_error: bool = True

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        where = ", ".join(part for part in (self.record, self.field and f"field '{self.field}'") if part)
        parts = [f"{'error' if self.is_error else 'warning'}: {place}: {where + ': ' if where else ''}{self.message}"]
        if self.found is not None:
            parts.append(f"    found:   {self.found}")
        if self.allowed is not None:
            parts.append(f"    allowed: {self.allowed}")
        if self.nearest is not None:
            parts.append(f"    nearest: {self.nearest}")
        return "\n".join(parts)


class KnowledgeError(Exception):
    """The knowledge base can't be used; ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: List[Problem] = list(problems)
        errors = sum(problem.is_error for problem in self.problems)
        listing = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"The knowledge base has {errors} error{'s' if errors != 1 else ''}:\n{listing}")


def nearest(value: object, allowed: Iterable[str]) -> Optional[str]:
    """Returns the allowed value that looks most like ``value``, or None where none does."""
    match = process.extractOne(str(value), list(allowed), score_cutoff=NEAREST_SCORE)
    return match[0] if match else None


def listing(allowed: Iterable[str], most: int = 12) -> str:
    """Returns allowed values in one line, cut where there are many."""
    values = [str(value) for value in allowed]
    shown = ", ".join(values[:most])
    return shown if len(values) <= most else f"{shown} … ({len(values)} in all)"
