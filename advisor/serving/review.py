"""What people asked that was declined, not understood or marked unhelpful, grouped by meaning. Nothing leaves the machine."""

from __future__ import annotations

import csv
import io
import json
import re
import tarfile
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Text

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from advisor.nlu.encoder.runtime import SentenceEncoder

#: Questions this alike (cosine of their vectors) are one group.
ALIKE = 0.6
#: Examples shown of a group.
MOST_EXAMPLES = 5
#: What an editor can tell the reasons by.
DECLINED, UNSURE, UNHELPFUL = "declined", "not understood", "unhelpful"

_FALLBACK = "nlu_fallback"
_MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "(e-mail)"),
    (re.compile(r"(?<!\w)[(+]{0,2}\d(?:[\s().-]*\d){7,}(?!\w)"), "(number)"),
    (re.compile(r"(?i:(?<=my name is )|(?<=my name's )|(?<=call me ))\w+(?:\s[A-Z]\w+){0,2}"), "(name)"),
)
# Rasa's own table, spelled out here so that a review starts without Rasa.
_events = sa.table("events", *map(sa.column, ("id", "sender_id", "type_name", "timestamp", "intent_name", "data")))
_feedback = sa.table("feedback", *map(sa.column, ("sender_id", "helpful", "given")))


class ReviewError(Exception):
    """There is nothing to review with; the message says what is missing and how to get it."""


@dataclass(frozen=True)
class Asked:
    """A message that needs a look, with people's own details masked; ``intent`` is what it was taken for."""

    text: Text
    reason: Text
    intent: Text


@dataclass(frozen=True)
class Group:
    """Messages that mean about the same, the most frequent first."""

    messages: Sequence[Asked]

    @property
    def examples(self) -> List[Text]:
        """The most frequent wordings."""
        counts = Counter(message.text for message in self.messages)
        return [text for text, _ in counts.most_common(MOST_EXAMPLES)]

    @property
    def reasons(self) -> Text:
        """'declined 3, unhelpful 1'."""
        counts = Counter(message.reason for message in self.messages)
        return ", ".join(f"{reason} {count}" for reason, count in counts.most_common())


def mask(text: Text) -> Text:
    """Returns a text without e-mail addresses, phone numbers, and names where people say that it is theirs."""
    for pattern, masked in _MASKS:
        text = pattern.sub(masked, text)
    return " ".join(text.split())


def read_asked(engine: Engine) -> List[Asked]:
    """Returns the messages that need a look, oldest first; pressed buttons are left out.

    Feedback counts for the last message before it was given.

    Raises:
        ReviewError: the database holds no conversations yet.
    """
    if not sa.inspect(engine).has_table("events"):
        raise ReviewError("There are no conversations yet: start the server, ask something, and come back.")
    with engine.connect() as connection:
        rows = connection.execute(
            sa.select(_events.c.sender_id, _events.c.type_name, _events.c.timestamp, _events.c.intent_name, _events.c.data)
            .where(_events.c.type_name.in_(("user", "bot")))
            .order_by(_events.c.sender_id, _events.c.id)
        ).fetchall()
        unhelpful: Dict[Text, List[float]] = defaultdict(list)
        if sa.inspect(engine).has_table("feedback"):
            for row in connection.execute(sa.select(_feedback.c.sender_id, _feedback.c.given).where(~_feedback.c.helpful)):
                unhelpful[row.sender_id].append(row.given)
    return list(_asked(rows, unhelpful))


def _asked(rows: Sequence[Any], unhelpful: Dict[Text, List[float]]) -> Iterator[Asked]:
    for index, row in enumerate(rows):
        text = _data(row).get("text") if row.type_name == "user" else None
        if not text or text.startswith("/"):
            continue
        following = [other for other in rows[index + 1 :][:20] if other.sender_id == row.sender_id]
        until = next((other.timestamp for other in following if other.type_name == "user"), float("inf"))
        answer = next((other for other in following[:1] if other.type_name == "bot"), None)
        reason = _reason(row.intent_name or "", answer)
        if any(row.timestamp <= given < until for given in unhelpful[row.sender_id]):
            reason = UNHELPFUL
        if reason is not None:
            yield Asked(mask(text), reason, row.intent_name or "")


def _reason(intent: Text, answer: Optional[Any]) -> Optional[Text]:
    if intent == _FALLBACK:
        return UNSURE
    if not intent.startswith("out_of_scope"):
        return None
    requests = (_data(answer).get("metadata") or {}).get("requests") or [] if answer is not None else []
    # An imported occupation is declined by the language understanding and answered all the same.
    return None if any("occupation" in request or "said" in request for request in requests) else DECLINED


def _data(row: Any) -> Dict[Text, Any]:
    try:
        data = json.loads(row.data)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def group_by_meaning(asked: Sequence[Asked], vectors: np.ndarray) -> List[Group]:
    """Returns the groups, the largest first; ``vectors`` has a row of length 1 for each message."""
    leaders: List[int] = []
    members: Dict[int, List[Asked]] = defaultdict(list)
    for index, message in enumerate(asked):
        likeness = vectors[leaders] @ vectors[index] if leaders else np.zeros(0)
        best = int(likeness.argmax()) if len(likeness) else -1
        leader = leaders[best] if best >= 0 and likeness[best] >= ALIKE else index
        if leader == index:
            leaders.append(index)
        members[leader].append(message)
    groups = [Group(members[leader]) for leader in leaders]
    return sorted(groups, key=lambda group: -len(group.messages))


def encode(texts: Sequence[Text], model: Path) -> np.ndarray:
    """Returns the vectors of texts by the encoder in a model archive.

    Raises:
        ReviewError: there is no archive, or no encoder in it.
    """
    if not model.is_file():
        raise ReviewError(f"There is no trained model at {model}, and grouping needs its encoder. Train one: make train")
    with tempfile.TemporaryDirectory() as name, tarfile.open(model, "r:gz") as archive:
        folder = Path(name)
        for wanted in ("encoder.int8.onnx", "tokenizer.json"):
            member = next((found for found in archive.getmembers() if Path(found.name).name == wanted), None)
            if member is None:
                raise ReviewError(f"The model {model.name} has no {wanted}. Remove it and train anew: make train")
            (folder / wanted).write_bytes(archive.extractfile(member).read())
        return SentenceEncoder(folder / "encoder.int8.onnx", folder / "tokenizer.json").encode(texts)


def as_text(groups: Sequence[Group]) -> Text:
    """The groups for a terminal."""
    if not groups:
        return "Nothing went unanswered."
    return "\n\n".join(
        "\n".join([f"{len(group.messages)} x  {group.reasons}", *(f"    {text}" for text in group.examples)]) for group in groups
    )


def as_csv(groups: Sequence[Group]) -> Text:
    """A row for each message: number of its group, its reason, what it was taken for, its text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["group", "reason", "intent", "text"])
    for number, group in enumerate(groups, 1):
        writer.writerows([number, message.reason, message.intent, _cell(message.text)] for message in group.messages)
    return out.getvalue()


def _cell(text: Text) -> Text:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def as_page(groups: Sequence[Group]) -> Text:
    """The groups as an HTML page."""
    rows = "".join(
        f"<tr><td>{len(group.messages)}</td><td>{escape(group.reasons)}</td>"
        f"<td>{'<br>'.join(map(escape, group.examples))}</td></tr>\n"
        for group in groups
    )
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>What went unanswered</title>\n'
        "<style>body{font-family:sans-serif;margin:2rem}td,th{padding:.4rem .8rem;text-align:left;vertical-align:top}"
        "tr{border-bottom:1px solid #ccc}table{border-collapse:collapse}</style></head>\n"
        "<body><h1>What went unanswered</h1>\n<table><thead><tr><th>How often</th><th>Why</th><th>What people wrote</th>"
        f"</tr></thead><tbody>\n{rows}</tbody></table></body></html>\n"
    )


def as_examples(groups: Sequence[Group]) -> Text:
    """NLU examples in Rasa's form, to be moved under the intents that they belong to."""
    lines = ['version: "3.1"', "# Replace each 'label_me_...' by the intent that is meant; delete what teaches nothing.", "nlu:"]
    for number, group in enumerate(groups, 1):
        texts = dict.fromkeys(re.sub(r"[\[\]{}()]", "", message.text) for message in group.messages)
        lines += [f"- intent: label_me_{number}  # {group.reasons}", "  examples: |", *(f"    - {text}" for text in texts)]
    return "\n".join(lines) + "\n" if groups else 'version: "3.1"\nnlu: []\n'
