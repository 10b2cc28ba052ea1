"""Rasa featurizer: the sentence encoder's vector as the sentence feature of a message."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from advisor.nlu import encoder as encoder_package
from advisor.nlu.encoder import SentenceEncoder
from advisor.nlu.encoder.runtime import DIMENSIONS
from advisor.nlu.encoder.weights import WEIGHTS_SHA256

MODEL_FILE = "encoder.int8.onnx"
TOKENIZER_FILE = "tokenizer.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Encodes whole messages. At training it makes the encoder's file and keeps it in the model archive."""

    @classmethod
    def required_components(cls) -> List[Type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {**DenseFeaturizer.get_default_config()}

    @staticmethod
    def required_packages() -> List[Text]:
        return ["onnxruntime", "tokenizers"]

    def __init__(
        self, config: Dict[Text, Any], name: Text, model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._encoder: Optional[SentenceEncoder] = None

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoderFeaturizer":
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SentenceEncoderFeaturizer":
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._load_encoder(folder)
        return component

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """Rasa's cache knows this class's source alone; the encoder depends on its weights and code as well."""
        digest = hashlib.sha256(WEIGHTS_SHA256.encode())
        for path in sorted(Path(encoder_package.__file__).parent.glob("*.py")):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """There is nothing to configure."""

    def train(self, training_data: TrainingData) -> Resource:
        """Makes the encoder from the published weights; raises WeightsError where they are missing."""
        from advisor.nlu.encoder.onnx_graph import write_quantized_encoder
        from advisor.nlu.encoder.weights import find_files

        files = find_files()
        with self._model_storage.write_to(self._resource) as folder:
            write_quantized_encoder(files.weights, folder / MODEL_FILE)
            shutil.copy(files.tokenizer, folder / TOKENIZER_FILE)
            self._load_encoder(folder)
        return self._resource

    def _load_encoder(self, folder: Path) -> None:
        self._encoder = SentenceEncoder(folder / MODEL_FILE, folder / TOKENIZER_FILE)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        with_text = [message for message in messages if message.get(TEXT)]
        vectors = self._encoder.encode([message.get(TEXT) for message in with_text])
        for message, vector in zip(with_text, vectors):
            self._add_features(message, vector[None, :])
        return messages

    def _add_features(self, message: Message, vector: np.ndarray) -> None:
        # Rasa wants sequence features of the same origin; one row is enough, as nothing here reads them.
        alias = self._config[FEATURIZER_CLASS_ALIAS]
        tokens = max(1, len(message.get("text_tokens") or ()))
        sequence = np.zeros((tokens, DIMENSIONS), dtype=np.float32)
        message.add_features(Features(sequence, FEATURE_TYPE_SEQUENCE, TEXT, alias))
        message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, alias))
