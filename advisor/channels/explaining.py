"""Why the assistant said what it said, for the person who keeps the knowledge."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence, Text

from advisor.answers import Answer


def explain(parsed: Mapping[Text, Any], requests: Sequence[Mapping[Text, Any]], answers: Sequence[Answer]) -> Dict[Text, Any]:
    """Returns what was understood from which words, the question that was resolved, and the sources that answered it."""
    text = parsed.get("text") or ""
    return {
        "intent": parsed.get("intent"),
        "questions": parsed.get("questions") or [],
        "runners_up": (parsed.get("intent_ranking") or [])[1:4],
        "linked": [_link(entity, text) for entity in parsed.get("entities") or []],
        "resolved": list(requests),
        "sources": _unique([source.id for answer in answers for source in answer.sources]),
    }


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
