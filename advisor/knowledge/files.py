"""Reads YAML and CSV files strictly: a duplicate key, a broken row or a wrong encoding is an error with its line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Hashable, List, Optional, Sequence

import yaml


class FileError(Exception):
    """A file can't be read; ``line`` is where, counted from 1, if known."""

    def __init__(self, message: str, line: Optional[int] = None) -> None:
        super().__init__(message)
        self.line = line


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # the C parser is ten times as fast
    """Refuses duplicate keys, of which YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise FileError(f"the key '{key_node.value}' stands twice", key_node.start_mark.line + 1)
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FileError("not valid UTF-8: save the file as UTF-8", line) from error
    except OSError as error:
        raise FileError(f"can't be read: {error.strerror}") from error


def read_yaml(path: Path) -> Any:
    """Returns the content of a YAML file.

    Raises:
        FileError: with the line, where the file is missing, not UTF-8, not YAML, or has a duplicate key.
    """
    try:
        return yaml.load(_read_text(path), Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FileError(f"not valid YAML: {error.problem or error.context}", mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        raise FileError(f"not valid YAML: {error}") from error


def find_line(path: Path, location: Sequence[Hashable]) -> Optional[int]:
    """Returns the line of a value in a YAML file, ``location`` being the keys and indices that lead to it.

    Where the value itself is missing, it is the line of the record that should hold it.
    """
    try:
        node = yaml.compose(_read_text(path), Loader=_StrictLoader)
    except (yaml.YAMLError, FileError):
        return None
    for step in location:
        following = None
        if isinstance(node, yaml.MappingNode):
            following = next((value for key, value in node.value if key.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            following = node.value[step]
        if following is None:
            break
        node = following
    return node.start_mark.line + 1 if node is not None else None


@dataclass(frozen=True)
class CsvRow:
    """A row of a CSV file: its line, counted from 1, and its cells by column, empty ones left out."""

    line: int
    cells: Dict[str, str]


def read_csv(path: Path, columns: Sequence[str]) -> List[CsvRow]:
    """Returns the rows of a CSV file whose header must be ``columns`` (in any order).

    Raises:
        FileError: with the line, where the header or the number of cells is wrong.
    """
    reader = csv.reader(io.StringIO(_read_text(path), newline=""), strict=True)
    rows: List[CsvRow] = []
    try:
        header = next(reader, None)
        if header is None:
            raise FileError("empty: the first line must name the columns", 1)
        unknown = [column for column in header if column not in columns]
        missing = [column for column in columns if column not in header]
        if unknown or missing or len(set(header)) != len(header):
            details = [f"unknown: {', '.join(unknown)}"] if unknown else []
            details += [f"missing: {', '.join(missing)}"] if missing else []
            raise FileError(f"the columns are not right ({'; '.join(details) or 'one stands twice'})", 1)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise FileError(f"{len(cells)} cells where the header has {len(header)}", reader.line_num)
            filled = {name: cell.strip() for name, cell in zip(header, cells) if cell.strip()}
            rows.append(CsvRow(reader.line_num, filled))
    except csv.Error as error:
        raise FileError(f"not valid CSV: {error}", reader.line_num) from error
    return rows
