"""Why the assistant said what it said, for the person who keeps the knowledge."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence, Text

from advisor.answers import Answer
from advisor.answers.answer import FiguresBlock
from advisor.knowledge.models import Topic
from advisor.knowledge.onet.layer import IMPORTED_FOLDER, LAYER_FILE
from advisor.linking.mention import is_code

#: Where answers on a topic come from, beside the file of the role.
_FILES_OF_TOPICS = {
    Topic.DEMAND: "outlook.csv",
    Topic.CERTIFICATIONS: "certifications.yml",
    Topic.LEARNING_RESOURCES: "courses.yml",
}


def explain(
    parsed: Mapping[Text, Any], requests: Sequence[Mapping[Text, Any]], answers: Sequence[Answer]
) -> Dict[Text, Any]:
    """Returns what was understood from which words, the question that was resolved, and what answered it.

    ``records`` are files of the knowledge base, relative to its folder; ``sources`` ids of its ``sources.yml``.
    """
    text = parsed.get("text") or ""
    return {
        "intent": parsed.get("intent"),
        "questions": parsed.get("questions") or [],
        "runners_up": (parsed.get("intent_ranking") or [])[1:4],
        "linked": [_link(entity, text) for entity in parsed.get("entities") or []],
        "resolved": list(requests),
        "records": _unique([file for answer in answers for file in _files(answer)]),
        "sources": _unique([source.id for answer in answers for source in answer.sources]),
    }


def _files(answer: Answer) -> List[Text]:
    if any(is_code(role.id) for role in answer.roles):
        return [f"{IMPORTED_FOLDER}/{LAYER_FILE}"]
    files = [f"roles/{role.id}.yml" for role in answer.roles]
    if any(isinstance(block, FiguresBlock) for block in answer.blocks):
        files.append("salaries.csv")
    if answer.topic in _FILES_OF_TOPICS:
        files.append(_FILES_OF_TOPICS[answer.topic])
    return files


def _link(entity: Mapping[Text, Any], text: Text) -> Dict[Text, Any]:
    words = text[entity["start"] : entity["end"]] if "start" in entity and "end" in entity else None
    return {
        "words": words,
        "kind": entity.get("entity"),
        "id": entity.get("value"),
        "via": entity.get("via"),
        "confidence": entity.get("confidence_entity"),
    }


def _unique(values: Sequence[Text]) -> List[Text]:
    return list(dict.fromkeys(values))
