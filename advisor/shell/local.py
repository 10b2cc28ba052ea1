"""The assistant in the chat's own process: no server, no port, the same answers and the same database."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from typing import Any, Awaitable, List

from advisor.shell.client import Button, Reply, Unreachable, Vocabulary, read_replies


class LoadFailed(Exception):
    """The assistant can't be loaded; the message says why and what to do."""


class LocalBackend:
    """Rasa's agent with our actions, as one conversation.

    Loading takes seconds. Everything of Rasa runs in one thread of its own, whose event loop is nobody else's.

    Raises:
        LoadFailed: the model, the knowledge base, a setting or the database can't be used.
    """

    def __init__(self, sender: str) -> None:
        self.sender = sender
        _check()
        _quieten()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._runtime = self._wait(_load(self._loop))

    def send(self, message: str) -> List[Reply]:
        try:
            return read_replies(self._wait(_answer(self._runtime, self.sender, message)))
        except Exception as error:  # whatever went wrong inside, the person gets a word and a way on
            raise Unreachable(f"The assistant failed: {error}. Try again, or ask otherwise.") from error

    def forget(self) -> None:
        from advisor.serving.conversations import forget

        try:
            self._wait(forget(self._runtime.agent, self.sender))
        except Exception as error:
            raise Unreachable(f"The conversation could not be deleted: {error}. Try again.") from error

    def first_questions(self) -> List[Button]:
        from advisor.answers.suggestions import suggest
        from advisor.knowledge.store import current_knowledge

        questions = suggest(None, current_knowledge()).questions
        return [Button(question.title, question.payload, question.question) for question in questions]

    def vocabulary(self) -> Vocabulary:
        from advisor.channels.vocabulary import vocabulary
        from advisor.knowledge.store import current_knowledge

        return Vocabulary(**vocabulary(current_knowledge()))

    def close(self) -> None:
        """Gives the database a last chance to take what it refused so far."""
        self._wait(self._runtime.conversations.write_waiting())

    def _wait(self, work: Awaitable[Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def _check() -> None:
    from advisor.serving.preflight import MODEL, StartError, check_start

    try:
        check_start("127.0.0.1", 0, MODEL)  # port 0 is always free: none is needed
    except StartError as error:
        raise LoadFailed(str(error)) from error


def _quieten() -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    import warnings

    import sanic  # noqa: F401 (switches deprecation warnings on: ours goes over it)

    warnings.simplefilter("ignore", DeprecationWarning)
    from advisor.logs import quiet_logs

    quiet_logs()


async def _load(loop: asyncio.AbstractEventLoop) -> Any:
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints

    from advisor.knowledge.store import PROJECT_FOLDER
    from advisor.serving.preflight import MODEL
    from advisor.serving.runtime import build_runtime
    from advisor.serving.settings import Settings

    if str(PROJECT_FOLDER) not in sys.path:  # the model's components and actions are imported by name
        sys.path.insert(0, str(PROJECT_FOLDER))
    endpoints = AvailableEndpoints.read_endpoints(str(PROJECT_FOLDER / "endpoints.yml"))
    agent = await load_agent(str(MODEL), endpoints=endpoints, loop=loop)
    if not agent.is_ready():
        raise LoadFailed(f"The model {MODEL.name} can't be loaded. Remove it and train anew: rm {MODEL} && make train")
    return build_runtime(agent, Settings.read())


async def _answer(runtime: Any, sender: str, message: str) -> List[Any]:
    """Returns the items of a reply, as the web channel sends them."""
    from rasa.core.channels.channel import UserMessage

    from advisor.channels.explaining import explain
    from advisor.channels.web import AnswerOutput
    from advisor.serving.conversations import forget

    opened = (runtime.signer.verify(message) or message) if message.startswith("/") else message
    output = AnswerOutput(runtime.signer)
    await runtime.agent.handle_message(UserMessage(opened, output, sender, input_channel="terminal"))
    if output.forget:
        await forget(runtime.agent, sender)
    if not output.messages:
        raise RuntimeError("it said nothing")
    parsed = await runtime.agent.parse_message(opened)
    output.messages[0]["custom"]["explain"] = explain(parsed, output.requests, output.answers)
    return output.messages
