"""Short ways to say a message that the NLU has understood, and what it comes to."""

from __future__ import annotations

from typing import Any, Callable, Optional

import pytest

from advisor.dialogue import Context, Intent, Resolution, Understanding, resolve
from advisor.linking import Linker
from advisor.linking.mention import Kind, Mention


@pytest.fixture(scope="session")
def linker(knowledge) -> Linker:
    return Linker(knowledge)


@pytest.fixture(scope="session")
def ask(knowledge, linker) -> Callable[..., Resolution]:
    """ask(intents, text, context): resolves a text whose intents are given; several are put apart by spaces."""

    def resolved(intents: str, text: str = "", context: Optional[Context] = None, **mentions: Any) -> Resolution:
        linked = list(linker.link(text)) + [Mention(Kind(kind), id_, 0, 0, "") for kind, id_ in mentions.items()]
        understanding = Understanding(tuple(Intent(name) for name in intents.split()), tuple(linked))
        return resolve(understanding, context or Context(), knowledge)

    return resolved
