"""What the imported layer holds, as types."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple


@dataclass(frozen=True)
class Release:
    """A release of O*NET: '29.3', published 'May 2025' ('undated' where the zip doesn't tell)."""

    version: str
    published: str

    @property
    def source_id(self) -> str:
        return f"onet_{self.version.replace('.', '_')}"


@dataclass(frozen=True)
class Rating:
    """A rated element: a skill or field of knowledge by importance (1 to 5), an interest by strength (1 to 7)."""

    name: str
    value: float


@dataclass(frozen=True)
class Ratings:
    """Ratings from the highest to the lowest; ``dated`` is the newest month they were set in, 'MM/YYYY'."""

    items: Tuple[Rating, ...] = ()
    dated: str = ""


@dataclass(frozen=True)
class Technology:
    """A tool; ``hot`` and ``in_demand`` are O*NET's marks: often asked for in US adverts, overall and in this job."""

    name: str
    category: str
    hot: bool = False
    in_demand: bool = False


@dataclass(frozen=True)
class RequiredEducation:
    """The share of the people asked who say that a new hire needs this level, in per cent.

    ``rough`` shares are those that O*NET advises not to rely on.
    """

    level: str
    percent: float
    rough: bool = False


@dataclass(frozen=True)
class Education:
    """Answers on the education that a new hire needs; ``people`` is how many were asked, 0 where it is not told."""

    shares: Tuple[RequiredEducation, ...] = ()
    people: int = 0
    dated: str = ""


@dataclass(frozen=True)
class JobZone:
    """How much preparation the occupations of a zone need, in O*NET's words."""

    experience: str
    education: str
    training: str


@dataclass(frozen=True)
class Occupation:
    """One occupation. ``title`` is plural and in title case; core tasks come first; related ones the nearest first."""

    code: str
    title: str
    description: str
    tasks: Tuple[str, ...] = ()
    core_tasks: int = 0
    tasks_dated: str = ""
    technology: Tuple[Technology, ...] = ()
    skills: Ratings = field(default_factory=Ratings)
    knowledge: Ratings = field(default_factory=Ratings)
    education: Education = field(default_factory=Education)
    job_zone: Optional[int] = None
    interests: Ratings = field(default_factory=Ratings)
    related: Tuple[str, ...] = ()

    @property
    def soc_code(self) -> str:
        """The code of the official statistics, which the occupation is part of: '29-1141'."""
        return self.code[:7]

    @property
    def is_specialty(self) -> bool:
        """Whether the official statistics count it within a wider occupation."""
        return not self.code.endswith(".00")


def to_plain(occupation: Occupation) -> Dict[str, Any]:
    """The occupation as JSON values, ratings and technology as short lists."""
    plain = asdict(occupation)
    plain["technology"] = [[t.name, t.category, int(t.hot), int(t.in_demand)] for t in occupation.technology]
    for name in ("skills", "knowledge", "interests"):
        ratings: Ratings = getattr(occupation, name)
        plain[name] = [ratings.dated, [[rating.name, rating.value] for rating in ratings.items]]
    education = occupation.education
    shares = [[share.level, share.percent, int(share.rough)] for share in education.shares]
    plain["education"] = [education.dated, education.people, shares]
    return plain


def from_plain(plain: Mapping[str, Any]) -> Occupation:
    """Reads what :func:`to_plain` gave.

    Raises:
        KeyError, TypeError, ValueError: the values are not those of an occupation.
    """
    values = dict(plain)
    values["tasks"] = tuple(plain["tasks"])
    values["related"] = tuple(plain["related"])
    values["technology"] = tuple(
        Technology(name, category, bool(hot), bool(in_demand)) for name, category, hot, in_demand in plain["technology"]
    )
    for name in ("skills", "knowledge", "interests"):
        dated, items = plain[name]
        values[name] = Ratings(tuple(Rating(element, value) for element, value in items), dated)
    dated, people, shares = plain["education"]
    values["education"] = Education(
        tuple(RequiredEducation(level, percent, bool(rough)) for level, percent, rough in shares), people, dated
    )
    return Occupation(**values)
