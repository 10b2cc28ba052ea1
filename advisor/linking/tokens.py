"""Cuts text into words that compare well: case, accents, hyphens and plurals don't count."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import List

_WORD = re.compile(r"\.net\b|[^\W_]+(?:\+\+|#|\+(?!\w))?", re.IGNORECASE)
#: Words whose final s is no plural.
_NOT_PLURAL = frozenset("devops mlops aws ios sass less business analysis physics mathematics maths statistics".split())


@dataclass(frozen=True)
class Token:
    """A word: ``norm`` is what is compared, ``text`` what stands in the message from ``start`` to ``end``."""

    text: str
    norm: str
    start: int
    end: int


def stem(word: str) -> str:
    """Returns a lower-case word without its plural ending."""
    if len(word) <= 3 or word in _NOT_PLURAL or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1]


def fold(text: str) -> str:
    """Returns text in lower case without accents; its length may change."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def tokenize(text: str) -> List[Token]:
    """Returns the words of a text; hyphens, slashes and apostrophes separate them, a possessive s is dropped."""
    tokens = []
    for match in _WORD.finditer(text):
        if match.group().lower() == "s" and match.start() > 0 and text[match.start() - 1] in "'’":
            continue
        tokens.append(Token(match.group(), stem(fold(match.group())), match.start(), match.end()))
    return tokens
