"""Turns an O*NET text release into the imported layer, and replaces the one from before only by a whole one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable, DefaultDict, Dict, Iterable, List, Tuple

from advisor.knowledge.importing.reading import TableError
from advisor.knowledge.onet.archive import Archive, Cells
from advisor.knowledge.onet.layer import LAYER_FILE, Layer, load_file, write_file
from advisor.knowledge.onet.models import (
    Education,
    JobZone,
    Occupation,
    Rating,
    Ratings,
    Release,
    RequiredEducation,
    Technology,
)
from advisor.knowledge.onet.names import ReleaseNames, release_names
from advisor.knowledge.onet.title_readings import ListedTitle, readings_of

YES = "Y"
#: Shares of one education level below this many per cent are noise.
SMALLEST_SHARE = 0.5


@dataclass
class ImportReport:
    """What an import did: counts of what was read, and what was left out and why."""

    release: Release
    file: Path
    counts: Dict[str, int]
    notes: List[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        lines = [f"O*NET {self.release.version} ({self.release.published}): {counts}.", *self.notes]
        return "\n".join([*lines, f"Written to {self.file}."])


def import_release(path: Path, folder: Path) -> ImportReport:
    """Reads the release at ``path`` and writes the layer into ``folder``, replacing an earlier one at once.

    Raises:
        TableError: the zip is damaged, a file or column is missing or a cell is wrong; the layer from before stays.
    """
    names = release_names()
    with Archive(path, names) as archive:
        reader = _Reader(archive, names)
        layer = reader.read()
    target = folder / LAYER_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_file(target, layer, check=load_file)
    except OSError as error:
        raise TableError(str(target), f"cannot be written: {error.strerror}") from error
    counts = {
        "occupations": len(layer.occupations),
        "tasks": sum(len(found.tasks) for found in layer.occupations.values()),
        "technologies": sum(len(found.technology) for found in layer.occupations.values()),
        "alternate titles": reader.alternate_titles,
        "titles in the index": len(layer.titles),
    }
    return ImportReport(layer.release, target, counts, reader.notes())


class _Reader:
    """Reads the tables of one release; rows of occupations that it doesn't list are counted and left out."""

    def __init__(self, archive: Archive, names: ReleaseNames) -> None:
        self._archive = archive
        self._names = names
        self._titles: Dict[str, Tuple[str, str]] = {}
        self._strays: Counter = Counter()
        self.alternate_titles = 0

    def read(self) -> Layer:
        """Returns the whole layer; raises :class:`TableError`."""
        release = self._archive.release()
        for row in self._archive.rows("occupations"):
            self._titles[row["code"]] = (row["title"], row["description"])
        parts: Dict[str, Dict[str, Any]] = {
            "tasks": self._tasks(),
            "technology": self._technology(),
            "skills": self._ratings("skills", self._names.scales.importance),
            "knowledge": self._ratings("knowledge", self._names.scales.importance),
            "interests": self._ratings("interests", self._names.scales.interest),
            "education": self._education(),
            "job_zone": {row["code"]: _whole(row, "zone", "job_zones") for row in self._known("job_zones")},
            "related": self._related(),
        }
        occupations = {code: self._occupation(code, parts) for code in self._titles}
        titles = readings_of(self._listed_titles(), {code: title for code, (title, _) in self._titles.items()})
        return Layer(release, occupations, self._job_zones(), titles)

    def notes(self) -> List[str]:
        """What was left out, a line each."""
        return [
            f"Left out: {count} rows of '{table}' for occupations that the release doesn't list."
            for table, count in sorted(self._strays.items())
        ]

    def _occupation(self, code: str, parts: Dict[str, Dict[str, Any]]) -> Occupation:
        title, description = self._titles[code]
        occupation = Occupation(code, title, description)
        found = {name: by_code[code] for name, by_code in parts.items() if code in by_code}
        tasks, core, dated = found.pop("tasks", ((), 0, ""))
        return replace(occupation, tasks=tasks, core_tasks=core, tasks_dated=dated, **found)

    def _known(self, table: str) -> Iterable[Cells]:
        for row in self._archive.rows(table):
            if row["code"] in self._titles:
                yield row
            else:
                self._strays[table] += 1

    def _grouped(self, table: str, keep: Callable[[Cells], bool] = lambda row: True) -> Dict[str, List[Cells]]:
        groups: DefaultDict[str, List[Cells]] = defaultdict(list)
        for row in self._known(table):
            if keep(row):
                groups[row["code"]].append(row)
        return groups

    def _tasks(self) -> Dict[str, Tuple[Tuple[str, ...], int, str]]:
        tasks = {}
        for code, rows in self._grouped("tasks").items():
            core = [row["text"] for row in rows if row["kind"] == self._names.core_task]
            others = [row["text"] for row in rows if row["kind"] != self._names.core_task]
            tasks[code] = (tuple(core + others), len(core), _newest(rows))
        return tasks

    def _technology(self) -> Dict[str, Tuple[Technology, ...]]:
        found = {}
        for code, rows in self._grouped("technology").items():
            tools = [Technology(r["name"], r["category"], r["hot"] == YES, r["in_demand"] == YES) for r in rows]
            found[code] = tuple(sorted(tools, key=lambda tool: (not tool.in_demand, not tool.hot)))
        return found

    def _ratings(self, table: str, scale: str) -> Dict[str, Ratings]:
        groups = self._grouped(table, lambda row: row["scale"] == scale and row.get("suppress") != YES)
        if not groups:
            raise _no_scale(table, scale)
        return {
            code: Ratings(
                tuple(
                    sorted(
                        (Rating(row["name"], _number(row, "value", table)) for row in rows),
                        key=lambda rating: -rating.value,
                    )
                ),
                _newest(rows),
            )
            for code, rows in groups.items()
        }

    def _education(self) -> Dict[str, Education]:
        scale = self._names.scales.required_education
        levels = {
            row["category"]: row["text"].partition(" - ")[0]
            for row in self._archive.rows("education_categories")
            if row["scale"] == scale
        }
        groups = self._grouped("education", lambda row: row["scale"] == scale)
        if not groups or not levels:
            raise _no_scale("education", scale)
        return {code: _education_of(rows, levels) for code, rows in groups.items()}

    def _job_zones(self) -> Dict[int, JobZone]:
        return {
            _whole(row, "zone", "job_zone_reference"): JobZone(row["experience"], row["education"], row["training"])
            for row in self._archive.rows("job_zone_reference")
        }

    def _related(self) -> Dict[str, Tuple[str, ...]]:
        return {
            code: tuple(
                row["related"]
                for row in sorted(rows, key=lambda row: _number(row, "order", "related"))
                if row["related"] in self._titles
            )
            for code, rows in self._grouped("related").items()
        }

    def _listed_titles(self) -> Iterable[ListedTitle]:
        for row in self._known("alternate_titles"):
            self.alternate_titles += 1
            lists = row["sources"].count(",") + 1
            yield ListedTitle(row["code"], row["title"], lists)
            if row["short_title"]:
                yield ListedTitle(row["code"], row["short_title"], lists)
        for row in self._known("reported_titles"):
            yield ListedTitle(row["code"], row["title"], reported=True)


def _education_of(rows: List[Cells], levels: Dict[str, str]) -> Education:
    shares = []
    for row in rows:
        percent = _number(row, "value", "education")
        if row["category"] not in levels:
            raise TableError("education", f"found the category {row['category']!r}, allowed: {', '.join(levels)}")
        if percent >= SMALLEST_SHARE:
            shares.append(RequiredEducation(levels[row["category"]], percent, row["suppress"] == YES))
    people = max(int(row["people"]) if row["people"].isdigit() else 0 for row in rows)
    return Education(tuple(sorted(shares, key=lambda share: -share.percent)), people, _newest(rows))


def _no_scale(table: str, scale: str) -> TableError:
    return TableError(table, f"no row is on the scale '{scale}'; if the release renamed it, see release_names.yml")


def _number(row: Cells, column: str, table: str) -> float:
    try:
        return float(row[column])
    except ValueError:
        found = f"found {row[column]!r} for {row.get('code', '?')}"
        raise TableError(table, f"{found}, allowed: a number", column=column) from None


def _whole(row: Cells, column: str, table: str) -> int:
    return int(_number(row, column, table))


def _newest(rows: Iterable[Cells]) -> str:
    """The newest of the months 'MM/YYYY'."""
    return max((row["date"] for row in rows), key=lambda date: (date[3:], date[:2]), default="")
