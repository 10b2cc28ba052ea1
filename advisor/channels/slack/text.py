"""Slack's markup as people meant it: what reaches the language understanding is plain text."""

from __future__ import annotations

import re
import unicodedata

#: ``<@U123>``, ``<#C123|general>``, ``<!here>``, ``<https://example.org|label>``.
_REFERENCE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
#: ``:wave:``, ``:thumbsup::skin-tone-2:``; not the colons of 10:30:15.
_EMOJI_CODE = re.compile(r"(?<![\w:])(?::(?:[+-]1|(?=[\w+'-]*[a-z])[\w+'-]+):)+(?![\w:])", re.IGNORECASE)
_PICTOGRAPH_CATEGORIES = ("So", "Sk", "Cs", "Co", "Cn")
_JOINERS = "\u200d\ufe0f\u20e3"


def clean_text(text: str) -> str:
    """Returns a message without mentions, markup, emoji and control characters; links become their words.

    A leading slash goes too: ``/intent{...}`` is for buttons only.
    """
    text = _REFERENCE.sub(_plain_reference, text)
    text = _EMOJI_CODE.sub(" ", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    text = "".join(char for char in text if _is_text(char))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line).lstrip("/ \n")


def _plain_reference(match: "re.Match[str]") -> str:
    target, label = match.group(1), match.group(2)
    if target.startswith("@"):
        return " "
    if target.startswith("#"):
        return f"#{label}" if label else " "
    if target.startswith("!"):
        return label if label and not label.startswith("@") else " "
    return label or re.sub(r"^(mailto|tel):", "", target)


def _is_text(char: str) -> bool:
    if char in "\n\t":
        return True
    category = unicodedata.category(char)
    return char not in _JOINERS and category != "Cc" and category not in _PICTOGRAPH_CATEGORIES or char in "°^`®©™"
