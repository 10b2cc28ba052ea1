"""What the chat keeps between its runs: what was typed, and which conversation was the last."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Dict, Mapping, Optional

#: The name of what runs on this machine, whatever its port: one database is behind it.
HERE = "here"


def state_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Returns the folder of the chat's state, by the XDG base directory specification."""
    root = environment.get("XDG_STATE_HOME") or ""
    # By the specification, paths that are not absolute don't count.
    base = Path(root) if os.path.isabs(root) else Path.home() / ".local" / "state"
    return base / "career-advisor"


class State:
    """The files of a state folder; only their owner may read them."""

    def __init__(self, folder: Path) -> None:
        self._conversations = folder / "conversations.json"
        self.history = folder / "history"
        self._folder = folder

    def prepare(self) -> None:
        """Makes the folder; raises ``OSError`` where it can't be written."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.history.touch(mode=0o600)
        if not os.access(self._folder, os.W_OK) or not os.access(self.history, os.W_OK):
            raise PermissionError(13, "it may not be written", str(self._folder))

    def last_conversation(self, place: str) -> Optional[str]:
        """Returns the sender of the last conversation with what answers at a place; None where there is none."""
        sender = self._read().get(place)
        return sender if isinstance(sender, str) and sender else None

    def keep_conversation(self, place: str, sender: str) -> None:
        """Makes a conversation the last one at a place; raises ``OSError``."""
        kept = self._read()
        if kept.get(place) == sender:
            return
        temporary = self._conversations.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({**kept, place: sender}, file)
        temporary.replace(self._conversations)

    def _read(self) -> Dict[str, str]:
        try:
            kept = json.loads(self._conversations.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}
