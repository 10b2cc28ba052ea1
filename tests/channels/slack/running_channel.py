"""The channel in a server of its own, with a bot that answers from the knowledge base in place of Rasa."""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable, Dict, List, Optional, Tuple

import sqlalchemy as sa
from fake_slack import BOT_TOKEN, SIGNING_SECRET, WAIT_SECONDS, FakeSlack, SlackHttp
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from sanic import Sanic
from sanic.touchup import TouchUp

from advisor.answers import Question
from advisor.answers.question import to_dict
from advisor.channels.slack.channel import SlackChannel
from advisor.channels.slack.desk import Chart, Pace
from advisor.channels.slack.settings import SlackSettings
from advisor.knowledge.models import Topic
from advisor.serving.conversations import Feedback, Records
from advisor.serving.tracker_store import ConversationStore

_names = (f"slack_test_{number}" for number in itertools.count())


_touch_up = TouchUp.run
_touched: List[Sanic] = []


def touch_up_once(app: Sanic) -> None:
    """Sanic rewrites its own methods at the start, which it can do only once in a process."""
    if not _touched:
        _touch_up(app)
        _touched.append(app)


class BotDouble:
    """Answers in place of Rasa, and keeps what it was asked: (conversation, text)."""

    def __init__(self) -> None:
        self.asked: List[Tuple[str, str]] = []
        self.say: Callable[[str], List[Dict[str, Any]]] = lambda text: [{"text": f"You said: {text}"}]
        self.gate = threading.Event()
        self.gate.set()
        self.chart: Optional[Chart] = None

    async def answer(self, message: UserMessage) -> None:
        self.asked.append((message.sender_id, message.text))
        await asyncio.get_running_loop().run_in_executor(None, self.gate.wait, WAIT_SECONDS)
        for reply in self.say(message.text):
            await message.output_channel.send_response(message.sender_id, reply)

    async def draw(self, answer: Any) -> Optional[Chart]:
        return self.chart

    @property
    def texts(self) -> List[str]:
        return [text for _, text in self.asked]

    @property
    def conversations(self) -> List[str]:
        return [sender for sender, _ in self.asked]


def reply_to(*questions: Question, **more: Any) -> Dict[str, Any]:
    """What an action utters for questions."""
    return {"text": "(markdown)", "requests": [to_dict(question) for question in questions], **more}


PAY = Question(Topic.SALARY, ("data_engineer",), "canada")
LONG = Question(Topic.CERTIFICATIONS, ("data_engineer",))


class RunningChannel:
    """The channel behind HTTP, in a thread of its own."""

    def __init__(self, slack: FakeSlack, bot: BotDouble, database: Path, app_token: str = "") -> None:
        self.bot = bot
        self.pauses: List[float] = []
        self.store = ConversationStore(host=f"sqlite:///{database}")
        self.channel = SlackChannel(
            SlackSettings(BOT_TOKEN, SIGNING_SECRET, app_token, slack.api_url), bot.draw, Pace(0.5, 0.05, self._pause)
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._call(self._start())
        self.http = SlackHttp(self.url)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    @property
    def feedback(self) -> List[Feedback]:
        return list(Records(self.store.engine).all_feedback())

    def rows(self, table: str) -> List[Dict[str, Any]]:
        """All rows of a table of the database."""
        with self.store.engine.connect() as connection:
            return [dict(row) for row in connection.execute(sa.text(f"SELECT * FROM {table}"))]

    def _call(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(WAIT_SECONDS)

    async def _start(self) -> None:
        app = Sanic(next(_names), configure_logging=False)
        app.ctx.agent = SimpleNamespace(tracker_store=self.store, lock_store=InMemoryLockStore())
        app.blueprint(self.channel.blueprint(self.bot.answer), url_prefix="/webhooks/slack")
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%s" % listening.getsockname()[1]
        self._server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await self._server.startup()
        await self._server.after_start()

    def stop(self) -> None:
        self._call(self._server.before_stop())
        self._end()

    def kill(self) -> None:
        """Ends at once, with everything under way left as it is in the database."""
        self._call(self._drop())
        self._end()

    async def _drop(self) -> None:
        desk = self.channel._desk
        tasks = [desk._heart, *desk._runners.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _end(self) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_SECONDS)

    async def _close(self) -> None:
        self._server.close()
        await self._server.wait_closed()
