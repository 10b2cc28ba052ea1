"""Reads evaluation files: tab-separated, with a header; what a file holds is told by its columns."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import FrozenSet, List, Optional, Tuple

from advisor.knowledge.models import Topic

#: Words for topics in evaluation files, where they differ from the intent's name.
TOPIC_WORDS = {"become": "how_to_become", "compare": "comparison"}
#: The label of questions that should be declined.
DECLINE_LABELS = frozenset(("oos", "out_of_scope"))
#: A career question outside the fourteen topics: any of these will do, as does a polite decline.
OTHER_CAREER = "other_career"
OTHER_CAREER_INTENTS = frozenset(("ask_job_search", "ask_learning_resources", "ask_career_advice"))
#: Getting in and learning it are two words for one question.
ALSO_COUNTS = {"become": frozenset(("ask_learning_resources",))}
#: Roles in evaluation files that are wider or other than ours; None is not measured.
ROLE_WORDS = {
    "web_developer": frozenset(("frontend_developer", "full_stack_developer")),
    "android_developer": frozenset(("mobile_developer",)),
    "ios_developer": frozenset(("mobile_developer",)),
    "cyber_security": frozenset(("security_analyst",)),
    "ethical_hacker": frozenset(("security_analyst",)),
    "ux_ui_designer": frozenset(("ux_designer",)),
    "cloud": frozenset(("cloud_engineer",)),
    "programmer": frozenset(("software_engineer",)),
    "artificial_intelligence": frozenset(("ai_engineer", "machine_learning_engineer")),
    "computer_science": None,
    "information_technology": None,
    "other": None,
    "several_roles": None,
}
NO_ROLE = "none"


class FileKind(str, Enum):
    QUESTIONS = "questions"
    SMALL_TALK = "small talk"
    OUT_OF_SCOPE = "out of scope"


class RowsError(Exception):
    """An evaluation file can't be read; the message says what and where."""


@dataclass(frozen=True)
class Row:
    """One message with what is right for it.

    ``labels`` are alternatives; each is the tuple of the parts that a message asks for, in order.
    """

    text: str
    labels: Tuple[Tuple[str, ...], ...]
    roles: Tuple[str, ...] = ()

    @property
    def is_decline(self) -> bool:
        return all(label[0] in DECLINE_LABELS for label in self.labels)

    @property
    def is_multiple(self) -> bool:
        return any(len(label) > 1 for label in self.labels)


@dataclass(frozen=True)
class EvaluationFile:
    name: str
    kind: FileKind
    rows: Tuple[Row, ...]


def read_file(path: Path) -> EvaluationFile:
    """Returns the rows of a file.

    Raises:
        RowsError: it is not tab-separated with a column 'text', or a label is unknown.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            columns = reader.fieldnames or []
            if "text" not in columns:
                raise RowsError(f"{path.name}: the first line must name the columns, 'text' among them; it has: {', '.join(columns)}")
            kind = _kind(columns)
            rows = [_row(raw, kind, f"{path.name}, line {number}") for number, raw in enumerate(reader, start=2)]
    except OSError as error:
        raise RowsError(f"{path}: can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RowsError(f"{path.name}: not valid UTF-8") from error
    return EvaluationFile(path.name, kind, tuple(row for row in rows if row is not None))


def _kind(columns: "list[str]") -> FileKind:
    if "label" in columns:
        return FileKind.QUESTIONS
    return FileKind.SMALL_TALK if "intent" in columns else FileKind.OUT_OF_SCOPE


def _row(raw: "dict[str, str]", kind: FileKind, where: str) -> Optional[Row]:
    text = raw.get("text") or ""
    if kind is not FileKind.QUESTIONS:
        return Row(text, (("oos",),)) if text else None
    label = raw.get("label") or ""
    if not text or label == "label":  # a header that was pasted in once more
        return None
    labels = tuple(tuple(alternative.split("+")) for alternative in label.split("|"))
    for part in (part for alternative in labels for part in alternative):
        if not accepted_intents(part) and part not in DECLINE_LABELS:
            raise RowsError(f"{where}: unknown label '{part}'")
    roles = tuple(role for role in (raw.get("role") or "").split("+") if role)
    return Row(text, labels, roles)


def accepted_intents(label: str) -> FrozenSet[str]:
    """The intents that are right for a label; none for labels that are to be declined."""
    if label in DECLINE_LABELS:
        return frozenset()
    if label == OTHER_CAREER:
        return OTHER_CAREER_INTENTS
    name = TOPIC_WORDS.get(label, label)
    known = {topic.value for topic in Topic} | _OTHER_INTENTS
    if name not in known:
        return frozenset()
    intent = name if name in _OTHER_INTENTS else f"ask_{name}"
    return frozenset((intent,)) | ALSO_COUNTS.get(label, frozenset())


_OTHER_INTENTS = {"follow_up", "greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "chitchat", "ask_capabilities"}


def accepted_roles(word: str) -> Optional[FrozenSet[str]]:
    """The role ids that are right for a role in a file; None where it is not measured."""
    if word == NO_ROLE:
        return None
    return ROLE_WORDS.get(word, frozenset((word,)))


def find_files(folder: Path) -> List[Path]:
    """The evaluation files of a folder, in the order of their names."""
    return sorted(folder.glob("*.tsv"))
