"""Conversations as people hold them, one behaviour a YAML file, run against the real server.

A file holds a list of conversations: ``name``, and ``steps`` with what the user says (or which button they press) and
what the reply must say, must never say, and offers as buttons. ``says`` entries may be lists: any one of them will do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest
import yaml

FOLDER = Path(__file__).parent
STEP_KEYS = {"user", "press", "says", "never", "buttons", "kind", "topic", "roles"}


def transcripts() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yml")):
        for transcript in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(transcript, id=f"{path.stem}: {transcript['name']}")


@pytest.mark.parametrize("transcript", transcripts())
def test_conversation(transcript: Dict[str, Any], conversation: Any) -> None:
    for step in transcript["steps"]:
        assert set(step) <= STEP_KEYS, f"unknown keys in {step}"
        text = conversation.press(step["press"]) if "press" in step else conversation.say(step["user"])
        said = f"after {step.get('user') or step['press']!r} it said:\n{text}"
        for expected in step.get("says", []):
            choices: List[str] = expected if isinstance(expected, list) else [expected]
            assert any(choice.lower() in text.lower() for choice in choices), f"expected {expected!r}; {said}"
        for forbidden in step.get("never", []):
            assert forbidden.lower() not in text.lower(), f"never {forbidden!r}; {said}"
        for title in step.get("buttons", []):
            assert title in conversation.buttons, f"no button {title!r} among {conversation.buttons}; {said}"
        if "kind" in step:
            assert [answer["kind"] for answer in conversation.answers] == [step["kind"]], said
        if "topic" in step:
            topics = step["topic"] if isinstance(step["topic"], list) else [step["topic"]]
            assert [answer.get("topic") for answer in conversation.answers] == topics, said
        if "roles" in step:
            assert [role["id"] for answer in conversation.answers for role in answer["roles"]] == step["roles"], said
