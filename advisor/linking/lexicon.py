"""The names that linking looks for, as a trie of words, built from a knowledge base."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from advisor.knowledge.base import KnowledgeBase
from advisor.linking.mention import Kind, Via
from advisor.linking.tokens import Token, tokenize

#: Where names of several kinds have the same words, the first kind wins.
PRECEDENCE = (Kind.ROLE, Kind.CERTIFICATION, Kind.PLACE, Kind.LEVEL, Kind.OCCUPATION, Kind.ASPECT, Kind.SKILL, Kind.OPTION)
#: The kinds whose names are found in spite of typos.
CORRECTABLE = (Kind.ROLE, Kind.PLACE)
#: Abbreviations up to this length that are listed in capitals are matched in capitals only: IT, DE, PM.
CASED_LENGTH = 3
#: Skills whose names are everyday words count only with their capital: "Go", not "where to go".
ORDINARY_SKILLS = frozenset(
    """go swift spring unity flask express dart access word teams writing speaking english make chef puppet salt hive
    pig storm presto julia scratch processing factory outlook pages notion slack zoom jest vault consul nomad sketch
    figures basic logic apex assembly""".split()
)
#: Names of two words or more are also known written as one, from this length on: "datascientist".
JOINED_LENGTH = 8


@dataclass(frozen=True)
class Entry:
    """A name in the lexicon. ``cased`` is how it must be written, where its case counts."""

    kind: Kind
    id: str
    via: Via = Via.NAME
    cased: Optional[str] = None


@dataclass
class _Node:
    children: Dict[str, "_Node"] = field(default_factory=dict)
    entries: List[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Match:
    """Entries that stand for the tokens from ``first`` to before ``last``."""

    first: int
    last: int
    entries: Tuple[Entry, ...]


class Lexicon:
    """A trie of names; ``words`` are all words in names of roles and places, for the correction of typos."""

    def __init__(self) -> None:
        self._root = _Node()
        self.words: Dict[str, None] = {}

    def add(self, name: str, entry: Entry, correctable: bool = False) -> None:
        """Adds a name; the words of a correctable one are what typos are corrected to."""
        norms = [token.norm for token in tokenize(name)]
        if not norms:
            return
        self._insert(norms, entry)
        if correctable:
            self.words.update(dict.fromkeys(norms))
        joined = "".join(norms)
        if len(norms) > 1 and len(joined) >= JOINED_LENGTH:
            self._insert([joined], entry)

    def _insert(self, norms: Sequence[str], entry: Entry) -> None:
        node = self._root
        for norm in norms:
            node = node.children.setdefault(norm, _Node())
        if entry not in node.entries:
            node.entries.append(entry)

    def longest_match(self, tokens: Sequence[Token], norms: Sequence[str], first: int) -> Optional[Match]:
        """Returns the longest name that starts at token ``first``; ``norms`` may differ from the tokens' own."""
        node, found = self._root, None
        for position in range(first, len(tokens)):
            node = node.children.get(norms[position])
            if node is None:
                break
            entries = tuple(entry for entry in node.entries if _case_fits(entry, tokens[first : position + 1]))
            if entries:
                found = Match(first, position + 1, entries)
        return found


def _case_fits(entry: Entry, tokens: Sequence[Token]) -> bool:
    return entry.cased is None or " ".join(token.text for token in tokens) in (entry.cased, f"{entry.cased}s")


def cased_form(name: str) -> Optional[str]:
    """Returns the form in which a short abbreviation must be written, None for other names."""
    return name if name.isupper() and name.isalpha() and len(name) <= CASED_LENGTH else None


def build_lexicon(base: KnowledgeBase) -> Lexicon:
    """Returns the lexicon of everything that can be linked to in a knowledge base."""
    lexicon = Lexicon()
    adjectives = {adjective for place in base.places.values() for adjective in place.adjectives}
    for name, entry in _entries(base):
        # "finish" is no slip of "Finnish".
        lexicon.add(name, entry, correctable=entry.kind in CORRECTABLE and name not in adjectives)
    return lexicon


def _entries(base: KnowledgeBase) -> Iterator[Tuple[str, Entry]]:
    for role in base.roles.values():
        for name in (role.title, role.names, *role.aliases):
            yield name, Entry(Kind.ROLE, role.id, Via.NAME, cased_form(name))
        for name in role.fields:
            yield name, Entry(Kind.ROLE, role.id, Via.FIELD, cased_form(name))
    for place in base.places.values():
        for name in (place.name, *place.names, *place.adjectives, *place.cities):
            yield name, Entry(Kind.PLACE, place.id, cased=cased_form(name))
    for level in base.levels.values():
        for name in (level.name, *level.names):
            yield name, Entry(Kind.LEVEL, level.id)
    for certification in base.certifications.values():
        for name in (certification.name, *certification.exam_codes, *certification.aliases):
            yield name, Entry(Kind.CERTIFICATION, certification.id, cased=cased_form(name))
    for skill in base.skills.values():
        for name in (skill.name, *skill.aliases):
            ordinary = len(name) == 1 or name.lower() in ORDINARY_SKILLS
            yield name, Entry(Kind.SKILL, skill.id, cased=name if ordinary else cased_form(name))
    for name in base.occupations:
        yield name, Entry(Kind.OCCUPATION, name)
    for question in base.guide.values():
        for option in question.options:
            for name in option.cues:
                yield name, Entry(Kind.OPTION, option.id)
    for aspect in base.aspects.values():
        for name in aspect.cues:
            yield name, Entry(Kind.ASPECT, aspect.id)
