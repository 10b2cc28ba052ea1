"""How answers travel: as markdown with buttons for any channel, and as their requests for ours.

A conversation's events are replayed at every turn, so they hold the few ids of a request and not the whole answer;
a channel of ours builds the answer from them again.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Dict, List, Mapping, Optional, Sequence, Text, Tuple

from rasa_sdk.executor import CollectingDispatcher

from advisor.answers import Answer, Question, Request, compose
from advisor.answers.answer import NextQuestion, plain_answer
from advisor.answers.builder import MOST_NEXT_QUESTIONS
from advisor.answers.notices import APOLOGY_ANSWER
from advisor.answers.question import from_dict, to_dict
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.onet import current_layer
from advisor.knowledge.onet.layer import OnetLayer
from advisor.rendering.markdown import render_markdown
from advisor.serving.chart_files import chart_address

#: The key of a bot message under which the requests are kept.
REQUESTS = "requests"
#: The key that says: delete the conversation once this is said.
FORGET = "forget"


def utter(dispatcher: CollectingDispatcher, requests: Sequence[Request], base: Optional[KnowledgeBase]) -> None:
    """Utters the answers to requests as one message; without a knowledge base, an apology."""
    answers = compose_all(requests, base)
    plain = [to_dict(request) for request in requests]
    dispatcher.utter_message(
        text=render_markdown(answers),
        buttons=buttons_of(answers),
        # Slack shows a message's picture with its first answer.
        image=chart_address(plain[:1], answers[:1]),
        **{REQUESTS: plain},
    )


def compose_all(requests: Sequence[Request], base: Optional[KnowledgeBase]) -> List[Answer]:
    """Returns the answers to requests, in order."""
    if base is None:
        return [APOLOGY_ANSWER]
    layer = current_layer()
    return [_composed(request, base, layer) for request in requests]


#: Answers that were composed lately: an action and its channel ask for the same one, and people ask alike.
_recent: "OrderedDict[Tuple[Request, Text, int], Answer]" = OrderedDict()
_MOST_RECENT = 512


def _composed(request: Request, base: KnowledgeBase, layer: Optional[OnetLayer]) -> Answer:
    """Composes an answer, or returns the one composed before from the same knowledge."""
    if not isinstance(request, Question):
        return compose(request, base, layer)
    key = (request, base.version, id(layer))
    answer = _recent.pop(key, None) or compose(request, base, layer)
    _recent[key] = answer
    if len(_recent) > _MOST_RECENT:
        _recent.popitem(last=False)
    return answer


def buttons_of(answers: Sequence[Answer]) -> List[Dict[Text, Text]]:
    """The next questions of all answers as Rasa's buttons, each once."""
    offered = {
        following.payload: {"title": following.title, "payload": following.payload, "question": following.question}
        for answer in answers
        for following in answer.next_questions
    }
    return list(offered.values())[:MOST_NEXT_QUESTIONS]


def answers_of(message: Mapping[Text, Any], base: KnowledgeBase) -> List[Answer]:
    """Returns the answers that a bot message stands for; plain text from the domain becomes an answer of its own."""
    requests = message.get(REQUESTS)
    if requests:
        return compose_all([from_dict(request) for request in requests], base)
    buttons = [
        NextQuestion(title=button["title"], question=button.get("question", button["title"]), payload=button["payload"])
        for button in message.get("buttons") or ()
    ]
    return [plain_answer(message.get("text") or "", buttons)]
