"""The knowledge base in memory: records by id, and the look-ups that answers need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Optional, Tuple

from advisor.knowledge.models import (
    Aspect,
    Certification,
    Course,
    Family,
    Figure,
    Fit,
    GuideQuestion,
    Level,
    Outlook,
    Place,
    Role,
    Skill,
    Source,
    Topic,
    TopicWords,
)


@dataclass(frozen=True)
class KnowledgeBase:
    """All records of one validated knowledge base; never changed after loading.

    ``version`` is a short hash of all files, so that two answers can be told to rest on the same knowledge.
    """

    roles: Mapping[str, Role]
    topics: Mapping[str, TopicWords]
    aspects: Mapping[str, Aspect]
    guide: Mapping[str, GuideQuestion]
    skills: Mapping[str, Skill]
    certifications: Mapping[str, Certification]
    courses: Mapping[str, Course]
    places: Mapping[str, Place]
    levels: Mapping[str, Level]
    families: Mapping[str, Family]
    sources: Mapping[str, Source]
    figures: Tuple[Figure, ...]
    outlooks: Tuple[Outlook, ...]
    occupations: Tuple[str, ...]
    version: str
    _figures_by_role: Dict[str, List[Figure]] = field(default_factory=dict, repr=False)
    _outlooks_by_role: Dict[str, List[Outlook]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for figure in self.figures:
            self._figures_by_role.setdefault(figure.role, []).append(figure)
        for outlook in self.outlooks:
            self._outlooks_by_role.setdefault(outlook.role, []).append(outlook)

    def figures_of(self, role: str, place: Optional[str] = None, level: Optional[str] = None) -> List[Figure]:
        """The pay figures of a role, newest first, narrowed to a place and a level where given."""
        found = [
            figure
            for figure in self._figures_by_role.get(role, [])
            if (place is None or figure.place == place) and (level is None or figure.level == level)
        ]
        return sorted(found, key=lambda figure: figure.as_of, reverse=True)

    def outlooks_of(self, role: str) -> List[Outlook]:
        """The projections for a role, newest first."""
        return sorted(self._outlooks_by_role.get(role, []), key=lambda outlook: outlook.as_of, reverse=True)

    def places_with_figures(self, role: str) -> List[str]:
        """Ids of the places that there are pay figures for, the best covered first."""
        counts: Dict[str, int] = {}
        for figure in self._figures_by_role.get(role, []):
            if figure.place != "world":
                counts[figure.place] = counts.get(figure.place, 0) + (figure.sample_size or 1)
        return sorted(counts, key=lambda place: -counts[place])

    def role_of_occupation(self, code: str) -> Optional[str]:
        """The role that an occupation (by its O*NET code) is exactly the same as, which answers in its place."""
        return next(
            (
                role.id
                for role in self.roles.values()
                for occupation in role.occupations
                if occupation.system == "O*NET" and occupation.code == code and occupation.fit is Fit.EXACT
            ),
            None,
        )

    def aspects_of(self, topic: Topic) -> List[Aspect]:
        """The aspects of a topic, in the order of their file."""
        return [aspect for aspect in self.aspects.values() if aspect.topic is topic]
