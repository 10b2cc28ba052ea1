"""Finds topics that a message lists by their own words: "skills, tools and salary of a data engineer"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic

#: What may stand between two listed topics: a comma, "and", and a word or two more ("and what salary").
_JOINED = re.compile(
    r"\s*(?:,|&|/|\+|and|or|as well as|plus|,\s*and|,\s*or)\s*(?:(?:the|which|what|any|a|their|its|of|required|good|best)\s+){0,2}(?:\w+\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ListedTopic:
    """A topic in a list, and where its word starts."""

    topic: Topic
    start: int


class TopicFinder:
    """Knows the words of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        cues = {cue.lower(): words.topic for words in base.topics.values() for cue in words.cues}
        self._topics = cues
        names = "|".join(re.escape(cue) for cue in sorted(cues, key=len, reverse=True))
        self._pattern = re.compile(rf"\b(?:{names})\b", re.IGNORECASE)

    def find_listed(self, text: str) -> List[ListedTopic]:
        """Returns the topics of lists in their order; a topic that stands alone is no list."""
        found = list(self._pattern.finditer(text))
        listed: List[ListedTopic] = []
        for index, match in enumerate(found):
            joined_before = index > 0 and _JOINED.fullmatch(text[found[index - 1].end() : match.start()])
            joined_behind = index + 1 < len(found) and _JOINED.fullmatch(text[match.end() : found[index + 1].start()])
            topic = self._topics[match.group().lower()]
            if (joined_before or joined_behind) and topic not in {other.topic for other in listed}:
                listed.append(ListedTopic(topic, match.start()))
        return listed if len(listed) > 1 else []
