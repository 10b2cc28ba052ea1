"""Reads tab-separated tables, and says exactly where one is not as expected: file, row, column, found, allowed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Sequence


class TableError(ValueError):
    """A table is missing, or something in it is not as expected; the message is for the person who can mend it."""

    def __init__(self, table: str, problem: str, row: Optional[int] = None, column: Optional[str] = None) -> None:
        where = [table]
        if row is not None:
            where.append(f"row {row}")
        if column is not None:
            where.append(f"column {column}")
        super().__init__(f"{', '.join(where)}: {problem}")


@dataclass(frozen=True)
class Row:
    """A row of a table: its texts by column name, and where it stands (``number`` counts the header as 1)."""

    table: str
    number: int
    cells: Dict[str, str]

    def error(self, column: str, allowed: str) -> TableError:
        """The error that the cell of ``column`` is not ``allowed``."""
        return TableError(self.table, f"found {self.cells[column]!r}, allowed: {allowed}", self.number, column)

    def text(self, column: str) -> str:
        """The cell without surrounding spaces; an empty one is a :class:`TableError`."""
        text = self.cells[column].strip()
        if not text:
            raise self.error(column, "a text")
        return text

    def number_in(self, column: str) -> float:
        """The cell as a number; anything else is a :class:`TableError`."""
        try:
            return float(self.cells[column])
        except ValueError:
            raise self.error(column, "a number") from None

    def whole(self, column: str) -> int:
        """The cell as a whole number, 0 or more; anything else is a :class:`TableError`."""
        text = self.cells[column].strip()
        if not (text.isascii() and text.isdigit()):
            raise self.error(column, "a whole number, 0 or more")
        return int(text)


def check_columns(table: str, found: Sequence[str], needed: Sequence[str], row: int = 1) -> None:
    """Raise :class:`TableError` for the first of ``needed`` that the header ``found`` lacks."""
    for column in needed:
        if column not in found:
            raise TableError(table, f"the column is missing; found: {', '.join(found)}", row, column)


def read_table(path: Path, needed: Sequence[str], delimiter: str = "\t") -> List[Row]:
    """The rows of a delimited UTF-8 table whose header has all columns of ``needed``.

    Cells missing at the end of a row are empty. Raises :class:`TableError` for a file that cannot be read,
    a column that is missing and a row with more cells than the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter)
            header = [name.strip() for name in next(reader, [])]
            check_columns(path.name, header, needed)
            return [_row(path.name, reader.line_num, header, cells) for cells in reader if any(cells)]
    except OSError as error:
        raise TableError(str(path), f"cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(str(path), f"is not a UTF-8 table: {error}") from error


def _row(table: str, number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) > len(header):
        raise TableError(table, f"found {len(cells)} cells, allowed: {len(header)} as in the header", number)
    padded = list(cells) + [""] * (len(header) - len(cells))
    return Row(table, number, dict(zip(header, padded)))
