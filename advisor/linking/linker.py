"""Finds in a message the roles, places, levels, skills, certifications and occupations that it names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple

from advisor.knowledge.base import KnowledgeBase
from advisor.linking.lexicon import CORRECTABLE, PRECEDENCE, Entry, Match, build_lexicon
from advisor.linking.mention import Kind, Mention, Stand, Via
from advisor.linking.tokens import Token, tokenize
from advisor.linking.typos import is_ordinary, make_corrector

if TYPE_CHECKING:  # the layer's own index cuts words as linking does
    from advisor.knowledge.onet.layer import OnetLayer
    from advisor.knowledge.onet.titles import TitleMatch

#: Years of experience; not an age, a length of study, or a time to come.
_YEARS = re.compile(
    r"(?<!in )(?<!next )(?<!within )(?<!coming )(?<!takes )(?<!take )(?<!in a )(?<!last )"
    r"\b(\d{1,2})\s*\+?\s*(?:-|to|–)?\s*\d{0,2}\s*\+?\s*(?:years?|yrs?|yoe)\b"
    r"(?![\s-]*(?:old|of age|from now|later|ago|plan|degree|course|programme|program|bachelor|university|college))",
    re.IGNORECASE,
)
#: Words for levels that mean other things as well; they count beside a role or a word for a job.
_WEAK_LEVELS = frozenset("lead leads staff head heads executive starting graduate graduates associate principal".split())
_JOB_WORDS = frozenset("level position role job pay salary engineer developer analyst".split())
#: Words before a job that say: this is what I am now.
_ORIGIN_BEFORE = re.compile(
    r"\b(?:from(?: an?)?|i am(?: currently)?(?: working as)?(?: an?)?|i'?m(?: currently)?(?: working as)?(?: an?)?|as an?"
    r"|being(?: an?)?|worked as(?: an?)?|working as(?: an?)?|work as(?: an?)?|current(?:ly)?(?: an?)?|former|ex|used to be(?: an?)?|have been(?: an?)?|'?ve been(?: an?)?"
    r"|can(?: an?| one)?|how (?:can|do|does|could|should) an?|for an?|i was(?: an?)?|experience (?:as|in)(?: an?)?"
    r"|background (?:as|in)(?: an?)?|switch(?:ing)? from(?: an?)?)(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)
#: Words that say that somebody moves from one job to another.
_MOVE = re.compile(
    r"\b(?:becom\w*|transition\w*|switch\w*|mov(?:e|ing)|chang\w*|shift\w*|pivot\w*|get(?:ting)? into|break(?:ing)? into|go(?:ing)? into|want to be)\b|->|→|=>",
    re.IGNORECASE,
)
_POINTED = {"first": "0", "former": "0", "second": "1", "third": "2", "last": "-1", "latter": "-1"}
#: "The second one", and not "the first job".
_POINTER = re.compile(
    r"\bthe (first|second|third|last|former|latter)(?: one)?\b(?!\s+(?:job|step|year|interview|internship|time|thing|degree|few|part))",
    re.IGNORECASE,
)
#: What joins two roles that share their first word.
_SHARING = re.compile(r"\s*[/\\]\s*|\s+(?:or|and|vs\.?)\s+", re.IGNORECASE)
#: "BA in Hindi" is a degree.
_DEGREE_BEHIND = frozenset("in degree hons honours pass graduate".split())
_FROM = re.compile(r"\bfrom(?: an?| the| being an?)?\s*$", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|into)\b", re.IGNORECASE)
#: What the title of an imported occupation never takes the place of.
_ABOVE_TITLES = (Kind.ROLE, Kind.CERTIFICATION)
_ARROW = re.compile(r"\s*(?:-+>|→|=>|-+\s*to\s*-+)\s*")


class Linker:
    """Links messages against one knowledge base, and against the job titles of the imported layer where there is one.

    Takes about a millisecond a message. The id of an imported occupation is its code, or the title in small letters
    where that stands for several.
    """

    def __init__(self, base: KnowledgeBase, layer: Optional[OnetLayer] = None) -> None:
        self._base = base
        self._layer = layer
        self._lexicon = build_lexicon(base)
        self._correct = make_corrector(self._lexicon.words)
        self._levels = list(base.levels.values())

    def link(self, text: str) -> List[Mention]:
        """Returns the mentions in the order of the text; they don't overlap."""
        tokens = tokenize(text)
        mentions = _drop_weak_levels(tokens, self._find(text, tokens))
        mentions += self._find_years(text, mentions)
        mentions += _find_pointers(text)
        mentions.sort(key=lambda mention: mention.start)
        return _mark_origins(text, mentions)

    def _find(self, text: str, tokens: Sequence[Token]) -> List[Mention]:
        norms = [token.norm for token in tokens]
        mentions: List[Mention] = []
        position = 0
        while position < len(tokens):
            exact = self._lexicon.longest_match(tokens, norms, position)
            match, via = exact, None
            mended = self._longest_mended(tokens, norms, position)
            if mended is not None and (exact is None or mended.last > exact.last):
                match, via = mended, Via.TYPO
            if match is None or _is_time_of_day(tokens, match) or _is_degree(tokens, match):
                position += 1
                continue
            mentions.append(_mention(text, tokens, match, via))
            position = match.last
            shared = self._sharing_first_word(text, tokens, norms, match)
            if shared is not None:
                mentions.append(shared)
                position += 1
        return mentions if self._layer is None else self._with_titles(text, tokens, mentions)

    def _with_titles(self, text: str, tokens: Sequence[Token], mentions: List[Mention]) -> List[Mention]:
        """Adds the job titles that the imported layer knows; the longer name wins, and curated roles always do."""
        for match in self._layer.find_titles(text, tokens):
            overlapped = [mention for mention in mentions if mention.start < match.end and match.start < mention.end]
            if not any(_withstands(mention, match) for mention in overlapped):
                mentions = [mention for mention in mentions if mention not in overlapped]
                mentions.append(self._title_mention(match))
        return sorted(mentions, key=lambda mention: mention.start)

    def _title_mention(self, match: TitleMatch) -> Mention:
        if not match.readings.is_clear:
            return Mention(Kind.OCCUPATION, match.text.lower(), match.start, match.end, match.text)
        (code,) = match.readings.likely
        role = self._base.role_of_occupation(code)
        kind = Kind.OCCUPATION if role is None else Kind.ROLE
        return Mention(kind, role or code, match.start, match.end, match.text)

    def _sharing_first_word(
        self, text: str, tokens: Sequence[Token], norms: Sequence[str], match: Match
    ) -> Optional[Mention]:
        """The role that the next word names together with the words before: "data analyst/scientist"."""
        if match.last - match.first != 2 or match.last >= len(tokens):
            return None
        if not _SHARING.fullmatch(text[tokens[match.last - 1].end : tokens[match.last].start]):
            return None
        if self._lexicon.longest_match(tokens, norms, match.last) is not None:
            return None
        pair = [tokens[match.first], tokens[match.last]]
        found = self._lexicon.longest_match(pair, [token.norm for token in pair], 0)
        if found is None or found.last != 2 or all(entry.kind is not Kind.ROLE for entry in found.entries):
            return None
        word = tokens[match.last]
        role = next(entry.id for entry in found.entries if entry.kind is Kind.ROLE)
        return Mention(Kind.ROLE, role, word.start, word.end, word.text)

    def _longest_mended(self, tokens: Sequence[Token], norms: Sequence[str], first: int) -> Optional[Match]:
        """The longest name of a role or place from ``first`` on, slips of the pen corrected."""
        mended = list(norms)
        changed = False
        for position in range(first, min(first + 5, len(norms))):
            better = self._correct(norms[position])
            if better is not None:
                mended[position] = better
                changed = True
        if not changed:
            return None
        match = self._lexicon.longest_match(tokens, mended, first)
        if match is None:
            return None
        entries = tuple(entry for entry in match.entries if entry.kind in CORRECTABLE)
        if not entries:
            return None
        slips = [norms[index] for index in range(match.first, match.last) if norms[index] != mended[index]]
        if not slips:
            return None
        if match.last - match.first == 1 and (is_ordinary(slips[0]) or len(slips[0]) < 6):
            return None
        if len(slips) == match.last - match.first and all(is_ordinary(slip) for slip in slips):
            return None
        return Match(match.first, match.last, entries)

    def _find_years(self, text: str, mentions: Sequence[Mention]) -> List[Mention]:
        """Years of experience as a level, unless a level is named."""
        if any(mention.kind is Kind.LEVEL for mention in mentions):
            return []
        found = _YEARS.search(text)
        if found is None:
            return []
        years = int(found.group(1))
        for level in self._levels:
            if level.years_from <= years and (level.years_to is None or years < level.years_to):
                return [Mention(Kind.LEVEL, level.id, found.start(), found.end(), found.group(), Via.YEARS)]
        return []


def _withstands(mention: Mention, match: TitleMatch) -> bool:
    return mention.kind in _ABOVE_TITLES or mention.end - mention.start > match.end - match.start


def _mention(text: str, tokens: Sequence[Token], match: Match, via: Optional[Via]) -> Mention:
    entry: Entry = min(match.entries, key=lambda entry: (PRECEDENCE.index(entry.kind), entry.via is Via.FIELD))
    start, end = tokens[match.first].start, tokens[match.last - 1].end
    return Mention(
        entry.kind,
        entry.id,
        start,
        end,
        text[start:end],
        via or entry.via,
        score=0.9 if via is Via.TYPO else 1.0,
    )


def _find_pointers(text: str) -> List[Mention]:
    """Words that point at one of several things said before: their place among them, from 0, or from -1 backwards."""
    return [
        Mention(Kind.POINTER, _POINTED[match.group(1).lower()], match.start(), match.end(), match.group())
        for match in _POINTER.finditer(text)
    ]


def _is_time_of_day(tokens: Sequence[Token], match: Match) -> bool:
    """Whether an abbreviation is that of "5 PM"."""
    return (
        match.first > 0
        and tokens[match.first - 1].text.isdecimal()
        and tokens[match.first].norm in ("pm", "am")
    )


def _is_degree(tokens: Sequence[Token], match: Match) -> bool:
    """Whether BA stands for the degree rather than for a business analyst."""
    if match.last - match.first != 1 or tokens[match.first].text != "BA":
        return False
    behind = tokens[match.last : match.last + 1]
    before = tokens[max(0, match.first - 1) : match.first]
    return any(token.norm in _DEGREE_BEHIND for token in behind) or any(token.norm in ("did", "after") for token in before)


def _drop_weak_levels(tokens: Sequence[Token], mentions: List[Mention]) -> List[Mention]:
    """Leaves out levels named by an everyday word with no job beside it: "where does it lead"."""
    jobs = {token.start for token in tokens if token.norm in _JOB_WORDS}
    for mention in mentions:
        if mention.kind is Kind.ROLE:
            jobs.update(token.start for token in tokens if mention.start <= token.start < mention.end)
    kept: List[Mention] = []
    for mention in mentions:
        if mention.kind is Kind.LEVEL and mention.text.lower() in _WEAK_LEVELS:
            index = next(number for number, token in enumerate(tokens) if token.start == mention.start)
            beside = tokens[max(0, index - 1) : index] + tokens[index + 1 : index + 2]
            leads_somewhere = any(token.norm == "to" for token in tokens[index + 1 : index + 2])
            if leads_somewhere or not any(token.start in jobs for token in beside):
                continue
        kept.append(mention)
    return kept


def _mark_origins(text: str, mentions: List[Mention]) -> List[Mention]:
    """Marks the jobs that somebody has now, as against the ones that are asked about."""
    jobs = [mention for mention in mentions if mention.kind in (Kind.ROLE, Kind.OCCUPATION)]
    is_move = bool(_MOVE.search(text))
    marked: List[Mention] = []
    for mention in mentions:
        if mention in jobs and _is_origin(text, mention, jobs, is_move):
            mention = replace(mention, stand=Stand.ORIGIN)
        marked.append(mention)
    return marked


def _is_origin(text: str, mention: Mention, jobs: Sequence[Mention], is_move: bool) -> bool:
    later = [job for job in jobs if job.start > mention.start and job.id != mention.id]
    if mention.kind is Kind.ROLE and not later:
        return False
    before = text[: mention.start]
    if later and _ARROW.fullmatch(text[mention.end : later[0].start]):
        return True
    if later and _FROM.search(before) and _TO.search(text[mention.end : later[0].start]):
        return True
    if not _ORIGIN_BEFORE.search(before):
        return False
    return mention.kind is Kind.OCCUPATION or is_move
