"""The web channel: ``POST /webhooks/rest/webhook`` for the widget, the terminal and anybody's client."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.exceptions import ServiceUnavailable
from sanic.request import Request
from sanic.response import HTTPResponse

from advisor.answers.answer import ANSWER_VERSION, Answer
from advisor.answers.notices import APOLOGY_ANSWER
from advisor.answers.question import NoticeKind
from advisor.answers.suggestions import suggest
from advisor.channels.explaining import explain
from advisor.channels.guard import address_of, close_connections, error_response, guard, too_many
from advisor.channels.replies import RecentReplies
from advisor.channels.requests import BadRequest, ChatRequest, read_chat_request, read_feedback_request, read_sender
from advisor.channels.vocabulary import vocabulary_blueprint
from advisor.channels.widget_files import demo_page, widget_blueprint
from advisor.knowledge.store import PROJECT_FOLDER, current_knowledge, one_knowledge
from advisor.rendering.markdown import render_markdown
from advisor.serving.chart_files import chart_address, chart_blueprint
from advisor.serving.conversations import Feedback, forget, set_role
from advisor.serving.limits import TooMany, is_loopback
from advisor.serving.reply import FORGET, REQUESTS, answers_of
from advisor.serving.runtime import Runtime, build_runtime
from advisor.serving.settings import Settings
from advisor.serving.signing import PayloadSigner

logger = logging.getLogger(__name__)

STATIC = PROJECT_FOLDER / "advisor" / "channels" / "static"
WIDGET = PROJECT_FOLDER / "widget" / "dist" / "widget.js"


class AnswerOutput(CollectingOutputChannel):
    """Collects one item an answer: text, buttons, image and ``custom`` together."""

    def __init__(self, signer: PayloadSigner) -> None:
        super().__init__()
        self._signer = signer
        self.requests: List[Dict[Text, Any]] = []
        self.answers: List[Answer] = []
        self.forget = False

    @classmethod
    def name(cls) -> Text:
        return "web"

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        answers = [self._signed(answer) for answer in answers_of(message, current_knowledge())]
        buttons = [
            {**button, "payload": self._signer.sign(button["payload"])} for button in message.get("buttons") or ()
        ]
        self.answers += answers
        self.requests += message.get(REQUESTS) or []
        self.forget = self.forget or bool(message.get(FORGET))
        image = message.get("image") or chart_address(message.get(REQUESTS) or (), answers)
        self.messages.append(item(recipient_id, message.get("text"), buttons, image, answers))

    @property
    def is_apology(self) -> bool:
        """Whether an action failed and has said so."""
        return any(request.get("kind") == NoticeKind.APOLOGY.value for request in self.requests)

    def _signed(self, answer: Answer) -> Answer:
        offered = [
            following.copy(update={"payload": self._signer.sign(following.payload)})
            for following in answer.next_questions
        ]
        return answer.copy(update={"next_questions": offered})


def item(
    recipient_id: Text,
    text: Optional[Text],
    buttons: List[Dict[Text, Text]],
    image: Optional[Text],
    answers: List[Answer],
) -> Dict[Text, Any]:
    """Returns one item of the reply, by the contract of the web channel."""
    return {
        "recipient_id": recipient_id,
        "text": text or "",
        "buttons": buttons,
        "image": image,
        "custom": {"version": ANSWER_VERSION, "answers": [answer.dict(exclude_none=True) for answer in answers]},
    }


class WebChannel(InputChannel):
    """JSON over HTTP, a list of items as the reply; also the demo page, the widget, and what tells of the server."""

    @classmethod
    def name(cls) -> Text:
        return "rest"

    def url_prefix(self) -> Text:
        # Routes are spelled in full below, so that other paths than /webhooks can be served too.
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> List[Blueprint]:
        blueprint = Blueprint("web_channel")
        blueprint.listener(_guard_server, "before_server_start")
        blueprint.listener(_prepare_server, "after_server_start")
        blueprint.listener(_stop_server, "before_server_stop")

        replies = RecentReplies()

        @blueprint.post("/webhooks/rest/webhook")
        async def receive(request: Request) -> HTTPResponse:
            runtime = _runtime(request)
            try:
                chat = read_chat_request(request)
                runtime.limits.check_message(address_of(request), chat.sender)
                message = _opened(chat.message, runtime)
                _check_explain(chat, request, runtime)
            except BadRequest as error:
                return error_response(error.code, str(error), error.status)
            except TooMany as error:
                return too_many(error)
            return await replies.reply(
                chat.sender, chat.message_id, lambda: self._answer(chat, message, runtime, on_new_message)
            )

        @blueprint.post("/feedback")
        async def take_feedback(request: Request) -> HTTPResponse:
            try:
                given = read_feedback_request(request)
            except BadRequest as error:
                return error_response(error.code, str(error), error.status)
            feedback = Feedback(given.sender, given.answer_id, given.helpful, given.comment)
            _runtime(request).records.add_feedback(feedback)
            return response.empty()

        @blueprint.route("/conversations/<sender>", methods=["DELETE"], unquote=True)
        async def delete_conversation(request: Request, sender: Text) -> HTTPResponse:
            try:
                read_sender(sender)
            except BadRequest as error:
                return error_response(error.code, str(error), error.status)
            replies.forget(sender)
            await forget(_runtime(request).agent, sender)
            return response.empty()

        @blueprint.get("/suggestions")
        async def suggestions(request: Request) -> HTTPResponse:
            offered = suggest(request.args.get("role"), current_knowledge())
            signer = _runtime(request).signer
            questions = [
                {**question.dict(), "payload": signer.sign(question.payload)} for question in offered.questions
            ]
            return response.json({"greeting": offered.greeting, "questions": questions})

        _add_service_routes(blueprint)
        return [blueprint, widget_blueprint(STATIC, WIDGET), vocabulary_blueprint(), chart_blueprint()]

    @one_knowledge()
    async def _answer(
        self,
        chat: ChatRequest,
        message: Text,
        runtime: Runtime,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
    ) -> HTTPResponse:
        output = AnswerOutput(runtime.signer)
        try:
            if chat.role in current_knowledge().roles:
                await set_role(runtime.agent, chat.sender, chat.role)
            with runtime.metrics.latency.time():
                await on_new_message(UserMessage(message, output, chat.sender, input_channel=self.name()))
        except Exception:  # whatever went wrong inside, the person gets a word and a way on
            logger.exception("A message could not be answered.")
            output.messages = []
        if not output.messages or output.is_apology:
            runtime.metrics.errors.inc()
        if not output.messages:
            output.messages = [item(chat.sender, render_markdown([APOLOGY_ANSWER]), [], None, [APOLOGY_ANSWER])]
        if output.forget:
            await forget(runtime.agent, chat.sender)
        if chat.explain:
            parsed = await runtime.agent.parse_message(message)
            output.messages[0]["custom"]["explain"] = explain(parsed, output.requests, output.answers)
        return response.json(output.messages)


def _opened(message: Text, runtime: Runtime) -> Text:
    """What a message says to Rasa: a button's payload without its signature, any other text as it is."""
    if not message.lstrip().startswith("/"):
        return message
    payload = runtime.signer.verify(message)
    if payload is None:
        raise BadRequest("payload", "Messages that start with '/' are for buttons. Ask in your own words instead.")
    return payload


def _check_explain(chat: ChatRequest, request: Request, runtime: Runtime) -> None:
    if chat.explain and not (runtime.settings.explain and is_loopback(address_of(request))):
        raise BadRequest("explain", "Explanations are for the machine that the server runs on.", 403)


def _runtime(request: Request) -> Runtime:
    runtime: Optional[Runtime] = getattr(request.app.ctx, "runtime", None)
    if runtime is None:
        raise ServiceUnavailable("The server takes connections a moment before it can answer.")
    return runtime


async def _guard_server(app: Sanic, _: Any) -> None:
    guard(app, Settings.read())

    async def greet(request: Request) -> Optional[HTTPResponse]:
        # Rasa's own greeting holds the route "/".
        return demo_page(STATIC, request) if request.path == "/" and request.method in ("GET", "HEAD") else None

    app.register_middleware(greet, "request")


async def _prepare_server(app: Sanic, _: Any) -> None:
    app.ctx.runtime = build_runtime(app.ctx.agent, app.ctx.settings)
    app.add_task(app.ctx.runtime.knowledge.run(), name="knowledge")


async def _stop_server(app: Sanic, _: Any) -> None:
    close_connections(app)


def _add_service_routes(blueprint: Blueprint) -> None:
    @blueprint.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    @blueprint.get("/ready")
    async def ready(request: Request) -> HTTPResponse:
        problems = await _runtime(request).problems()
        # Problems name addresses of what stands behind the server: for its own machine alone.
        if problems and not is_loopback(address_of(request)):
            problems = ["Ask /ready on the server's own machine for what is wrong."]
        return response.json({"ready": not problems, "problems": problems}, 503 if problems else 200)

    @blueprint.get("/version")
    async def version(request: Request) -> HTTPResponse:
        return response.json(
            {
                "name": "career-advisor",
                "answer_version": ANSWER_VERSION,
                "knowledge": current_knowledge().version,
                "keep_days": request.app.ctx.settings.keep_days,
            }
        )

    @blueprint.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        runtime = _runtime(request)
        if not runtime.settings.metrics:
            return error_response("not_found", "There is nothing at /metrics.", 404)
        return response.raw(runtime.metrics.exposition(), content_type=runtime.metrics.content_type)
