"""Advertised pay by job title, level and country, from the aijobs.net / isecjobs.com index. Never call it earnings.

An advert gives a range. The index has the median of the lower ends, the median of the upper ends, and the quartiles
of the ranges' midpoints, per year and before tax.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

from pydantic import ValidationError

from advisor.knowledge.importing.reading import Row, read_table
from advisor.knowledge.importing.records import record_from
from advisor.knowledge.importing.tables import AdvertsTable, FigureSources, MatchedTitle, Window
from advisor.knowledge.models import Figure, FigureKind, Period

#: Our field for the ending of each amount column; the columns begin with 'local_' or 'usd_'.
AMOUNTS = {
    "low": "low_median",
    "p25": "mid_p25",
    "median": "mid_median",
    "p75": "mid_p75",
    "high": "high_median",
}
COLUMNS = (
    *("role", "level", "country", "window", "n_unique_ads", "local_currency", "n_local"),
    *(f"{prefix}_{ending}" for prefix in ("usd", "local") for ending in AMOUNTS.values()),
)
SKIP = "skip"


def advert_figures(tables: Path, sources: FigureSources) -> List[Figure]:
    """A figure for each row of the index that a role, a window and a large enough sample stand behind.

    Raises :class:`advisor.knowledge.importing.reading.TableError` where a cell is not as expected.
    """
    table = sources.adverts
    roles = _roles_by_title(sources)
    windows = {window.name: window for window in table.windows}
    figures: List[Figure] = []
    for row in read_table(tables / table.file, COLUMNS):
        window = windows.get(row.text("window"))
        if window is not None and row.cells["role"] in roles and _is_kept(row, window, table):
            figures.extend(_figures_of(row, window, table, roles[row.cells["role"]]))
    return figures


def _roles_by_title(sources: FigureSources) -> Dict[str, Dict[str, MatchedTitle]]:
    """Title in the index -> role id -> match."""
    roles: Dict[str, Dict[str, MatchedTitle]] = {}
    for role, matches in sources.roles.items():
        for match in matches.adverts:
            roles.setdefault(match.title, {})[role] = match
    return roles


def _is_kept(row: Row, window: Window, table: AdvertsTable) -> bool:
    if row.whole("n_unique_ads") < table.smallest_sample:
        return False
    country = row.text("country")
    if country not in table.places:
        raise row.error("country", f"{', '.join(table.places)}; add it to figure_sources.yml")
    return table.places[country] != SKIP and (not window.countries or country in window.countries)


def _figures_of(row: Row, window: Window, table: AdvertsTable, roles: Dict[str, MatchedTitle]) -> Iterator[Figure]:
    amounts = _amounts(row, table)
    if amounts is None:
        return
    level = table.levels.get(row.text("level"))
    if level is None:
        raise row.error("level", ", ".join(table.levels))
    for role, match in roles.items():
        yield _figure(
            row,
            role=role,
            place=table.places[row.text("country")],
            level=level,
            kind=FigureKind.ADVERTISED_PAY,
            occupation=match.shown,
            period=Period.YEAR,
            since=window.since,
            as_of=window.as_of,
            source=table.source,
            **amounts,
        )


def _amounts(row: Row, table: AdvertsTable) -> Optional[Dict[str, Any]]:
    """Currency, amounts, sample size and note: in local currency where enough adverts gave it, else in US dollars.

    ``None`` where neither will do, or where the quartiles lie so far apart that the adverts can't be of one job.
    """
    amounts = _in_one_currency(row, table)
    if amounts is None or table.widest_spread is None:
        return amounts
    return amounts if amounts["p75"] <= table.widest_spread * amounts["p25"] else None


def _in_one_currency(row: Row, table: AdvertsTable) -> Optional[Dict[str, Any]]:
    adverts, local = row.whole("n_unique_ads"), row.whole("n_local")
    if local >= table.smallest_sample:
        return {"currency": row.text("local_currency"), "sample_size": local, "note": None, **_range(row, "local")}
    # '$' stands for several currencies: in some countries local dollars were read as US dollars.
    if row.text("country") in table.local_currency_only:
        return None
    return {"currency": "USD", "sample_size": adverts, "note": _dollar_note(row, adverts, local), **_range(row, "usd")}


def _dollar_note(row: Row, adverts: int, local: int) -> str:
    if 2 * local >= adverts:
        return "converted to US dollars by the index"
    # Here most adverts were in US dollars (or '$' was read so): to speak of conversion would be untrue.
    currency = row.cells["local_currency"].strip() or "local currency"
    return f"in US dollars as the index has it; {local} of {adverts} adverts gave {currency}"


def _range(row: Row, prefix: str) -> Dict[str, float]:
    """Our fields with the amounts of the columns that begin with ``prefix``."""
    amounts = {}
    for field, ending in AMOUNTS.items():
        column = f"{prefix}_{ending}"
        amounts[field] = row.number_in(column)
        if not 0 < amounts[field] < float("inf"):
            raise row.error(column, "an amount above 0")
    return amounts


def _figure(row: Row, low: float, high: float, note: Optional[str], **values: Any) -> Figure:
    """The figure, with the typical advert's range in ``low`` and ``high`` where the schema takes it, else in the note.

    The range and the quartiles describe different things (ends and midpoints of the ranges), so that they need not
    be in the order that the schema asks for.
    """
    try:
        return Figure(low=low, high=high, note=note, **values)
    except ValidationError:
        # Anything else that is wrong with the values is raised below.
        told = f"a typical advert ranges from {low:,.0f} to {high:,.0f}"
        return record_from(row, Figure, note="; ".join(filter(None, (told, note))), **values)
