"""Finds in a message the job titles that O*NET knows: an index by words, exact but for case, hyphens and plurals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, FrozenSet, Iterable, List, Optional, Sequence, Tuple

from advisor.linking.tokens import Token, stem, tokenize

#: A key of the index: the words of a title as they are compared, with single spaces.
Key = str


@dataclass(frozen=True)
class Readings:
    """What a title may stand for: codes of occupations, the likeliest first.

    ``others`` list the title as well, but are clearly less likely. An ``ordinary`` title is also a common word or
    phrase, and means a job only where the words around it say so. ``cased`` is an abbreviation in the title that must
    be written as one: an OR nurse is no "or nurse".
    """

    likely: Tuple[str, ...]
    others: Tuple[str, ...] = ()
    ordinary: bool = False
    cased: Optional[str] = None

    @property
    def is_clear(self) -> bool:
        """Whether one occupation is meant, as far as anyone can tell."""
        return len(self.likely) == 1


@dataclass(frozen=True)
class TitleMatch:
    """A title in a message, from ``start`` to before ``end`` (characters)."""

    readings: Readings
    start: int
    end: int
    text: str


class TitleIndex:
    """Titles by their words. Finding all titles in a message takes tens of microseconds."""

    def __init__(self, readings: Dict[Key, str], plain_names: Iterable[str] = ()) -> None:
        """Takes encoded readings by key, and names that mean a job wherever they stand, ordinary or not."""
        self._readings = readings
        self._plain: FrozenSet[Key] = frozenset(key_of(name) for name in plain_names)
        self._longest: Dict[str, int] = {}
        for key in readings:
            first, _, rest = key.partition(" ")
            words = rest.count(" ") + 2 if rest else 1
            if words > self._longest.get(first, 0):
                self._longest[first] = words

    def __len__(self) -> int:
        return len(self._readings)

    @property
    def keys(self) -> List[Key]:
        """The keys of all titles."""
        return list(self._readings)

    def readings(self, title: str) -> Optional[Readings]:
        """What a title by itself stands for, None for one that isn't known."""
        line = self._readings.get(key_of(title))
        return decode(line) if line is not None else None

    def find(self, text: str, tokens: Optional[Sequence[Token]] = None) -> List[TitleMatch]:
        """The titles in a message in their order, the longest where several start at a word; they don't overlap."""
        tokens = tokenize(text) if tokens is None else tokens
        norms = [token.norm for token in tokens]
        found: List[TitleMatch] = []
        first = 0
        while first < len(tokens):
            last, readings = self._longest_at(tokens, norms, first)
            if readings is not None:
                start, end = tokens[first].start, tokens[last - 1].end
                found.append(TitleMatch(readings, start, end, text[start:end]))
            first = last
        return found

    def _longest_at(
        self, tokens: Sequence[Token], norms: Sequence[str], first: int
    ) -> Tuple[int, Optional[Readings]]:
        """Where the next search starts, and the readings of the longest title from ``first`` on, if there is one."""
        most = min(self._longest.get(norms[first], 0), len(norms) - first)
        for last in range(first + most, first, -1):
            key = " ".join(norms[first:last])
            line = self._readings.get(key)
            if line is None:
                continue
            readings = decode(line)
            if self._is_meant(key, readings, tokens, norms, first, last):
                return last, readings
        return first + 1, None

    def _is_meant(
        self, key: Key, readings: Readings, tokens: Sequence[Token], norms: Sequence[str], first: int, last: int
    ) -> bool:
        if key in UNSPECIFIC:
            return False
        if readings.cased is not None:
            cased = (readings.cased, f"{readings.cased}s")
            if not any(token.text in cased for token in tokens[first:last]):
                return False
        return not readings.ordinary or key in self._plain or is_about_a_job(norms, first, last)


def key_of(title: str) -> Key:
    """The key of a title."""
    return " ".join(token.norm for token in tokenize(title))


def encode(readings: Readings) -> str:
    """The readings as a short line: a load builds no object for the 60,000 titles that nobody asks for."""
    return "|".join(
        ("?" if readings.ordinary else "", readings.cased or "", " ".join(readings.likely), " ".join(readings.others))
    )


def decode(line: str) -> Readings:
    """Reads what :func:`encode` gave."""
    ordinary, cased, likely, others = line.split("|")
    return Readings(tuple(likely.split()), tuple(others.split()), bool(ordinary), cased or None)


def _stems(words: str) -> FrozenSet[str]:
    return frozenset(stem(word) for word in words.split())


#: Titles that name no occupation by themselves, or that are hardly ever meant as one. They are not found in messages:
#: "I want to be an engineer" is for the curated roles to ask back, and LPA is a unit of pay.
UNSPECIFIC = frozenset(
    (
        *"""administrator agent aide analyst architect assistant associate closer computer consultant coordinator
        designer developer engineer executive expert extra former fellow guide hand header helper intern lead leader
        lpa manager officer operator page partner principal programmer researcher scientist specialist supervisor
        technician tester worker""".split(),
        *("co op", "second hand", "staff engineer", "principal engineer", "senior engineer", "team lead", "tech lead"),
    )
)
#: Things that are called like the people who do the same.
THINGS = frozenset(
    """processor printer compiler loader scanner monitor router reader tracker runner builder server model computer
    converter mower""".split()
)
_ARTICLES = frozenset(("a", "an"))
#: Before a title: somebody is it, or will be.
_BEING = frozenset("become becoming became be being am m aspiring".split())
#: Before 'as a': it is work that is spoken of, not what a thing is used as.
_WORKING = _stems("work working worked job career employed hired start started experience life living am i earn role")
#: After a title: its pay or its jobs are asked about.
_PAID = _stems("salary wage pay paid earn earning income job career profession occupation vacancy resume cv")
#: Between a title and such a word.
_GETTING = frozenset(("get", "is", "are", "be", "getting"))
#: Before 'of', 'for', 'as' or 'in' and a title.
_JOB_NOUNS = _stems(
    "salary wage earnings income job career profession occupation duty responsibility skill requirement qualification "
    "education degree certification licence license interview hours demand outlook"
)
_LINKS = frozenset(("of", "for", "as", "in"))
#: What may stand right after a title; another noun would make it the first part of a longer name: a guide dog.
_FOLLOWING = _stems(
    "in at with and or to for who than from like as is are do does if when without on of vs please today now then by "
    "i you we what how which should can because but after before about over under get make need"
)
#: What may stand right before a title that is paid; any other word makes it another job: an IAS officer.
_LEADING = _stems(
    "a an the do does is are of for average typical median starting current usual good best what how much many and or "
    "vs as my their your about entry level junior senior experienced freelance new to any s"
)
#: What a message may hold beside a title and still be nothing but that title.
_FILLERS = _stems("and what about how a an for of or as please tell me more s then")


def is_about_a_job(norms: Sequence[str], first: int, last: int) -> bool:
    """Whether the words around those from ``first`` to before ``last`` say that a job is meant."""
    if all(norm in _FILLERS for norm in (*norms[:first], *norms[last:])):
        return True
    if _is_paid(norms, first, last):
        return True
    if last < len(norms) and norms[last] not in _FOLLOWING:
        return False
    return (
        _is_what_somebody_is(norms, first)
        or _is_led_by_a_job_noun(norms, first)
        or _is_asked_what_it_does(norms, first, last)
    )


def _before_article(norms: Sequence[str], first: int) -> int:
    """Where the words before a title end: in front of its article, which may have one word between."""
    for article in (first - 1, first - 2):
        if article >= 0 and norms[article] in _ARTICLES:
            return article
    return first


def _is_what_somebody_is(norms: Sequence[str], first: int) -> bool:
    """'become a driver', 'work as a professional model', 'I was a server', 'As a driver, ...'."""
    end = _before_article(norms, first)
    if end == 0:
        return False
    before = norms[end - 1]
    if before == "was":
        return norms[max(end - 2, 0)] == "i"
    if before == "as":
        return end == 1 or any(norm in _WORKING for norm in norms[max(end - 4, 0) : end - 1])
    return before in _BEING


def _is_paid(norms: Sequence[str], first: int, last: int) -> bool:
    """'driver salary', 'how much do models get paid', 'how much does a server make'."""
    if first > 0 and norms[first - 1] not in _LEADING:
        return False
    after = list(norms[last : last + 2])
    if after and after[0] in _GETTING:
        after.pop(0)
    return after[:1] == ["make"] and "much" in norms[:first] or bool(after) and after[0] in _PAID


def _is_asked_what_it_does(norms: Sequence[str], first: int, last: int) -> bool:
    """'What does a driver do?'; but not of a thing, which does something as well."""
    if norms[last - 1] in THINGS or norms[last : last + 1] != ["do"]:
        return False
    end = first - 1 if first > 0 and norms[first - 1] in _ARTICLES else first
    return end >= 2 and norms[end - 2] == "what"


def _is_led_by_a_job_noun(norms: Sequence[str], first: int) -> bool:
    """'the salary of a server', 'skills for drivers'."""
    end = _before_article(norms, first)
    return end >= 2 and norms[end - 1] in _LINKS and norms[end - 2] in _JOB_NOUNS
