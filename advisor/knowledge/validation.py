"""Checks what no single record can tell: that ids resolve, aliases are unique, groups stand under their topic."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Record, Role, Section, Topic
from advisor.knowledge.problems import Problem, listing, nearest

#: For each record type and id: the file, and where the record stands in it.
Origins = Mapping[Tuple[str, str], Tuple[str, Tuple[Any, ...]]]


def find_problems(base: KnowledgeBase, origins: Origins) -> List[Problem]:
    """Returns everything that is wrong between the records of a knowledge base."""
    checker = _Checker(base, origins)
    checker.check_lists()
    checker.check_roles()
    checker.check_rows()
    checker.check_aliases()
    return checker.problems


class _Checker:
    def __init__(self, base: KnowledgeBase, origins: Origins) -> None:
        self.base = base
        self.origins = origins
        self.problems: List[Problem] = []

    def check_lists(self) -> None:
        for place in self.base.places.values():
            for other in place.nearest:
                self._expect(other, self.base.places, place, "nearest")
        for certification in self.base.certifications.values():
            if certification.successor:
                self._expect(certification.successor, self.base.certifications, certification, "successor")
            self._expect_sources(certification.sources, certification, "sources")
        for course in self.base.courses.values():
            self._expect_sources(course.sources, course, "sources")

    def check_roles(self) -> None:
        for role in self.base.roles.values():
            self._expect(role.family, self.base.families, role, "family")
            if role.summary:
                self._expect_sources(role.summary.sources, role, "summary")
            for topic, section in role.sections():
                self._check_section(role, topic, section)

    def _check_section(self, role: Role, topic: Topic, section: Section) -> None:
        where = f"topics.{topic.value}"
        self._expect_sources(section.lead.sources, role, f"{where}.lead")
        for caveat in section.caveats:
            self._expect_sources(caveat.sources, role, f"{where}.caveats")
        seen = set()
        for group in section.groups:
            field = f"{where}.groups.{group.aspect}"
            allowed = [aspect.id for aspect in self.base.aspects_of(topic)]
            if group.aspect not in allowed:
                self._add(role, f"{where}.groups", "no aspect of this topic", group.aspect, allowed)
            if group.aspect in seen:
                self._add(role, field, "this aspect stands twice", group.aspect)
            seen.add(group.aspect)
            for point in group.points:
                self._expect_sources(point.sources, role, field)
                for name, records in (
                    ("role", self.base.roles),
                    ("skill", self.base.skills),
                    ("certification", self.base.certifications),
                    ("course", self.base.courses),
                ):
                    reference = getattr(point, name)
                    if reference is not None:
                        self._expect(reference, records, role, f"{field}.{name}")

    def check_rows(self) -> None:
        for model, rows in (("Figure", self.base.figures), ("Outlook", self.base.outlooks)):
            for index, row in enumerate(rows):
                name, (line,) = self.origins.get((model, str(index)), ("", (0,)))
                references: List[Tuple[str, str, Mapping[str, Any]]] = [
                    ("role", row.role, self.base.roles),
                    ("place", row.place, self.base.places),
                    ("source", row.source, self.base.sources),
                ]
                if model == "Figure" and row.level != "all":
                    references.append(("level", row.level, self.base.levels))
                for field, reference, records in references:
                    if reference not in records:
                        self.problems.append(
                            Problem(
                                name,
                                "unknown id",
                                line or None,
                                f"{row.role} {row.place}",
                                field,
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
                self.problems.append(
                    Problem("occupations.yml", f"'{name}' is a name of the role '{role.id}': take it out here", found=name)
                )

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

    def _expect(self, reference: str, records: Mapping[str, Any], record: Record, field: str) -> None:
        if reference not in records:
            self._add(record, field, "unknown id", reference, records)

    def _expect_sources(self, sources: List[str], record: Record, field: str) -> None:
        for source in sources:
            self._expect(source, self.base.sources, record, field)

    def _add(
        self, record: Record, field: str, message: str, found: str, allowed: Optional[Any] = None, is_error: bool = True
    ) -> None:
        name, _ = self.origins.get((type(record).__name__, record.id), ("", ()))
        self.problems.append(
            Problem(
                name,
                message,
                record=record.id,
                field=field,
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
