"""A linker over the knowledge base of the repository, and short ways to say what it finds."""

from __future__ import annotations

from typing import Callable, List, Optional

import pytest

from advisor.linking import Kind, Linker
from advisor.linking.mention import Stand


@pytest.fixture(scope="session")
def linker(knowledge) -> Linker:
    return Linker(knowledge)


@pytest.fixture(scope="session")
def ids(linker) -> Callable[..., List[str]]:
    """ids(text, kind): the ids of a kind that a text names, in its order."""

    def find(text: str, kind: Kind, stand: Optional[Stand] = None) -> List[str]:
        return [m.id for m in linker.link(text) if m.kind is kind and (stand is None or m.stand is stand)]

    return find


@pytest.fixture(scope="session")
def roles(ids) -> Callable[[str], List[str]]:
    return lambda text: ids(text, Kind.ROLE)
