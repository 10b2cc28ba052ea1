"""Rasa entity extractor: links a message to the knowledge base that is in use. Nothing of it is training input."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.onet import OnetLayer, current_layer
from advisor.knowledge.store import current_knowledge
from advisor.linking import Linker
from advisor.nlu.entities import to_entity
from advisor.nlu.question_splitter import is_payload, is_segment


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityLinker(GraphComponent, EntityExtractorMixin):
    """Adds an entity for each mention, its value one id."""

    def __init__(self) -> None:
        self._linker: Optional[Tuple[KnowledgeBase, Optional[OnetLayer], Linker]] = None

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EntityLinker":
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        linker = self._current_linker()
        for message in messages:
            text = message.get(TEXT) or ""
            if is_segment(message) or is_payload(text):
                continue
            entities = [to_entity(mention, self.name) for mention in linker.link(text)]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def _current_linker(self) -> Linker:
        """The linker for the knowledge in use, built anew when that has changed."""
        base, layer = current_knowledge(), current_layer()
        if self._linker is None or self._linker[0] is not base or self._linker[1] is not layer:
            self._linker = (base, layer, Linker(base, layer))
        return self._linker[2]
