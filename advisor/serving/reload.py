"""Knowledge that changes while the server runs: validated, then swapped in; a broken change is refused and told."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any, List, Optional, Text, Tuple

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.loading import fingerprint, knowledge_files, load_knowledge_base
from advisor.knowledge.onet import LayerError, OnetLayer, current_layer, load_layer, use_layer
from advisor.knowledge.onet.layer import layer_files, layer_version
from advisor.knowledge.problems import KnowledgeError
from advisor.knowledge.store import current_knowledge, knowledge_folder, use_knowledge
from advisor.serving.metrics import Metrics

logger = logging.getLogger(__name__)

#: Seconds between two looks at the files: with the loading, a change is in use within two.
INTERVAL = 0.4

#: What tells whether files have changed: path, time of the last change in nanoseconds, size in bytes.
Stamp = List[Tuple[Text, int, int]]


class KnowledgeWatch:
    """Looks at the knowledge's files and puts what has changed in use, in the event loop that serves the messages."""

    def __init__(self, metrics: Metrics, folder: Optional[Path] = None) -> None:
        self._metrics = metrics
        self._folder = folder or knowledge_folder()
        self._seen: Optional[Stamp] = None
        self.problem: Optional[Text] = None

    async def run(self) -> None:
        """Looks until it is cancelled."""
        while True:
            try:
                await self.look()
            except Exception:  # whatever goes wrong here, later changes must still be seen
                logger.exception("The knowledge's files could not be looked at.")
            await asyncio.sleep(INTERVAL)

    async def look(self) -> None:
        """Loads what has changed since the last look, in a thread of its own, and swaps it in if it is sound."""
        stamp = await _in_thread(_stamp, self._folder)
        if stamp is None or stamp == self._seen:
            return
        self._seen = stamp
        try:
            base, layer = await _in_thread(_load_changed, self._folder, current_knowledge(), current_layer())
        except (KnowledgeError, LayerError, OSError) as error:
            self.problem = f"The changed knowledge is refused, the one from before stays in use. {error}"
            logger.error(self.problem)
            return
        if self.problem is not None:
            logger.warning("The knowledge is mended.")
        self.problem = None
        self._swap(base, layer)

    def _swap(self, base: KnowledgeBase, layer: Optional[OnetLayer]) -> None:
        if base is current_knowledge() and layer is current_layer():
            return
        # Nothing is awaited between the two, so that no message begins with one of each.
        use_knowledge(base)
        use_layer(layer)
        self._metrics.knowledge_loaded()
        logger.warning("Changed knowledge is in use: version %s.", base.version)


def _stamp(folder: Path) -> Optional[Stamp]:
    """The state of the files; None while one of them is just being replaced."""
    try:
        found = [(path, path.stat()) for path in [*knowledge_files(folder), *layer_files(folder)]]
    except OSError:
        return None
    return [(str(path), state.st_mtime_ns, state.st_size) for path, state in found]


def _load_changed(
    folder: Path, base: KnowledgeBase, layer: Optional[OnetLayer]
) -> Tuple[KnowledgeBase, Optional[OnetLayer]]:
    """What the files hold now; the very same objects where that is what is in use already.

    Raises:
        KnowledgeError, LayerError, OSError: they can't be used.
    """
    found = base if fingerprint(folder) == base.version else load_knowledge_base(folder)
    is_same_layer = layer_version(folder) == (layer.version if layer is not None else None)
    if is_same_layer and found.occupations == base.occupations:
        return found, layer
    return found, load_layer(folder, found.occupations)


async def _in_thread(function: Any, *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, function, *arguments)
