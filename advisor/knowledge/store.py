"""The one place that the running assistant takes its knowledge from."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import AsyncIterator, Callable, Generic, Iterator, List, Optional, Tuple, TypeVar

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.loading import load_knowledge_base

#: Names the folder of another knowledge base than the project's own.
FOLDER_VARIABLE = "ADVISOR_KNOWLEDGE_BASE"
PROJECT_FOLDER = Path(__file__).resolve().parents[2]

Loaded = TypeVar("Loaded")


class InUse(Generic[Loaded]):
    """Something that is loaded at its first use, may be replaced while the assistant runs, and is held by a message.

    Values are kept in tuples of one, since None may be a value.
    """

    everything: List["InUse"] = []

    def __init__(self, name: str, load: Callable[[], Loaded]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._value: Optional[Tuple[Loaded]] = None
        self._held: ContextVar[Optional[Tuple[Loaded]]] = ContextVar(name, default=None)
        self.everything.append(self)

    def current(self) -> Loaded:
        """What is in use; inside :meth:`hold`, what was in use when that began."""
        value = self._held.get() or self._value
        if value is None:
            with self._lock:
                if self._value is None:
                    self._value = (self._load(),)
                value = self._value
        return value[0]

    def use(self, loaded: Loaded) -> None:
        """Puts something else in use."""
        with self._lock:
            self._value = (loaded,)

    def forget(self) -> None:
        """Makes the next use load anew."""
        with self._lock:
            self._value = None

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keeps to what is in use now, for the task that runs this and what it starts."""
        token = self._held.set((self.current(),))
        try:
            yield
        finally:
            self._held.reset(token)


@asynccontextmanager
async def one_knowledge() -> AsyncIterator[None]:
    """Keeps a message to the knowledge that is in use as it begins; also a decorator of coroutine functions."""
    with ExitStack() as holding:
        for loaded in InUse.everything:
            holding.enter_context(loaded.hold())
        yield


def knowledge_folder() -> Path:
    """The folder in use: what the environment names, else the project's ``knowledge_base``."""
    return Path(os.environ.get(FOLDER_VARIABLE) or PROJECT_FOLDER / "knowledge_base")


def current_knowledge() -> KnowledgeBase:
    """Returns the knowledge base in use, loading it at the first call.

    Raises:
        KnowledgeError: with all problems, where it can't be loaded.
    """
    return _base.current()


def use_knowledge(base: Optional[KnowledgeBase]) -> None:
    """Puts another knowledge base in use; None makes the next call load it anew."""
    if base is None:
        _base.forget()
    else:
        _base.use(base)


def _load() -> KnowledgeBase:
    return load_knowledge_base(knowledge_folder())


_base: InUse[KnowledgeBase] = InUse("knowledge", _load)
