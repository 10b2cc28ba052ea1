"""The trained model, asked for its understanding of one message at a time, as the server asks it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import List, Sequence, Tuple

from advisor.dialogue.understanding import FALLBACK
from advisor.logs import quiet_logs


@dataclass(frozen=True)
class Understood:
    """What the model made of a message; ``milliseconds`` is the time through the whole NLU pipeline."""

    intent: str
    confidence: float
    questions: Tuple[str, ...]
    roles: Tuple[str, ...]
    targets: Tuple[str, ...]
    milliseconds: float

    @property
    def declined(self) -> bool:
        return self.intent.startswith("out_of_scope") or self.intent == FALLBACK


def understand_all(model: Path, texts: Sequence[str]) -> List[Understood]:
    """Returns the understanding of each text."""
    from rasa.core.agent import Agent

    quiet_logs()
    return asyncio.run(_parse_all(Agent.load(str(model)), texts))


async def _parse_all(agent: "object", texts: Sequence[str]) -> List[Understood]:
    await agent.parse_message("warm up")
    understood = []
    for text in texts:
        started = time.perf_counter()
        parsed = await agent.parse_message(text)
        milliseconds = (time.perf_counter() - started) * 1000
        roles = [entity for entity in parsed["entities"] if entity["entity"] == "role"]
        understood.append(
            Understood(
                parsed["intent"]["name"],
                float(parsed["intent"]["confidence"]),
                tuple(question["intent"] for question in parsed.get("questions", ())),
                tuple(entity["value"] for entity in roles),
                tuple(entity["value"] for entity in roles if entity.get("group") != "origin"),
                milliseconds,
            )
        )
    return understood
