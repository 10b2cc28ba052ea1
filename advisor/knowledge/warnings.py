"""What is not wrong, but wants looking after: figures past their shelf life, missing topics, orphans, odd links."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Set, Tuple, Type

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.files import FileError, find_line, read_csv, read_yaml
from advisor.knowledge.loading import FIGURES_FILE, OUTLOOKS_FILE, ROLES_FOLDER
from advisor.knowledge.models import Figure, Outlook, Record, Role, Topic
from advisor.knowledge.problems import Problem, listing
from advisor.knowledge.upkeep import Upkeep, is_old, newest_of_series, read_upkeep

#: The aspect that holds the neighbours of a role.
NEIGHBOURS = "neighbours"


def find_warnings(base: KnowledgeBase, folder: Path, today: datetime.date) -> List[Problem]:
    """Returns the warnings for a sound knowledge base, read from ``folder``, and the errors of its ``upkeep.yml``."""
    upkeep, problems = read_upkeep(folder)
    finder = _Finder(base, folder, upkeep, today)
    return [
        *problems,
        *finder.old_figures(),
        *finder.old_outlooks(),
        *finder.old_records("certifications", upkeep.shelf_lives.certifications),
        *finder.old_records("courses", upkeep.shelf_lives.courses),
        *finder.missing_topics(),
        *finder.orphaned_sources(),
        *finder.broken_neighbours(),
        *finder.places_next_to_themselves(),
    ]


class _Finder:
    def __init__(self, base: KnowledgeBase, folder: Path, upkeep: Upkeep, today: datetime.date) -> None:
        self.base = base
        self.folder = folder
        self.upkeep = upkeep
        self.today = today

    def old_figures(self) -> Iterator[Problem]:
        """One warning a source, date and kind: they are renewed together."""
        groups: Dict[Tuple[str, str, str], List[Figure]] = {}
        for figure in newest_of_series(self.base.figures):
            shelf_life = self.upkeep.shelf_lives.figures.get(figure.kind)
            if is_old(figure.as_of, shelf_life, self.today) and figure.source not in self.upkeep.kept_although_old:
                groups.setdefault((figure.source, figure.kind.value, figure.as_of), []).append(figure)
        lines = self._row_lines(FIGURES_FILE, Figure)
        for (source, kind, as_of), figures in groups.items():
            shelf_life = self.upkeep.shelf_lives.figures[figures[0].kind]
            roles = list(dict.fromkeys(figure.role for figure in figures))
            yield _warn(
                FIGURES_FILE,
                f"{len(figures)} figures ({kind}) are from {as_of}, older than {shelf_life} months: renew them, or "
                "give the reason to keep them in upkeep.yml",
                lines.get(self.base.figures.index(figures[0])),
                source,
                found=listing(roles, 6),
            )

    def old_outlooks(self) -> Iterator[Problem]:
        shelf_life = self.upkeep.shelf_lives.outlook
        newest = [outlook for role in self.base.roles for outlook in self.base.outlooks_of(role)[:1]]
        groups: Dict[Tuple[str, str], List[Outlook]] = {}
        for outlook in newest:
            if is_old(outlook.as_of, shelf_life, self.today) and outlook.source not in self.upkeep.kept_although_old:
                groups.setdefault((outlook.source, outlook.as_of), []).append(outlook)
        lines = self._row_lines(OUTLOOKS_FILE, Outlook)
        for (source, as_of), outlooks in groups.items():
            yield _warn(
                OUTLOOKS_FILE,
                f"{len(outlooks)} projections are from {as_of}, older than {shelf_life} months",
                lines.get(self.base.outlooks.index(outlooks[0])),
                source,
                found=listing([outlook.role for outlook in outlooks], 6),
            )

    def old_records(self, name: str, shelf_life: Optional[int]) -> Iterator[Problem]:
        """Certifications or courses that nobody has looked at for too long."""
        for id_, record in getattr(self.base, name).items():
            checked = record.as_of.isoformat()
            if is_old(checked, shelf_life, self.today) and id_ not in self.upkeep.kept_although_old:
                yield _warn(
                    f"{name}.yml",
                    f"last checked on {checked}, more than {shelf_life} months ago: check it and set 'as_of'",
                    self._record_line(f"{name}.yml", id_),
                    id_,
                    "as_of",
                )

    def missing_topics(self) -> Iterator[Problem]:
        for role in self.base.roles.values():
            missing = [topic.value for topic in Topic if role.topics.get(topic) is None]
            if missing:
                yield _warn(
                    _role_file(role),
                    f"{len(missing)} of {len(Topic)} topics are not written",
                    record=role.id,
                    field="topics",
                    found=listing(missing, len(Topic)),
                )

    def orphaned_sources(self) -> Iterator[Problem]:
        cited = cited_sources(self.base)
        for source in self.base.sources:
            if source not in cited:
                line = self._record_line("sources.yml", source)
                yield _warn("sources.yml", "nothing cites this source", line, source)

    def broken_neighbours(self) -> Iterator[Problem]:
        for role in self.base.roles.values():
            section = role.topics.comparison
            if section is None:
                continue
            where = f"topics.{Topic.COMPARISON.value}"
            points = [point for group in section.groups if group.aspect == NEIGHBOURS for point in group.points]
            if not points:
                yield _warn(_role_file(role), "the comparison names no neighbours", record=role.id, field=where)
            for point in points:
                if point.role is None:
                    message = "this neighbour links to no role: add 'role: <id>'"
                elif point.role == role.id:
                    message = "the role is its own neighbour"
                elif not any(True for _ in self.base.roles[point.role].sections()):
                    message = "this neighbour has no topics written yet"
                else:
                    continue
                yield _warn(_role_file(role), message, record=role.id, field=where, found=point.text[:60])

    def places_next_to_themselves(self) -> Iterator[Problem]:
        for place in self.base.places.values():
            if place.id in place.nearest:
                line = self._record_line("places.yml", place.id)
                yield _warn("places.yml", "the place is its own nearest", line, place.id, "nearest")

    def _row_lines(self, name: str, model: Type[Record]) -> Dict[int, int]:
        """The line of each row, by its number among the records."""
        try:
            rows = read_csv(self.folder / name, list(model.__fields__))
        except FileError:
            return {}
        return {number: row.line for number, row in enumerate(rows)}

    def _record_line(self, name: str, id_: str) -> Optional[int]:
        path = self.folder / name
        try:
            records = read_yaml(path)
        except FileError:
            return None
        for index, record in enumerate(records or []):
            if record.get("id") == id_:
                return find_line(path, (index,))
        return None


def cited_sources(base: KnowledgeBase) -> Set[str]:
    """Ids of the sources that any statement, figure, projection, certification or course rests on."""
    cited = {figure.source for figure in base.figures} | {outlook.source for outlook in base.outlooks}
    for record in (*base.certifications.values(), *base.courses.values()):
        cited.update(record.sources)
    for role in base.roles.values():
        if role.summary is not None:
            cited.update(role.summary.sources)
        for _, section in role.sections():
            points = [point for group in section.groups for point in group.points]
            for statement in (section.lead, *section.caveats, *points):
                cited.update(statement.sources)
    return cited


def _role_file(role: Role) -> str:
    return f"{ROLES_FOLDER}/{role.id}.yml"


def _warn(
    file: str,
    message: str,
    line: Optional[int] = None,
    record: Optional[str] = None,
    field: Optional[str] = None,
    found: Optional[str] = None,
) -> Problem:
    return Problem(file, message, line, record, field, found, is_error=False)
