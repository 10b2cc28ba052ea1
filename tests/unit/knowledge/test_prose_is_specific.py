"""What is said about a role is said about that role: no statement is a copy of another role's with its name changed."""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, Tuple

import numpy as np
from rapidfuzz import fuzz, process, utils

from advisor.knowledge.models import Role, Statement

#: Statements shorter than this are names and labels, which roles may share.
FEWEST_WORDS = 8
#: How alike (0-100) the words of two statements may be.
MOST_ALIKE = 90
#: How many statements are compared with the others at a time.
BLOCK = 256


def statements(role: Role) -> Iterator[Tuple[str, Statement]]:
    """Everything that is said about a role, with the place in its file."""
    if role.summary:
        yield "summary", role.summary
    for topic, section in role.sections():
        yield topic.value, section.lead
        for statement in section.caveats:
            yield topic.value, statement
        for group in section.groups:
            for point in group.points:
                yield f"{topic.value}.{group.aspect}", point


def sorted_words(text: str, names: "re.Pattern[str]") -> str:
    """The words of a text in alphabetical order, with one word for whatever names a role."""
    return " ".join(sorted(utils.default_process(names.sub("role", text.lower())).split()))


def alike(texts: List[str]) -> Iterator[Tuple[str, str]]:
    """Pairs of texts that are too much alike, compared as ``fuzz.token_sort_ratio`` compares unsorted ones."""
    texts = sorted(texts, key=len)
    for start in range(0, len(texts), BLOCK):
        block = texts[start : start + BLOCK]
        # A pair whose lengths differ by more can't be that much alike: 90 % leaves out 10 % of both together.
        longest = len(block[-1]) * (200 - MOST_ALIKE) / MOST_ALIKE
        others = [text for text in texts[start:] if len(text) <= longest]
        likeness = process.cdist(block, others, scorer=fuzz.ratio, score_cutoff=MOST_ALIKE, dtype=np.uint8)
        yield from ((block[row], others[column]) for row, column in np.argwhere(likeness > MOST_ALIKE) if row < column)


def test_no_two_roles_say_the_same_in_the_same_words(knowledge):
    titles = {title.lower() for role in knowledge.roles.values() for title in (role.title, role.names)}
    names = re.compile(r"\b(?:%s)\b" % "|".join(map(re.escape, sorted(titles, key=len, reverse=True))))
    said: Dict[str, List[str]] = {}
    for role in knowledge.roles.values():
        for place, statement in statements(role):
            words = sorted_words(statement.text, names)
            if len(words.split()) >= FEWEST_WORDS:
                said.setdefault(words, []).append(f"{role.id} ({place}): {statement.text}")
    copies = [places for places in said.values() if len(places) > 1]
    copies += [said[first] + said[second] for first, second in alike(list(said))]
    assert "\n\n".join("\n".join(places) for places in copies) == ""
