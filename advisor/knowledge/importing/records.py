"""Reads and writes the figures of the knowledge base (``salaries.csv``, ``outlook.csv``), and compares two states."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple, Type, TypeVar

from pydantic import ValidationError

from advisor.knowledge.importing.reading import Row, TableError, read_table
from advisor.knowledge.models import Figure, FigureKind, Outlook, Record

AnyRecord = TypeVar("AnyRecord", bound=Record)
Key = Tuple[str, ...]

#: The fields that tell one row from another.
KEYS: Dict[Type[Record], Key] = {
    Figure: ("role", "place", "level", "kind", "occupation", "currency", "period", "as_of", "source"),
    Outlook: ("role", "place", "occupation", "start_year", "end_year", "source"),
}
LEVELS = ("all", "entry", "mid", "senior", "lead")
KINDS = tuple(kind.value for kind in FigureKind)


class ChangeKind(str, Enum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """A row added to, removed from or changed in ``file``; ``fields`` has name -> text before and after."""

    file: str
    kind: ChangeKind
    key: Key
    fields: Dict[str, Tuple[str, str]]

    def __str__(self) -> str:
        row = f"{self.kind.value:<7} {self.file}: {', '.join(part for part in self.key if part)}"
        if self.kind is not ChangeKind.CHANGED:
            return row
        return row + "".join(f"\n        {name}: {a or '-'} -> {b or '-'}" for name, (a, b) in self.fields.items())


def record_from(row: Row, model: Type[AnyRecord], **values: Any) -> AnyRecord:
    """The record of ``values``, from ``row`` of a table; :class:`TableError` where ``model`` refuses them."""
    try:
        return model(**values)
    except ValidationError as error:
        raise TableError(row.table, "; ".join(e["msg"] for e in error.errors()), row.number) from error


def header(model: Type[Record]) -> List[str]:
    """The columns of the file of ``model``: its fields, in their order."""
    return list(model.__fields__)


def read_records(path: Path, model: Type[AnyRecord]) -> List[AnyRecord]:
    """All rows of ``path``, none where there is no file yet.

    Raises :class:`TableError` for another header, a row that ``model`` refuses and two rows with the same key.
    """
    if not path.exists():
        return []
    rows = read_table(path, header(model), delimiter=",")
    records = []
    for row in rows:
        try:
            records.append(model.parse_obj({name: text for name, text in row.cells.items() if text.strip()}))
        except ValidationError as error:
            first = error.errors()[0]
            # An error of the row as a whole has no column.
            column = None if first["loc"][0] == "__root__" else str(first["loc"][0])
            found = f"found {row.cells.get(column, '')!r}: " if column else ""
            raise TableError(path.name, found + first["msg"], row.number, column) from error
    check_keys(path.name, records)
    return records


def check_keys(table: str, records: Sequence[Record]) -> None:
    """Raise :class:`TableError` where two rows could not be told apart."""
    seen = set()
    for record in records:
        key = key_of(record)
        if key in seen:
            raise TableError(table, f"two rows for {', '.join(part for part in key if part)}")
        seen.add(key)


def key_of(record: Record) -> Key:
    """The texts of the fields that tell ``record`` from others."""
    cells = cells_of(record)
    return tuple(cells[name] for name in KEYS[type(record)])


def cells_of(record: Record) -> Dict[str, str]:
    """The texts of a row: column -> text, empty for nothing."""
    return {name: _text(getattr(record, name)) for name in header(type(record))}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def in_order(records: Sequence[AnyRecord]) -> List[AnyRecord]:
    """Sorted so that a build gives the same file each time: by role, kind, place, occupation, level and time."""
    return sorted(records, key=_sort_key)


def _sort_key(record: Record) -> Tuple[Any, ...]:
    cells = cells_of(record)
    return (
        cells["role"],
        KINDS.index(cells["kind"]) if "kind" in cells else 0,
        cells["place"],
        cells["occupation"],
        # Levels are data (levels.yml): one that is not known here goes last.
        LEVELS.index(cells["level"]) if cells.get("level") in LEVELS else len(LEVELS),
        cells["as_of"],
        key_of(record),
    )


def compare(file: str, before: Sequence[Record], after: Sequence[Record]) -> List[Change]:
    """What turns the rows ``before`` into ``after``, in the order of keys."""
    old = {key_of(record): cells_of(record) for record in before}
    new = {key_of(record): cells_of(record) for record in after}
    changes = (_change(file, key, old.get(key), new.get(key)) for key in sorted({*old, *new}))
    return [change for change in changes if change is not None]


def _change(file: str, key: Key, old: Optional[Dict[str, str]], new: Optional[Dict[str, str]]) -> Optional[Change]:
    if old is None:
        return Change(file, ChangeKind.ADDED, key, {})
    if new is None:
        return Change(file, ChangeKind.REMOVED, key, {})
    fields = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
    return Change(file, ChangeKind.CHANGED, key, fields) if fields else None


def write_records(path: Path, model: Type[Record], records: Sequence[Record]) -> None:
    """Write all rows with their header; the file is replaced at once, so that nobody reads half of it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header(model), lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells_of(record) for record in records)
    draft = path.with_name(path.name + ".new")
    try:
        draft.write_text(text.getvalue(), encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise TableError(str(path), f"cannot be written: {error.strerror}") from error
