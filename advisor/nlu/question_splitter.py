"""Several questions in one message: cut apart before the classifier, put together again behind it.

Rasa's graph runs lists of messages. The splitter appends the parts of a message to the list, so that featurizers and
classifier read them in one batch; :mod:`advisor.nlu.interpreter` takes them out again.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

SEGMENT = "segment"
#: A part of fewer words is no question of its own.
SHORTEST_SEGMENT = 3
MOST_SEGMENTS = 5
#: The encoder reads some 100 words; of a longer message, what asks is read by itself, the last questions first.
LONG_MESSAGE = 90
_QUESTION_WORD = (
    r"(?:what|which|how|where|when|why|who|is|are|am|can|could|do|does|did|will|would|should|shall|any|tell|also|whether)"
)
_BOUNDARY = re.compile(
    rf"[?!;\n]+\s*|\.\s+|,?\s+(?:(?:and|or|also|plus|but|then)(?:,?\s+(?:if yes|if so|also))?|if yes|if so),?\s+(?={_QUESTION_WORD}\b)|,\s+(?={_QUESTION_WORD}\b)",
    re.IGNORECASE,
)


#: People tell of themselves before they ask.
_STATEMENT = re.compile(
    r"(?:(?:hi|hello|hey|so|well|ok|currently|right now|basically)\b[ ,]*)*"
    r"(?:i|i'?m|i'?ve|im|ive|my|we|our|he|she|they|did|done|doing|as an?|being|having|after|before|since|assuming|there)\b",
    re.IGNORECASE,
)


_ASKS = re.compile(rf"{_QUESTION_WORD}\b", re.IGNORECASE)


def split_questions(text: Text) -> List[Text]:
    """Returns the parts of a text that may each be a question; one part for a simple text."""
    parts: List[Text] = []
    questions: List[Text] = []
    start = 0
    for boundary in [*_BOUNDARY.finditer(text), None]:
        end = boundary.start() if boundary else len(text)
        part = text[start:end].strip(" ,.")
        is_marked = boundary is not None and "?" in boundary.group()
        if len(part.split()) >= SHORTEST_SEGMENT and (is_marked or not _STATEMENT.match(part)):
            parts.append(part)
            if is_marked or _ASKS.match(part):
                questions.append(part)
        start = boundary.end() if boundary else end
    parts = questions or parts
    is_long = len(text.split()) > LONG_MESSAGE
    return parts[-MOST_SEGMENTS:] if len(parts) > 1 or (parts and is_long) else [text]


def is_segment(message: Message) -> bool:
    """Whether a message is a part that the splitter cut out."""
    return bool(message.get(SEGMENT))


def is_payload(text: Text) -> bool:
    """Whether a text is what a button sends, which is understood without reading it."""
    return text.startswith(INTENT_MESSAGE_PREFIX)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class QuestionSplitter(GraphComponent):
    """Appends the parts of messages that hold several questions."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "QuestionSplitter":
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples are single questions."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        segments: List[Message] = []
        for message in messages:
            text = message.get(TEXT) or ""
            parts = [] if is_payload(text) else split_questions(text)
            if parts != [text]:
                segments += [Message(data={TEXT: part, SEGMENT: True}) for part in parts]
        return messages + segments
