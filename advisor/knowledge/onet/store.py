"""The one place that the running assistant takes the imported layer from."""

from __future__ import annotations

import logging
import threading
from typing import Optional, Tuple

from advisor.knowledge.onet.layer import LayerError, OnetLayer, load_layer
from advisor.knowledge.store import current_knowledge, knowledge_folder

logger = logging.getLogger(__name__)

_lock = threading.Lock()
_current: Optional[Tuple[Optional[OnetLayer]]] = None


def current_layer() -> Optional[OnetLayer]:
    """Returns the imported layer in use, loading it at the first call; None where nothing was imported.

    A layer that can't be used is told in the log and left out: the curated roles answer without it.
    """
    global _current
    if _current is None:
        with _lock:
            if _current is None:
                _current = (_load(),)
    return _current[0]


def use_layer(layer: Optional[OnetLayer]) -> None:
    """Puts another layer in use; None means to do without."""
    global _current
    with _lock:
        _current = (layer,)


def forget_layer() -> None:
    """Makes the next call of :func:`current_layer` load the layer anew."""
    global _current
    with _lock:
        _current = None


def _load() -> Optional[OnetLayer]:
    try:
        return load_layer(knowledge_folder(), current_knowledge().occupations)
    except LayerError as error:
        logger.error("The imported occupations are left out. %s", error)
        return None
