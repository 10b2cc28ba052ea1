"""BLS's wages and projections by occupation code, for the imported layer. Everything is about the United States."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Tuple, Type, TypeVar

from advisor.knowledge.importing.oews import MONTH, Wages, read_wages_workbook, source_id
from advisor.knowledge.importing.projections import ALL_OCCUPATIONS, columns_of
from advisor.knowledge.importing.reading import TableError, read_table
from advisor.knowledge.importing.tables import FigureSources, ProjectionsTable

PAY_FILE = "occupation_pay.json"
OUTLOOK_FILE = "occupation_outlook.json"


@dataclass(frozen=True)
class OccupationPay:
    """Wages of employees in the United States, US dollars a year before tax, without bonus and stock.

    Amounts are None where BLS gives none; those named in ``top_coded`` are at or above ``top_code``.
    """

    code: str
    title: str
    as_of: str
    source: str
    employed: Optional[int]
    p10: Optional[float]
    p25: Optional[float]
    median: Optional[float]
    p75: Optional[float]
    p90: Optional[float]
    mean: Optional[float]
    top_coded: Tuple[str, ...] = ()
    top_code: str = ""

    def __post_init__(self) -> None:
        # JSON has no tuples.
        object.__setattr__(self, "top_coded", tuple(self.top_coded))


@dataclass(frozen=True)
class OccupationOutlook:
    """Projected employment in the United States; growth is in per cent over the whole span."""

    code: str
    title: str
    start_year: int
    end_year: int
    growth_percent: float
    all_occupations_percent: float
    openings_per_year: Optional[int]
    as_of: str
    source: str


AnyFigure = TypeVar("AnyFigure", OccupationPay, OccupationOutlook)


def import_pay(workbook: Path, year: int, folder: Path, write: bool = True) -> int:
    """Keeps the wages of all detailed occupations in BLS's workbook for May of ``year``; gives how many changed.

    Raises:
        TableError: the workbook is not as expected; the wages from before stay.
    """
    pay = {wages.code: _pay(wages) for wages in read_wages_workbook(workbook, year)}
    return _replace(folder / PAY_FILE, OccupationPay, pay, write)


def import_outlook(tables: Path, sources: FigureSources, folder: Path, write: bool = True) -> int:
    """Keeps the newest projections of ``sources`` for all occupations in their table; gives how many changed.

    Raises:
        TableError: the table is not as expected; the projections from before stay.
    """
    if not sources.projections:
        return 0
    newest = max(sources.projections, key=lambda table: table.start_year)
    return _replace(folder / OUTLOOK_FILE, OccupationOutlook, _outlook(tables, newest), write)


def read_pay(folder: Path) -> Dict[str, OccupationPay]:
    """The imported wages by code, none where there is no file; raises ValueError, TypeError for a broken one."""
    return _read(folder / PAY_FILE, OccupationPay)


def read_outlook(folder: Path) -> Dict[str, OccupationOutlook]:
    """The imported projections by code, none where there is no file; raises ValueError, TypeError for a broken one."""
    return _read(folder / OUTLOOK_FILE, OccupationOutlook)


def _pay(wages: Wages) -> OccupationPay:
    return OccupationPay(
        code=wages.code,
        title=wages.title,
        as_of=f"{wages.year}-{MONTH}",
        source=source_id(wages.year),
        employed=wages.employed,
        top_coded=wages.top_coded,
        top_code=wages.top_code,
        **wages.amounts,
    )


def _outlook(tables: Path, table: ProjectionsTable) -> Dict[str, OccupationOutlook]:
    columns = columns_of(table)
    found = {}
    for row in read_table(tables / table.file, columns.names):
        code = row.text(columns.code)
        if code == ALL_OCCUPATIONS or code.endswith("0000"):
            continue
        openings = row.number_in(columns.openings) * columns.unit
        found[code] = OccupationOutlook(
            code=code,
            title=row.text(columns.title),
            start_year=table.start_year,
            end_year=table.end_year,
            growth_percent=row.number_in(columns.growth),
            all_occupations_percent=table.all_occupations_percent,
            openings_per_year=round(openings),
            as_of=table.as_of,
            source=table.source,
        )
    return found


def _replace(path: Path, figure: Type[AnyFigure], figures: Mapping[str, AnyFigure], write: bool) -> int:
    """Puts figures in the place of those before, if told to; gives how many were added, removed or changed."""
    try:
        before = _read(path, figure)
    except (ValueError, TypeError, AttributeError):  # a broken file is mended by a new one
        before = {}
    changed = [code for code in {*before, *figures} if before.get(code) != figures.get(code)]
    if write and changed:
        _write(path, figures)
    return len(changed)


def _write(path: Path, figures: Mapping[str, AnyFigure]) -> None:
    plain = {code: asdict(figure) for code, figure in sorted(figures.items())}
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(plain, ensure_ascii=False, indent=0), encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise TableError(str(path), f"cannot be written: {error.strerror}") from error


def _read(path: Path, figure: Type[AnyFigure]) -> Dict[str, AnyFigure]:
    if not path.is_file():
        return {}
    plain: Dict[str, Dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return {code: figure(**values) for code, values in plain.items()}
