"""BLS employment projections: how many jobs an occupation is expected to gain or lose over ten years in the US."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Dict, Iterator, List, Optional

from advisor.knowledge.importing.reading import Row, TableError, read_table
from advisor.knowledge.importing.records import record_from
from advisor.knowledge.importing.tables import FigureSources, ProjectionsTable
from advisor.knowledge.models import Outlook

ALL_OCCUPATIONS = "00-0000"


@dataclass(frozen=True)
class Columns:
    """Names of the columns in one layout; ``unit`` is the number of people that 1 stands for in counts."""

    code: str
    title: str
    employment_start: str
    employment_end: str
    growth: str
    openings: str
    unit: int

    @property
    def names(self) -> List[str]:
        return [self.code, self.title, self.employment_start, self.employment_end, self.growth, self.openings]


def columns_of(table: ProjectionsTable) -> Columns:
    """The columns of a table: our extract counts people, BLS's table 1.2 thousands."""
    start, end = table.start_year, table.end_year
    if table.form == "extract":
        return Columns(
            code="occ_code",
            title="title",
            employment_start=f"employment_{start}",
            employment_end=f"employment_{end}",
            growth=f"growth_pct_{start}_{end % 100:02d}",
            openings="annual_openings",
            unit=1,
        )
    span = f"{start}\N{EN DASH}{end % 100:02d}"
    return Columns(
        code=f"{start} National Employment Matrix code",
        title=f"{start} National Employment Matrix title",
        employment_start=f"Employment, {start}",
        employment_end=f"Employment, {end}",
        growth=f"Employment change, percent, {span}",
        openings=f"Occupational openings, {span} annual average",
        unit=1000,
    )


def outlooks(tables: Path, sources: FigureSources) -> List[Outlook]:
    """The outlook of every role with an occupation, from every projections table of ``sources``.

    Raises :class:`TableError` where a table is not as expected or lacks an occupation.
    """
    return [outlook for table in sources.projections for outlook in _outlooks_of(tables, table, sources)]


def _outlooks_of(tables: Path, table: ProjectionsTable, sources: FigureSources) -> Iterator[Outlook]:
    columns = columns_of(table)
    rows = {row.text(columns.code): row for row in read_table(tables / table.file, columns.names)}
    _check_total(rows.get(ALL_OCCUPATIONS), columns, table)
    for role, matches in sources.roles.items():
        occupation = matches.occupation
        if occupation is None:
            continue
        row = rows.get(occupation.code)
        if row is None:
            raise TableError(table.file, f"no row {occupation.code}, which {role} needs", column=columns.code)
        if row.text(columns.title).lower() != occupation.title:
            raise row.error(columns.title, f"{occupation.title!r}, as figure_sources.yml has it for {role}")
        yield _outlook(role, occupation.shown, row, columns, table)


def _check_total(row: Optional[Row], columns: Columns, table: ProjectionsTable) -> None:
    if row is not None and row.number_in(columns.growth) != table.all_occupations_percent:
        raise row.error(columns.growth, f"{table.all_occupations_percent}, as figure_sources.yml has it")


def _outlook(role: str, occupation: Optional[str], row: Row, columns: Columns, table: ProjectionsTable) -> Outlook:
    counts: Dict[str, int] = {
        "openings_per_year": _people(row, columns.openings, columns.unit),
        "employment_start": _people(row, columns.employment_start, columns.unit),
        "employment_end": _people(row, columns.employment_end, columns.unit),
    }
    return record_from(
        row,
        Outlook,
        role=role,
        place=table.place,
        occupation=occupation,
        start_year=table.start_year,
        end_year=table.end_year,
        growth_percent=row.number_in(columns.growth),
        all_occupations_percent=table.all_occupations_percent,
        as_of=table.as_of,
        source=table.source,
        note=table.note,
        **counts,
    )


def _people(row: Row, column: str, unit: int) -> int:
    """The cell as a number of people; decimal, since 34.3 thousand must not become 34,299."""
    try:
        people = Decimal(row.text(column)) * unit
    except InvalidOperation:
        raise row.error(column, "a number") from None
    if not people.is_finite() or people < 0:
        raise row.error(column, "a number, 0 or more")
    return int(people.to_integral_value())
