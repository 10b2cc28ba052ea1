"""What the NLU made of a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Tuple

from advisor.knowledge.models import Topic
from advisor.linking.mention import Kind, Mention, Stand, Via

FOLLOW_UP = "follow_up"
FALLBACK = "nlu_fallback"
#: A topic less likely than this is not what was meant.
UNLIKELY = 0.05


@dataclass(frozen=True)
class Intent:
    """An intent with its confidence, 0 to 1."""

    name: str
    confidence: float = 1.0

    @property
    def topic(self) -> Optional[Topic]:
        """The topic that the intent asks about, None for small talk and the like."""
        name = self.name[4:] if self.name.startswith("ask_") else ""
        return Topic(name) if name in _TOPIC_NAMES else None


_TOPIC_NAMES = frozenset(topic.value for topic in Topic)


@dataclass(frozen=True)
class Understanding:
    """The intents of the questions in a message in their order, the ranking of the first, and the mentions."""

    intents: Tuple[Intent, ...]
    mentions: Tuple[Mention, ...] = ()
    ranking: Tuple[Intent, ...] = ()

    @property
    def topics(self) -> List[Topic]:
        """The topics asked about, in order, each once."""
        found = [intent.topic for intent in self.intents]
        return list(dict.fromkeys(topic for topic in found if topic is not None))

    def ids(self, kind: Kind, stand: Optional[Stand] = None) -> List[str]:
        """Ids of the mentions of a kind in their order, each once."""
        return list(
            dict.fromkeys(
                mention.id
                for mention in self.mentions
                if mention.kind is kind and (stand is None or mention.stand is stand)
            )
        )

    def likeliest_topic(self) -> Optional[Topic]:
        """The first topic of the ranking, None where none is likely at all."""
        likely = (intent.topic for intent in self.ranking if intent.confidence >= UNLIKELY)
        return next((topic for topic in likely if topic is not None), None)

    def former_occupations(self) -> List[str]:
        """What people say that they are now and that is no role, in words."""
        former = (m.spoken for m in self.mentions if m.kind is Kind.OCCUPATION and m.stand is Stand.ORIGIN)
        return list(dict.fromkeys(name for name in former if name is not None))

    def target_roles(self) -> List[str]:
        """The roles that are asked about. Fields count only where no role is named by its title.

        "Which machine learning skills does a data analyst need" asks about data analysts.
        """
        targets = [m for m in self.mentions if m.kind is Kind.ROLE and m.stand is Stand.TARGET]
        titled = [mention for mention in targets if mention.via is not Via.FIELD]
        return list(dict.fromkeys(mention.id for mention in (titled or targets)))

    def all_roles(self) -> List[str]:
        """All roles that are named, fields included."""
        return self.ids(Kind.ROLE, Stand.TARGET)
