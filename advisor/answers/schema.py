"""The Answer's JSON Schema, kept in the repository beside the models that it is made from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Optional

from pydantic import BaseModel, Extra

from typing_extensions import Literal

from advisor.answers.answer import ANSWER_VERSION, Answer

SCHEMA_FILE = Path(__file__).with_name("answer.schema.json")


class Custom(BaseModel):
    """What an item of a reply carries under ``custom``."""

    class Config:
        extra = Extra.forbid
        title = "Career Advisor reply"

    version: Literal[1] = ANSWER_VERSION
    answers: List[Answer]
    explain: Optional[Dict[str, Any]] = None


def answer_schema() -> str:
    """Returns the schema as text, always the same for the same models."""
    return json.dumps(Custom.schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
