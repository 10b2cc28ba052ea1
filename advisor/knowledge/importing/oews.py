"""BLS wages (Occupational Employment and Wage Statistics): what US employers pay employees, by occupation.

Amounts are US dollars a year before tax, without bonuses and stock. '#' marks a wage at or above BLS's top code,
'*' and '**' an estimate that is not available.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Optional, Tuple
from zipfile import BadZipFile

from advisor.knowledge.importing.reading import Row, TableError, check_columns, read_table
from advisor.knowledge.importing.records import record_from
from advisor.knowledge.importing.tables import FigureSources, WagesTable
from advisor.knowledge.models import Figure, FigureKind, Period

#: Our field for each column of BLS, from low to high.
AMOUNTS = {
    "p10": "a_pct10",
    "p25": "a_pct25",
    "median": "a_median",
    "p75": "a_pct75",
    "p90": "a_pct90",
    "mean": "a_mean",
}
COLUMNS = ("occ_code", "occ_title", "o_group", "tot_emp", *AMOUNTS.values())
TOP_CODED = "#"
MISSING = ("*", "**")
#: BLS's top code for May 2022 to May 2025, in US dollars a year; a workbook's own notes go before it.
TOP_CODE = "$239,200"
FIELD_NAMES = {"p10": "10th percentile", "p25": "25th percentile", "p75": "75th percentile", "p90": "90th percentile"}
MONTH = "05"  # The estimates of a year are BLS's for May.


@dataclass(frozen=True)
class Wages:
    """Wages of one occupation in May of ``year``: amounts in US dollars a year, ``None`` where BLS gives none."""

    row: Row
    year: int
    code: str
    title: str
    employed: Optional[int]
    amounts: Dict[str, Optional[float]]
    top_coded: Tuple[str, ...]
    top_code: str


def source_id(year: int) -> str:
    """Id of the source of BLS's wages for May of ``year``."""
    return f"bls_oews_{year}"


def read_wages_table(path: Path) -> List[Wages]:
    """Wages from our tab-separated extract, which holds several years (column ``year_may``)."""
    rows = read_table(path, ("year_may", *COLUMNS))
    return [_wages(row, row.whole("year_may"), TOP_CODE) for row in rows if _is_detailed(row)]


def read_wages_workbook(path: Path, year: int) -> List[Wages]:
    """Wages from BLS's own workbook of national estimates (``national_M<year>_dl.xlsx``).

    Raises :class:`TableError` for a file that is no such workbook, and where its notes name another year.
    """
    workbook = _open_workbook(path)
    try:
        sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}
    finally:
        workbook.close()
    notes = _notes(rows for name, rows in sheets.items() if not _is_data(rows))
    _check_year(path.name, notes, year)
    top_code = _top_code(notes)
    return [_wages(row, year, top_code) for row in _workbook_rows(path.name, sheets) if _is_detailed(row)]


def wage_figures(wages: Iterable[Wages], sources: FigureSources) -> List[Figure]:
    """A figure for each role with an occupation and each year of ``wages``.

    Raises :class:`TableError` where a year lacks an occupation, has it twice or calls it by another title.
    """
    by_year: Dict[int, Dict[str, Wages]] = {}
    for found in wages:
        occupations = by_year.setdefault(found.year, {})
        if found.code in occupations:
            raise found.row.error("occ_code", "each detailed occupation once a year (only national tables fit)")
        occupations[found.code] = found
    return [
        figure
        for year, occupations in sorted(by_year.items())
        for figure in _figures_of_year(year, occupations, sources)
    ]


def _figures_of_year(year: int, occupations: Dict[str, Wages], sources: FigureSources) -> Iterator[Figure]:
    for role, matches in sources.roles.items():
        occupation = matches.occupation
        if occupation is None:
            continue
        wages = occupations.get(occupation.code)
        if wages is None:
            raise TableError(
                f"BLS wages for May {year}",
                f"no detailed occupation {occupation.code} ({occupation.title}), which {role} needs",
                column="occ_code",
            )
        if wages.title.lower() != occupation.title:
            raise wages.row.error("occ_title", f"{occupation.title!r}, as figure_sources.yml has it for {role}")
        # An occupation whose wages are all withheld has nothing to show.
        if any(amount is not None for amount in wages.amounts.values()):
            yield _figure(role, occupation.shown, wages, sources.wages)


def _figure(role: str, occupation: Optional[str], wages: Wages, table: WagesTable) -> Figure:
    return record_from(
        wages.row,
        Figure,
        role=role,
        place=table.place,
        level="all",
        kind=FigureKind.EMPLOYEE_SURVEY,
        occupation=occupation,
        currency=table.currency,
        period=Period.YEAR,
        as_of=f"{wages.year}-{MONTH}",
        source=source_id(wages.year),
        note=_note(wages),
        **wages.amounts,
    )


def _note(wages: Wages) -> Optional[str]:
    parts = [] if wages.employed is None else [f"{wages.employed:,} employed"]
    for field in wages.top_coded:
        parts.append(f"{FIELD_NAMES.get(field, field)} at or above BLS's top code of {wages.top_code}")
    return "; ".join(parts) or None


def _is_detailed(row: Row) -> bool:
    # Broad and minor groups carry the same codes or titles as the detailed occupations and would be counted twice.
    return row.text("o_group") == "detailed"


def _wages(row: Row, year: int, top_code: str) -> Wages:
    marks = {field: row.cells[column].strip() for field, column in AMOUNTS.items()}
    return Wages(
        row=row,
        year=year,
        code=row.text("occ_code"),
        title=row.text("occ_title"),
        employed=None if row.text("tot_emp") in MISSING else row.whole("tot_emp"),
        amounts={field: _amount(row, AMOUNTS[field], mark) for field, mark in marks.items()},
        top_coded=tuple(field for field, mark in marks.items() if mark == TOP_CODED),
        top_code=top_code,
    )


def _amount(row: Row, column: str, mark: str) -> Optional[float]:
    """US dollars a year, ``None`` for a top-coded or missing wage."""
    if mark == TOP_CODED or mark in MISSING:
        return None
    try:
        amount = float(mark)
    except ValueError:
        amount = 0.0
    if not 0 < amount < float("inf"):
        raise row.error(column, "an amount above 0, '#' (top-coded), '*' or '**' (not available)")
    return amount


def _open_workbook(path: Path) -> Any:
    try:
        # Only who imports a workbook needs openpyxl; answering questions must not.
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise TableError(str(path), "reading a workbook needs the package openpyxl 3.1.5; install it") from error
    try:
        return load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise TableError(str(path), f"cannot be read: {error.strerror}") from error
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise TableError(str(path), f"is not an XLSX workbook: {error}") from error


def _header(rows: List[Tuple[Any, ...]]) -> List[str]:
    return [_cell(cell).lower() for cell in rows[0]] if rows else []


def _is_data(rows: List[Tuple[Any, ...]]) -> bool:
    return "occ_code" in _header(rows)


def _cell(value: Any) -> str:
    """The text of a cell; whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _workbook_rows(table: str, sheets: Dict[str, List[Tuple[Any, ...]]]) -> List[Row]:
    for rows in sheets.values():
        if _is_data(rows):
            header = _header(rows)
            check_columns(table, header, COLUMNS)
            return [
                Row(table, number, dict(zip(header, map(_cell, cells))))
                for number, cells in enumerate(rows[1:], start=2)
                if any(cell is not None for cell in cells)
            ]
    raise TableError(table, f"no sheet has this column; sheets: {', '.join(sheets)}", 1, "occ_code")


def _notes(sheets: Iterable[List[Tuple[Any, ...]]]) -> str:
    """All texts of the sheets that hold no data, a row a line."""
    return "\n".join(" ".join(map(_cell, cells)) for rows in sheets for cells in rows)


def _check_year(table: str, notes: str, year: int) -> None:
    # A workbook filed under a wrong year would silently age or rejuvenate every wage.
    named = re.search(r"\bMay (\d{4})\b", notes)
    if named and int(named.group(1)) != year:
        raise TableError(table, f"the workbook's notes say May {named.group(1)}, but the year asked for is {year}")


def _top_code(notes: str) -> str:
    """The yearly top code that the notes name ('#  = indicates a wage equal to or greater than ...')."""
    named = re.search(r"#\s*=.*?(\$[\d,]*\d) per year", notes)
    return named.group(1) if named else TOP_CODE
