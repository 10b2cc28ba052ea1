"""The measures: each a share of rows that are right, with the rows that are not."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from advisor.evaluate.model import Understood
from advisor.evaluate.rows import (
    DECLINE_LABELS,
    NO_ROLE,
    OTHER_CAREER,
    EvaluationFile,
    FileKind,
    Row,
    accepted_intents,
    accepted_roles,
)

#: Intents that are about careers: small talk must never get one of them.
_SMALL_TALK_ASKS = frozenset(("ask_capabilities", "ask_sources", "ask_privacy", "ask_career_advice"))


@dataclass(frozen=True)
class Miss:
    """A row that came out wrong."""

    measure: str
    text: str
    expected: str
    understood: str
    confidence: float


@dataclass
class Measure:
    """How many rows of a kind are right."""

    name: str
    right: int = 0
    total: int = 0
    misses: List[Miss] = field(default_factory=list)

    @property
    def share(self) -> Optional[float]:
        return self.right / self.total if self.total else None

    def count(self, is_right: bool, miss: Miss) -> None:
        self.total += 1
        if is_right:
            self.right += 1
        else:
            self.misses.append(miss)


@dataclass
class Report:
    """All measures over one file."""

    file: str
    measures: Dict[str, Measure]
    macro_f1: Optional[float]
    by_intent: Dict[str, Tuple[int, int]]
    confusion: Dict[Tuple[str, str], int]
    median_milliseconds: float


def measure(file: EvaluationFile, understood: Sequence[Understood]) -> Report:
    """Returns the report of a file, given what the model made of its rows."""
    pairs = list(zip(file.rows, understood))
    counter = _Counter(file.name)
    for row, result in pairs:
        if file.kind is FileKind.SMALL_TALK:
            counter.count_small_talk(row, result)
        elif file.kind is FileKind.OUT_OF_SCOPE:
            counter.count_out_of_scope(row, result)
        else:
            counter.count_question(row, result)
    return Report(
        file.name,
        {name: found for name, found in counter.measures.items() if found.total},
        _macro_f1(counter.outcomes),
        _by_intent(counter.outcomes),
        Counter(counter.outcomes),
        statistics.median(result.milliseconds for result in understood) if understood else 0.0,
    )


class _Counter:
    def __init__(self, file: str) -> None:
        self.measures: Dict[str, Measure] = {}
        self.outcomes: List[Tuple[str, str]] = []

    def _count(self, name: str, is_right: bool, row: Row, result: Understood, expected: str, got: str = "") -> None:
        found = self.measures.setdefault(name, Measure(name))
        found.count(is_right, Miss(name, row.text, expected, got or result.intent, result.confidence))

    def count_small_talk(self, row: Row, result: Understood) -> None:
        is_right = not result.intent.startswith("ask_") and result.intent != "follow_up" or result.intent in _SMALL_TALK_ASKS
        self._count("small talk kept from career facts", is_right, row, result, "small talk or declined")

    def count_out_of_scope(self, row: Row, result: Understood) -> None:
        self._count("out of scope declined", result.declined, row, result, "declined")

    def count_question(self, row: Row, result: Understood) -> None:
        expected = "|".join("+".join(label) for label in row.labels)
        if row.is_multiple:
            found = set(result.questions or (result.intent,))
            is_right = any(all(found & accepted_intents(part) for part in label) for label in row.labels)
            self._count("all parts of several questions", is_right, row, result, expected, "+".join(result.questions))
        elif row.is_decline:
            self._count("near-domain questions declined", result.declined, row, result, "declined")
        else:
            is_right = _is_right(row, result)
            self._count("intent", is_right, row, result, expected)
            is_plain = not any(label[0] in (*DECLINE_LABELS, OTHER_CAREER) for label in row.labels)
            if is_plain:
                self._count("good questions not declined", not result.declined, row, result, expected)
            self.outcomes.append((_truth(row, result, is_right), result.intent))
        if not row.is_decline:
            self._count_roles(row, result)

    def _count_roles(self, row: Row, result: Understood) -> None:
        if row.roles == (NO_ROLE,):
            self._count("no role invented", not result.roles, row, result, "no role", "+".join(result.roles))
            return
        for word in row.roles:
            accepted = accepted_roles(word)
            if accepted is not None:
                self._count(
                    "role linked", bool(accepted & set(result.roles)), row, result, word, "+".join(result.roles) or "none"
                )


def _is_right(row: Row, result: Understood) -> bool:
    for (label, *_) in row.labels:
        if result.intent in accepted_intents(label):
            return True
        if result.declined and label in (*DECLINE_LABELS, OTHER_CAREER):
            return True
    return False


def _truth(row: Row, result: Understood, is_right: bool) -> str:
    """The right intent of a row: the one that was given where that is right, else the first label's."""
    if is_right:
        return result.intent
    return next(iter(sorted(accepted_intents(row.labels[0][0]))), "out_of_scope")


def _by_intent(outcomes: Iterable[Tuple[str, str]]) -> Dict[str, Tuple[int, int]]:
    """For each true intent: rows that came out right, rows in all."""
    rights: Dict[str, Tuple[int, int]] = {}
    for truth, got in outcomes:
        right, total = rights.get(truth, (0, 0))
        rights[truth] = (right + (truth == got), total + 1)
    return rights


def _macro_f1(outcomes: Sequence[Tuple[str, str]]) -> Optional[float]:
    """The mean over true intents of the harmonic mean of precision and recall."""
    scores = []
    for intent in {truth for truth, _ in outcomes}:
        hits = sum(truth == got == intent for truth, got in outcomes)
        given = sum(got == intent for _, got in outcomes)
        true = sum(truth == intent for truth, _ in outcomes)
        scores.append(2 * hits / (given + true))
    return sum(scores) / len(scores) if scores else None
