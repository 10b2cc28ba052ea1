"""The one place that the running assistant takes its knowledge from."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Optional

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.loading import load_knowledge_base

#: Names the folder of another knowledge base than the project's own.
FOLDER_VARIABLE = "ADVISOR_KNOWLEDGE_BASE"
PROJECT_FOLDER = Path(__file__).resolve().parents[2]

_lock = threading.Lock()
_current: Optional[KnowledgeBase] = None


def knowledge_folder() -> Path:
    """The folder in use: what the environment names, else the project's ``knowledge_base``."""
    return Path(os.environ.get(FOLDER_VARIABLE) or PROJECT_FOLDER / "knowledge_base")


def current_knowledge() -> KnowledgeBase:
    """Returns the knowledge base in use, loading it at the first call.

    Raises:
        KnowledgeError: with all problems, where it can't be loaded.
    """
    global _current
    if _current is None:
        with _lock:
            if _current is None:
                _current = load_knowledge_base(knowledge_folder())
    return _current


def use_knowledge(base: Optional[KnowledgeBase]) -> None:
    """Puts another knowledge base in use; None makes the next call load it anew."""
    global _current
    with _lock:
        _current = base
