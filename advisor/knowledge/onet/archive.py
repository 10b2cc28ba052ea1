"""Reads the tables of an O*NET text release from its zip, and says exactly what is wrong with one."""

from __future__ import annotations

import csv
import io
import re
import zlib
from pathlib import Path, PurePosixPath
from typing import Dict, Iterator, List, Optional, Sequence, Tuple
from zipfile import BadZipFile, ZipFile

from advisor.knowledge.importing.reading import TableError
from advisor.knowledge.onet.models import Release
from advisor.knowledge.onet.names import ReleaseNames, TableNames

_VERSION = re.compile(r"O\*NET\S*\s+(\d+\.\d+)", re.IGNORECASE)
_VERSION_IN_NAME = re.compile(r"db_(\d+)_(\d+)", re.IGNORECASE)
_PUBLISHED = re.compile(r"^\s*(\w+ \d{4}) Release", re.IGNORECASE | re.MULTILINE)

Cells = Dict[str, str]


class Archive:
    """An open release. Use it as a context manager."""

    def __init__(self, path: Path, names: ReleaseNames) -> None:
        """Opens the zip at ``path``.

        Raises:
            TableError: there is no such file, or it is no whole zip.
        """
        self._path = path
        self._names = names
        try:
            self._zip = ZipFile(path)
        except FileNotFoundError as error:
            raise TableError(str(path), "there is no such file") from error
        except (OSError, BadZipFile) as error:
            raise TableError(str(path), f"is no whole zip ({error}): download it again") from error
        self._members = {PurePosixPath(name).name.lower(): name for name in self._zip.namelist()}

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def release(self) -> Release:
        """Which release this is.

        Raises:
            TableError: neither the read-me nor the names of the files tell.
        """
        read_me = self._members.get(self._names.read_me.lower())
        text = self._read(read_me).decode("utf-8", "replace") if read_me else ""
        version = _VERSION.search(text)
        published = _PUBLISHED.search(text)
        if version:
            return Release(version.group(1), published.group(1) if published else "undated")
        for name in (*self._members.values(), self._path.name):
            number = _VERSION_IN_NAME.search(name)
            if number:
                return Release(f"{number.group(1)}.{number.group(2)}", "undated")
        raise TableError(
            self._path.name,
            f"the release can't be told: there is no '{self._names.read_me}' that names it, "
            "and no folder such as db_29_3_text",
        )

    def rows(self, table: str) -> Iterator[Cells]:
        """The rows of a table, their cells under our names of the columns.

        Raises:
            TableError: a file or column is missing, or the zip is damaged.
        """
        names = self._names.tables[table]
        for member in self._find(names):
            yield from self._rows_of(member, names)

    def _find(self, names: TableNames) -> List[str]:
        for files in names.files:
            if all(file.lower() in self._members for file in files):
                return [self._members[file.lower()] for file in files]
        wanted = " or ".join(f"'{' and '.join(files)}'" for files in names.files)
        raise TableError(
            self._path.name, f"{wanted} is missing; if the release renamed it, add its name to release_names.yml"
        )

    def _rows_of(self, member: str, names: TableNames) -> Iterator[Cells]:
        file = PurePosixPath(member).name
        try:
            text = self._read(member).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise TableError(file, f"is not UTF-8 ({error.reason})") from error
        reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
        header = [name.strip() for name in next(reader, [])]
        places = _places(file, header, names)
        count = 0
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) > len(header):
                raise TableError(file, f"found {len(cells)} cells, allowed: {len(header)}", reader.line_num)
            padded = cells + [""] * (len(header) - len(cells))
            count += 1
            yield {name: padded[place].strip() for name, place in places}
        if count == 0:
            raise TableError(file, "has no rows")

    def _read(self, member: str) -> bytes:
        try:
            return self._zip.read(member)
        except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise TableError(member, f"is damaged in the zip ({error}): download it again") from error


def _places(file: str, header: Sequence[str], names: TableNames) -> List[Tuple[str, int]]:
    """Where each of our columns stands."""
    lowered = [name.lower() for name in header]
    places = []
    for ours, theirs in names.columns.items():
        place: Optional[int] = next((lowered.index(name.lower()) for name in theirs if name.lower() in lowered), None)
        if place is None:
            raise TableError(
                file,
                f"the column is missing; found: {', '.join(header)}; if the release renamed it, "
                "add its name to release_names.yml",
                1,
                theirs[0],
            )
        places.append((ours, place))
    return places
