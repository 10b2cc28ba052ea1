"""What counts as old or thin: ``upkeep.yml`` of a knowledge base, and how ages are reckoned."""

from __future__ import annotations

import calendar
import datetime
from pathlib import Path
from typing import Dict, Iterable, List, Optional, Tuple

from pydantic import Field, ValidationError, conint

from advisor.knowledge.files import FileError, find_line, read_yaml
from advisor.knowledge.models import Figure, FigureKind, Id, Record, Text
from advisor.knowledge.problems import Problem

FILE_NAME = "upkeep.yml"
Months = conint(ge=1)


class ShelfLives(Record):
    """After how many months something is old; what is left out never is."""

    figures: Dict[FigureKind, Months] = Field(default_factory=dict)
    outlook: Optional[Months] = None
    certifications: Optional[Months] = None
    courses: Optional[Months] = None


class Thin(Record):
    """When a topic is thin."""

    fewest_points: conint(ge=0) = 0
    weak_sources: List[Id] = Field(default_factory=list)


class Upkeep(Record):
    """All of ``upkeep.yml``."""

    shelf_lives: ShelfLives = Field(default_factory=ShelfLives)
    kept_although_old: Dict[Id, Text] = Field(default_factory=dict)
    thin: Thin = Field(default_factory=Thin)


def read_upkeep(folder: Path) -> Tuple[Upkeep, List[Problem]]:
    """Returns what ``upkeep.yml`` says, and what is wrong with it; without a sound one, nothing is old or thin."""
    path = folder / FILE_NAME
    if not path.exists():
        return Upkeep(), [
            Problem(FILE_NAME, "there is no such file, so that nothing is checked for its age", is_error=False)
        ]
    try:
        return Upkeep.parse_obj(read_yaml(path) or {}), []
    except FileError as error:
        return Upkeep(), [Problem(FILE_NAME, str(error), error.line)]
    except ValidationError as error:
        return Upkeep(), [
            Problem(
                FILE_NAME,
                detail["msg"],
                find_line(path, detail["loc"]),
                field=".".join(str(step) for step in detail["loc"]),
            )
            for detail in error.errors()
        ]


def last_day(as_of: str) -> datetime.date:
    """The last day that an ISO date of any precision stands for: '2025' is 31 December 2025."""
    parts = [int(part) for part in as_of.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


def is_old(as_of: str, shelf_life: Optional[int], today: datetime.date) -> bool:
    """Whether more than ``shelf_life`` months have passed since ``as_of``; never without a shelf life."""
    if shelf_life is None:
        return False
    date = last_day(as_of)
    passed = (today.year - date.year) * 12 + today.month - date.month - (today.day < date.day)
    return passed > shelf_life or (passed == shelf_life and today.day > date.day)


def newest_of_series(figures: Iterable[Figure]) -> List[Figure]:
    """The figures that stand for today: of those that repeat over the years, the newest."""
    newest: Dict[Tuple[object, ...], Figure] = {}
    for figure in figures:
        estimate = figure.source if figure.kind is FigureKind.PUBLISHER_ESTIMATE else None
        series = (figure.role, figure.place, figure.level, figure.kind, figure.occupation, figure.period, estimate)
        if series not in newest or last_day(figure.as_of) > last_day(newest[series].as_of):
            newest[series] = figure
    return list(newest.values())
