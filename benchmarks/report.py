"""The result for people (a table) and for programs (JSON)."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import asdict
from importlib.metadata import version
from typing import Any, Dict, List, Sequence

from benchmarks.measures import Bar, Judged, Measures, Row

HEADINGS = ("", "ours", "twin", "ratio", "bar", "")
NUMBERS = (1, 2, 3)


def table(rows: Sequence[Row]) -> str:
    """Returns the rows as aligned plain text, ours and the twin's side by side."""
    cells = [list(HEADINGS), *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    return "\n".join(_line(line, widths) for line in cells)


def _cells(row: Row) -> List[str]:
    # A ratio of two ratios says nothing.
    relation = "" if row.unit == "x" else f"{number(row.ratio)} x"
    verdict = {True: "met", False: "MISSED", None: ""}[row.is_met]
    bar = describe(row.bar) if row.bar else ""
    return [row.name, f"{number(row.ours)} {row.unit}", f"{number(row.twin)} {row.unit}", relation, bar, verdict]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.rjust(width) if column in NUMBERS else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths))
    ]
    return "  ".join(padded).rstrip()


def describe(bar: Bar) -> str:
    """A bar in words: "at most 0.25 x"."""
    whose = "ours " if bar.judged is Judged.OURS else ""
    return f"{whose}{bar.side.value} {bar.limit:g} x"


def number(value: float) -> str:
    """A number with about three digits: 0.127, 5.81, 44.6, 1,147."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def as_json(rows: Sequence[Row], ours: Measures, twin: Measures, plan: Any) -> Dict[str, Any]:
    """Returns the result for programs: the rows, where and how they were measured, and what they were made from.

    Times in ``measured`` are seconds and memory is bytes; the rows have the units that they name.
    """
    return {
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()},
        "rasa": version("rasa"),
        "plan": asdict(plan),
        "rows": [_row_as_json(row) for row in rows],
        "measured": {"ours": asdict(ours), "twin": asdict(twin)},
    }


def _row_as_json(row: Row) -> Dict[str, Any]:
    return {
        "name": row.name,
        "unit": row.unit,
        "ours": row.ours,
        "twin": row.twin,
        "ratio": row.ratio,
        "bar": describe(row.bar) if row.bar else None,
        "met": row.is_met,
    }
