"""Checks what no single record can tell: that ids resolve, aliases are unique, groups stand under their topic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, List, Mapping, Optional, Set, Tuple

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import ALL_LEVELS, Record, Role, Section, Topic
from advisor.knowledge.problems import Problem, listing, nearest

#: For each record type and id: the file, and where the record stands in it.
Origins = Mapping[Tuple[str, str], Tuple[str, Tuple[Any, ...]]]


@dataclass
class Unread:
    """Records that can't be read, by kind (``roles``, ``sources``, …) and id, and kinds of which none can be.

    They are told as problems already, so that a reference to one of them is no problem of its own.
    """

    ids: Set[Tuple[str, str]] = field(default_factory=set)
    kinds: Set[str] = field(default_factory=set)

    def add(self, kind: str, id_: object) -> None:
        self.ids.add((kind, str(id_)))

    def holds(self, kind: str, id_: str) -> bool:
        """Whether an id may be that of a record which can't be read."""
        return kind in self.kinds or (kind, id_) in self.ids


def find_problems(base: KnowledgeBase, origins: Origins, unread: Unread) -> List[Problem]:
    """Returns everything that is wrong between the records of a knowledge base."""
    checker = _Checker(base, origins, unread)
    checker.check_lists()
    checker.check_guide()
    checker.check_roles()
    checker.check_rows()
    checker.check_aliases()
    return checker.problems


class _Checker:
    def __init__(self, base: KnowledgeBase, origins: Origins, unread: Unread) -> None:
        self.base = base
        self.origins = origins
        self.unread = unread
        self.problems: List[Problem] = []

    def check_lists(self) -> None:
        for place in self.base.places.values():
            for other in place.nearest:
                self._expect(other, "places", place, "nearest")
        for certification in self.base.certifications.values():
            if certification.successor:
                self._expect(certification.successor, "certifications", certification, "successor")
            self._expect_sources(certification.sources, certification, "sources")
        for course in self.base.courses.values():
            self._expect_sources(course.sources, course, "sources")

    def check_guide(self) -> None:
        for question in self.base.guide.values():
            for option in question.options:
                for role in option.roles:
                    self._expect(role, "roles", question, f"options.{option.id}.roles")

    def check_roles(self) -> None:
        for role in self.base.roles.values():
            self._expect(role.family, "families", role, "family")
            if role.summary:
                self._expect_sources(role.summary.sources, role, "summary")
            for topic, section in role.sections():
                self._check_section(role, topic, section)

    def _check_section(self, role: Role, topic: Topic, section: Section) -> None:
        where = f"topics.{topic.value}"
        self._expect_sources(section.lead.sources, role, f"{where}.lead")
        for caveat in section.caveats:
            self._expect_sources(caveat.sources, role, f"{where}.caveats")
            for reference in caveat.about:
                self._expect_place_or_level(reference, role, f"{where}.caveats.about")
        seen = set()
        for group in section.groups:
            where_group = f"{where}.groups.{group.aspect}"
            allowed = [aspect.id for aspect in self.base.aspects_of(topic)]
            if group.aspect not in allowed and not self.unread.holds("aspects", group.aspect):
                self._add(role, f"{where}.groups", "no aspect of this topic", group.aspect, allowed)
            if group.aspect in seen:
                self._add(role, where_group, "this aspect stands twice", group.aspect)
            seen.add(group.aspect)
            for point in group.points:
                self._expect_sources(point.sources, role, where_group)
                for name in ("role", "skill", "certification", "course"):
                    reference = getattr(point, name)
                    if reference is not None:
                        self._expect(reference, f"{name}s", role, f"{where_group}.{name}")

    def check_rows(self) -> None:
        for model, rows in (("Figure", self.base.figures), ("Outlook", self.base.outlooks)):
            for index, row in enumerate(rows):
                name, (line,) = self.origins.get((model, str(index)), ("", (0,)))
                references = [("role", row.role), ("place", row.place), ("source", row.source)]
                if model == "Figure" and row.level != ALL_LEVELS:
                    references.append(("level", row.level))
                for column, reference in references:
                    if self._is_unknown(reference, f"{column}s"):
                        records = getattr(self.base, f"{column}s")
                        self.problems.append(
                            Problem(
                                name,
                                "unknown id",
                                line or None,
                                f"{row.role} {row.place}",
                                column,
                                reference,
                                listing(records),
                                nearest(reference, records),
                            )
                        )

    def check_aliases(self) -> None:
        for kind, names in (("role", self._role_names), ("skill", self._skill_names), ("place", self._place_names)):
            owners: Dict[str, Record] = {}
            for record, name in names():
                other = owners.setdefault(normal_form(name), record)
                if other is not record:
                    self._add(record, "aliases", f"'{name}' already stands for the {kind} '{other.id}'", name)
        occupied = {normal_form(name): role for role, name in self._role_names()}
        for name in self.base.occupations:
            role = occupied.get(normal_form(name))
            if role is not None:
                message = f"'{name}' is a name of the role '{role.id}': take it out here"
                self.problems.append(Problem("occupations.yml", message, found=name))

    def _role_names(self) -> Iterator[Tuple[Record, str]]:
        for role in self.base.roles.values():
            for name in dict.fromkeys([role.title, *role.aliases, *role.fields]):
                yield role, name

    def _skill_names(self) -> Iterator[Tuple[Record, str]]:
        for skill in self.base.skills.values():
            for name in dict.fromkeys([skill.name, *skill.aliases]):
                yield skill, name

    def _place_names(self) -> Iterator[Tuple[Record, str]]:
        for place in self.base.places.values():
            for name in dict.fromkeys([place.name, *place.names, *place.adjectives, *place.cities]):
                yield place, name

    def _is_unknown(self, reference: str, kind: str) -> bool:
        """Whether an id names no record of a kind, which is a field of the knowledge base."""
        return reference not in getattr(self.base, kind) and not self.unread.holds(kind, reference)

    def _expect(self, reference: str, kind: str, record: Record, where: str) -> None:
        if self._is_unknown(reference, kind):
            self._add(record, where, "unknown id", reference, getattr(self.base, kind))

    def _expect_place_or_level(self, reference: str, record: Record, where: str) -> None:
        if reference != ALL_LEVELS and self._is_unknown(reference, "places") and self._is_unknown(reference, "levels"):
            self._add(record, where, "unknown id", reference, [ALL_LEVELS, *self.base.levels, *self.base.places])

    def _expect_sources(self, sources: List[str], record: Record, where: str) -> None:
        for source in sources:
            self._expect(source, "sources", record, where)

    def _add(
        self, record: Record, where: str, message: str, found: str, allowed: Optional[Any] = None, is_error: bool = True
    ) -> None:
        name, _ = self.origins.get((type(record).__name__, record.id), ("", ()))
        self.problems.append(
            Problem(
                name,
                message,
                record=record.id,
                field=where,
                found=found,
                allowed=listing(allowed) if allowed is not None else None,
                nearest=nearest(found, allowed) if allowed is not None else None,
                is_error=is_error,
            )
        )


def normal_form(name: str) -> str:
    """What makes two names the same: case (but for short abbreviations such as IT), hyphens and spaces don't count."""
    folded = " ".join(name.replace("-", " ").split())
    return folded if folded.isupper() and len(folded) <= 3 else folded.lower()
