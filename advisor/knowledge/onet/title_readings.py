"""Decides at the import what each title stands for: which occupations, and whether it is an ordinary word as well."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Dict, Iterable, Iterator, List, Mapping, Optional, Set, Tuple

from advisor.knowledge.onet.titles import THINGS, Key, Readings, key_of
from advisor.linking.tokens import tokenize

#: How much speaks for an occupation that lists a title. The measure is made so that "nurse" is registered nurses and
#: "truck driver" those of trucks, while "teacher" stays open between many.
IS_THE_TITLE = 100
IS_REPORTED = 20
SHARES_THE_HEAD = 10
IS_ALL_OTHER = -15
#: Occupations this near the best one are as likely.
MARGIN = 12

_IN_BRACKETS = re.compile(r"^(?P<outer>.*?)\s*\((?P<inner>[^()]*)\)\s*$")
_ALL_OTHER = ", All Other"
#: Last words of people's titles that are no title by themselves.
_PEOPLE = frozenset(
    """associate person rep expert professional boss executive liaison midwife sheriff fellow official vet tech op
    admin pt vp md rn lpn cna medic employee corporal chair sergeant aide aid crew staff officer champion owner master
    smith hand head chief partner""".split()
)
_PERSON_ENDING = re.compile(r"(er|or|ist|ian|ant|man|ent|eer|ess|ary|yst|eur|wright|woman|boy|girl|maid|keeper)$")
#: Abbreviations that are common words in small letters: IT, OR, IS.
_COMMON_WORDS = frozenset("is it or as in on us am at be do go no so to we an by if me my of up all can who".split())


@dataclass(frozen=True)
class ListedTitle:
    """A title as O*NET lists it under an occupation; ``weight`` is the number of lists that it comes from."""

    code: str
    text: str
    weight: int = 1
    reported: bool = False


def readings_of(titles: Iterable[ListedTitle], occupations: Mapping[str, str]) -> Dict[Key, Readings]:
    """The readings of all titles by key; ``occupations`` maps codes to their own titles, which count as titles too."""
    scores: Dict[Key, Dict[str, int]] = defaultdict(lambda: defaultdict(int))
    written: Dict[Key, Set[str]] = defaultdict(set)
    heads = {code: {token.norm for token in tokenize(title)} for code, title in occupations.items()}
    for code, text, score in _scored(titles, occupations):
        key = key_of(text)
        if not key:
            continue
        if key not in written or code not in scores[key]:
            score += SHARES_THE_HEAD if key.rpartition(" ")[2] in heads[code] else 0
            score += IS_ALL_OTHER if occupations[code].endswith(_ALL_OTHER) else 0
        scores[key][code] += score
        written[key].add(text)
    alone = {key for key in scores if " " not in key}
    found = {key: _readings(key, by_code, written[key], alone) for key, by_code in scores.items()}
    return _with_plurals(found)


def _scored(titles: Iterable[ListedTitle], occupations: Mapping[str, str]) -> Iterator[Tuple[str, str, int]]:
    for code, title in occupations.items():
        for text in _forms(title):
            yield code, text, IS_THE_TITLE
    for listed in titles:
        for text in _forms(listed.text):
            yield listed.code, text, listed.weight + (IS_REPORTED if listed.reported else 0)


def _forms(title: str) -> List[str]:
    """A title and its other forms: 'CEO (Chief Executive Officer)' is two titles, 'Dentists, General' is also turned,
    'Kindergarten Teachers, Except Special Education' stands without its exception as well."""
    bracketed = _IN_BRACKETS.match(title)
    if bracketed:
        return [form for form in bracketed.group("outer", "inner") if form]
    general, _, excepted = title.partition(", Except ")
    if excepted:
        return [title, general]
    parts = title.split(", ")
    if len(parts) == 2 and not parts[1].startswith(("All Other", "Including", "and ")):
        return [title, f"{parts[1]} {parts[0]}"]
    return [title]


def _readings(key: Key, scores: Mapping[str, int], written: Set[str], alone: Set[Key]) -> Readings:
    merged = _without_specialties(scores)
    ranked = sorted(merged, key=lambda code: (-merged[code], code))
    best = merged[ranked[0]]
    likely = tuple(code for code in ranked if merged[code] > best - MARGIN)
    others = tuple(code for code in ranked if code not in likely)
    return Readings(likely, others, _is_ordinary(key, alone), _cased_form(key, written))


def _without_specialties(scores: Mapping[str, int]) -> Dict[str, int]:
    """Leaves out the specialties of an occupation that lists the title itself: a nurse is not an acute care nurse."""
    return {
        code: score
        for code, score in scores.items()
        if code.endswith(".00") or f"{code[:7]}.00" not in scores or score >= IS_THE_TITLE
    }


def _is_ordinary(key: Key, alone: Set[Key]) -> bool:
    """Whether a title is a common word or phrase as well: all single words, and phrases that name no person."""
    if " " not in key:
        return True
    head = key.rpartition(" ")[2]
    if head in THINGS:
        return True
    return head not in alone and head not in _PEOPLE and not _PERSON_ENDING.search(head)


def _cased_form(key: Key, written: Set[str]) -> Optional[str]:
    """An abbreviation that must be written as one, None where any list writes it as a word."""
    if " " not in key:
        return sorted(written)[0] if all(text.isupper() for text in written) else None
    for word in sorted(_COMMON_WORDS.intersection(key.split())):
        if all(word.upper() in {token.text for token in tokenize(text)} for text in written):
            return word.upper()
    return None


def _with_plurals(readings: Dict[Key, Readings]) -> Dict[Key, Readings]:
    """Adds the keys of plurals that dropping an s doesn't undo: coaches, waitresses, salesmen."""
    plurals = {}
    for key, found in readings.items():
        if key.endswith(("s", "x", "z", "ch", "sh")):
            plurals[f"{key}e"] = found
        elif key.endswith("man"):
            plurals[f"{key[:-3]}men"] = found
    return {**plurals, **readings}
