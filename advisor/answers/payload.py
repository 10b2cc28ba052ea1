"""What a button sends: ``/intent{"entity": value}``, which Rasa takes for an understood message."""

from __future__ import annotations

import json
from typing import Any, Dict

from advisor.answers.question import Question


def payload_for(question: Question) -> str:
    """Returns the payload that asks a question again, complete, whatever the context is by then."""
    entities: Dict[str, Any] = {}
    if question.roles:
        entities["role"] = list(question.roles)
    for name in ("place", "level", "aspect"):
        value = getattr(question, name)
        if value is not None:
            entities[name] = value
    if question.occupation is not None:
        entities["occupation"] = [question.occupation]
    if question.certifications:
        entities["certification"] = list(question.certifications)
    body = json.dumps(entities, ensure_ascii=True) if entities else ""
    return f"/{question.topic.intent}{body}"
