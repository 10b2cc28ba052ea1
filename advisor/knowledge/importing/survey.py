"""Pay that people report themselves (Stack Overflow survey): US medians in US dollars a year, by job."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional

from advisor.knowledge.importing.reading import Row, TableError, read_table
from advisor.knowledge.importing.records import record_from
from advisor.knowledge.importing.tables import FigureSources, SurveyTable
from advisor.knowledge.models import Figure, FigureKind, Period

JOB, SAMPLE, MEDIAN = "so2025_role", "so_us_n", "so_us_median"


@dataclass(frozen=True)
class Answers:
    """What people with one job answered: how many there are, and their median pay in US dollars a year."""

    row: Row
    job: str
    sample: int
    median: float


def survey_figures(tables: Path, sources: FigureSources) -> List[Figure]:
    """A figure for each job of the survey that stands for a role and that enough people answered for.

    Raises :class:`TableError` for a job that the table does not have.
    """
    table = sources.survey
    jobs = read_answers(tables / table.file)
    figures = []
    for role, matches in sources.roles.items():
        for match in matches.survey:
            if match.title not in jobs:
                raise TableError(table.file, f"no median of {match.title!r}, which {role} needs", column=JOB)
            if jobs[match.title].sample >= table.smallest_sample:
                figures.append(_figure(role, match.shown, jobs[match.title], table))
    return figures


def read_answers(path: Path) -> Dict[str, Answers]:
    """The answers by job; jobs without a median are left out.

    Several rows may share a job, but must agree on it: anything else is a :class:`TableError`.
    """
    jobs: Dict[str, Answers] = {}
    for row in read_table(path, (JOB, SAMPLE, MEDIAN)):
        job = row.cells[JOB].strip()
        if not job or not row.cells[MEDIAN].strip():
            continue
        found = Answers(row, job, row.whole(SAMPLE), row.number_in(MEDIAN))
        first = jobs.setdefault(job, found)
        if (first.sample, first.median) != (found.sample, found.median):
            raise row.error(MEDIAN, f"{first.median:g} of {first.sample} answers, as row {first.row.number} has it")
    return jobs


def _figure(role: str, occupation: Optional[str], answers: Answers, table: SurveyTable) -> Figure:
    return record_from(
        answers.row,
        Figure,
        role=role,
        place=table.place,
        level="all",
        kind=FigureKind.SELF_REPORTED,
        occupation=occupation,
        currency=table.currency,
        period=Period.YEAR,
        median=answers.median,
        sample_size=answers.sample,
        as_of=table.as_of,
        source=table.source,
    )
