"""Builds ``salaries.csv`` and ``outlook.csv`` from the tables; rows from other sources are kept as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Iterable, List, Set, Type

from advisor.knowledge.importing.adverts import advert_figures
from advisor.knowledge.importing.oews import read_wages_table, read_wages_workbook, source_id, wage_figures
from advisor.knowledge.importing.projections import outlooks
from advisor.knowledge.importing.records import (
    AnyRecord,
    Change,
    check_keys,
    compare,
    in_order,
    read_records,
    write_records,
)
from advisor.knowledge.importing.survey import survey_figures
from advisor.knowledge.importing.tables import load_figure_sources
from advisor.knowledge.models import Figure, Outlook

SALARIES = "salaries.csv"
OUTLOOK = "outlook.csv"


def build_figures(tables: Path, knowledge_base: Path, write: bool = True) -> List[Change]:
    """Build all figures from the folder ``tables``, as ``figure_sources.yml`` of ``knowledge_base`` says.

    Rows whose source is none of the tables' are hand-kept and stay. Nothing is written unless all of it is right,
    nor with ``write=False``. Returns the changes; raises
    :class:`advisor.knowledge.importing.reading.TableError` for the person who can mend a table.
    """
    sources = load_figure_sources(knowledge_base)
    wages = read_wages_table(tables / sources.wages.file)
    figures = [*wage_figures(wages, sources), *advert_figures(tables, sources), *survey_figures(tables, sources)]
    built_sources = {source_id(found.year) for found in wages} | {sources.adverts.source, sources.survey.source}
    salaries = _Update(knowledge_base / SALARIES, Figure, figures, built_sources)
    outlook_sources = {table.source for table in sources.projections}
    outlook = _Update(knowledge_base / OUTLOOK, Outlook, outlooks(tables, sources), outlook_sources)
    if write:
        salaries.write()
        outlook.write()
    return salaries.changes + outlook.changes


def import_wages(workbook: Path, knowledge_base: Path, year: int, write: bool = True) -> List[Change]:
    """Replace BLS's wages for May of ``year`` by those of BLS's own workbook; all other rows stay.

    Returns the changes; raises as :func:`build_figures` does.
    """
    figures = wage_figures(read_wages_workbook(workbook, year), load_figure_sources(knowledge_base))
    salaries = _Update(knowledge_base / SALARIES, Figure, figures, {source_id(year)})
    if write:
        salaries.write()
    return salaries.changes


class _Update:
    """A file whose rows from ``sources`` are replaced by ``built``; reads it, and writes only when told to."""

    def __init__(self, path: Path, model: Type[AnyRecord], built: Iterable[AnyRecord], sources: Set[str]) -> None:
        before = read_records(path, model)
        kept = [record for record in before if record.source not in sources]
        self._path = path
        self._model = model
        self._after = in_order([*kept, *built])
        check_keys(path.name, self._after)
        self.changes: List[Change] = compare(path.name, before, self._after)

    def write(self) -> None:
        write_records(self._path, self._model, self._after)
