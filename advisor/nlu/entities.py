"""Mentions as Rasa entities, and back."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Text

from advisor.linking.mention import Kind, Mention, Stand, Via

_KINDS = {kind.value: kind for kind in Kind}
_VIAS = {via.value: via for via in Via}
_STANDS = {stand.value: stand for stand in Stand}


def to_entity(mention: Mention, extractor: Text) -> Dict[Text, Any]:
    """Returns a mention as Rasa keeps entities; ``group`` is where a job stands in a move."""
    entity = {
        "entity": mention.kind.value,
        "value": mention.id,
        "start": mention.start,
        "end": mention.end,
        "confidence_entity": mention.score,
        "extractor": extractor,
        "via": mention.via.value,
    }
    if mention.kind in (Kind.ROLE, Kind.OCCUPATION):
        entity["group"] = mention.stand.value
    return entity


def _number(value: Any) -> float:
    """A confidence, 1 where there is none that can be read."""
    return float(value) if isinstance(value, (int, float)) else 1.0


def to_mentions(entities: Sequence[Dict[Text, Any]], text: Text = "") -> List[Mention]:
    """Reads entities, also those of a pressed button, which have no place in a text; unknown ones are left out."""
    mentions = []
    for entity in entities:
        kind = _KINDS.get(entity.get("entity", ""))
        value = entity.get("value")
        if kind is None or not isinstance(value, str):
            continue
        start, end = entity.get("start", 0), entity.get("end", 0)
        mentions.append(
            Mention(
                kind,
                value,
                start,
                end,
                text[start:end],
                _VIAS.get(entity.get("via"), Via.NAME),
                _number(entity.get("confidence_entity")),
                _STANDS.get(entity.get("group"), Stand.TARGET),
            )
        )
    return mentions
