"""BLS's wages and projections by occupation code, for the imported layer. Everything is about the United States."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Dict, Iterable, List, Mapping, Optional, Type, TypeVar

from advisor.knowledge.importing.oews import MONTH, TOP_CODED, Wages, read_wages_workbook
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
    top_coded: "tuple[str, ...]" = ()
    top_code: str = ""


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
