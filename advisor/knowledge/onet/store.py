"""The one place that the running assistant takes the imported layer from."""

from __future__ import annotations

import logging
from typing import Optional

from advisor.knowledge.onet.layer import LayerError, OnetLayer, load_layer
from advisor.knowledge.store import InUse, current_knowledge, knowledge_folder

logger = logging.getLogger(__name__)


def current_layer() -> Optional[OnetLayer]:
    """Returns the imported layer in use, loading it at the first call; None where nothing was imported.

    A layer that can't be used is told in the log and left out: the curated roles answer without it.
    """
    return _layer.current()


def use_layer(layer: Optional[OnetLayer]) -> None:
    """Puts another layer in use; None means to do without."""
    _layer.use(layer)


def forget_layer() -> None:
    """Makes the next call of :func:`current_layer` load the layer anew."""
    _layer.forget()


def _load() -> Optional[OnetLayer]:
    try:
        return load_layer(knowledge_folder(), current_knowledge().occupations)
    except LayerError as error:
        logger.error("The imported occupations are left out. %s", error)
        return None


_layer: InUse[Optional[OnetLayer]] = InUse("imported layer", _load)
