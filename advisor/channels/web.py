"""The web channel: ``POST /webhooks/rest/webhook`` for the widget, the terminal and anybody's client."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from advisor.answers.answer import ANSWER_VERSION, Answer
from advisor.answers.notices import APOLOGY_ANSWER
from advisor.channels.requests import BadRequest, read_chat_request
from advisor.knowledge.store import current_knowledge
from advisor.rendering.markdown import render_markdown
from advisor.serving.actions import connect_actions
from advisor.serving.rasa_mends import mend_action_validation
from advisor.serving.reply import answers_of

logger = logging.getLogger(__name__)


class AnswerOutput(CollectingOutputChannel):
    """Collects one item an answer: text, buttons, image and ``custom`` together."""

    @classmethod
    def name(cls) -> Text:
        return "web"

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        answers = answers_of(message, current_knowledge())
        self.messages.append(item(recipient_id, message.get("text"), message.get("buttons"), message.get("image"), answers))


def item(
    recipient_id: Text,
    text: Optional[Text],
    buttons: Optional[List[Dict[Text, Text]]],
    image: Optional[Text],
    answers: List[Answer],
) -> Dict[Text, Any]:
    """Returns one item of the reply, by the contract of the web channel."""
    return {
        "recipient_id": recipient_id,
        "text": text or "",
        "buttons": buttons or [],
        "image": image,
        "custom": {"version": ANSWER_VERSION, "answers": [answer.dict(exclude_none=True) for answer in answers]},
    }


class WebChannel(InputChannel):
    """JSON over HTTP, a list of items as the reply."""

    @classmethod
    def name(cls) -> Text:
        return "rest"

    def url_prefix(self) -> Text:
        # Routes are spelled in full below, so that other paths than /webhooks can be served too.
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint("web_channel")
        blueprint.listener(_prepare_server, "after_server_start")

        @blueprint.post("/webhooks/rest/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                chat = read_chat_request(request)
            except BadRequest as error:
                return response.json({"error": {"code": error.code, "message": str(error)}}, error.status)
            output = AnswerOutput()
            try:
                await on_new_message(UserMessage(chat.message, output, chat.sender, input_channel=self.name()))
            except Exception:  # whatever went wrong inside, the person gets a word and a way on
                logger.exception("A message of conversation %s could not be answered.", chat.sender)
                output.messages = []
            if not output.messages:
                output.messages = [item(chat.sender, render_markdown([APOLOGY_ANSWER]), None, None, [APOLOGY_ANSWER])]
            return response.json(output.messages)

        @blueprint.get("/version")
        async def version(request: Request) -> HTTPResponse:
            return response.json(
                {"name": "career-advisor", "answer_version": ANSWER_VERSION, "knowledge": current_knowledge().version}
            )

        return blueprint


async def _prepare_server(app: Sanic, _: Any) -> None:
    """Connects what Rasa loaded with what is ours, once it is loaded."""
    mend_action_validation()
    connect_actions(app.ctx.agent)
    current_knowledge()
