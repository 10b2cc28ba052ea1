"""Corrects misspelt words towards the words that names of roles are made of."""

from __future__ import annotations

from functools import lru_cache
from typing import Callable, FrozenSet, Iterable, Optional

from rapidfuzz import process
from rapidfuzz.distance import OSA

#: Shorter words are too easily taken for one another.
SHORTEST = 4
#: From this length on, two slips are corrected instead of one.
TWO_SLIPS_FROM = 8
#: Inflected forms of words in titles ("developed", "designing") are words of their own, not typos.
_INFLECTIONS = ("ed", "ing", "ment", "ly", "ism", "able", "ive", "al", "ally", "ise", "ize", "es")
#: Common words that are a slip away from a word in a title.
_ORDINARY = frozenset(
    """date dates dating late gate rate network webs clod cloudy could would should stock back front end ends
    engine engines machines manager managed manage design designs product produce prompted games gamer named same
    tested tester test support sport report analyze analyse analysed analyses science sciences since learning earning
    earn learn leaning burning turning morning warning system systems business service services session nature
    mobile mobility moble home some come site sites side size fire face full fully stack stuff staff data
    search reach research teach lead leader read reader senior junior code coding code codes working worker
    server serve program programs programme project projects subject object vision version mission version
    language statistic statistics static status state states secure security security native active""".split()
)


def make_corrector(words: Iterable[str]) -> Callable[[str], Optional[str]]:
    """Returns a function that gives for a lower-case word the word it is most likely a slip of, or None.

    The distance counts insertions, deletions, substitutions and swapped neighbours (optimal string alignment).
    """
    vocabulary = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
    known: FrozenSet[str] = frozenset(vocabulary)

    @lru_cache(maxsize=20_000)
    def correct(word: str) -> Optional[str]:
        if len(word) < SHORTEST or word in known or not word.isalpha():
            return None
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        match = process.extractOne(word, vocabulary, scorer=OSA.distance, score_cutoff=slips)
        if match is None:
            return None
        found = match[0]
        return None if _is_inflection(word, found) else found

    return correct


def _is_inflection(word: str, found: str) -> bool:
    """Whether a word is a form of the found one: "developed" of "developer", but not "enginering" of "engineering"."""
    ending = next((ending for ending in _INFLECTIONS if word.endswith(ending)), None)
    return ending is not None and not found.endswith(ending) and found[: len(word) - 4] == word[: len(word) - 4]


def is_ordinary(word: str) -> bool:
    """Whether a word is common by itself, so that only its neighbours can show that it is a slip."""
    return word in _ORDINARY
