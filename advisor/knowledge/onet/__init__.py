"""The imported layer: all of O*NET's occupations under the curated roles, which always win. Nothing here knows Rasa."""

from advisor.knowledge.onet.layer import LayerError, OnetLayer, load_layer
from advisor.knowledge.onet.store import current_layer, forget_layer, use_layer

__all__ = ["LayerError", "OnetLayer", "current_layer", "forget_layer", "load_layer", "use_layer"]
