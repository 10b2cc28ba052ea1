"""Takes tasks in, does them in the background, one after the other in each conversation, and sends what comes of it."""

from __future__ import annotations

import asyncio
import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Tuple

from rasa.core.channels.channel import UserMessage

from advisor.answers import compose
from advisor.answers.answer import Answer
from advisor.answers.notices import APOLOGY_ANSWER
from advisor.answers.question import from_dict
from advisor.channels.slack.home import home_view
from advisor.channels.slack.inbound import more_value
from advisor.channels.slack.output import SlackReplies
from advisor.channels.slack.redaction import slack_logger
from advisor.channels.slack.sender import SlackRefused, SlackSender, SlackUnavailable
from advisor.channels.slack.store import StoredWork, WorkStore, hash_key
from advisor.channels.slack.tasks import Ask, Incoming, Place, Rate, Say, ShowMore
from advisor.knowledge.onet import current_layer
from advisor.knowledge.store import current_knowledge, one_knowledge
from advisor.rendering.slack import Frame, Picture, SlackMessage, render_short, render_text, render_whole
from advisor.serving.reply import REQUESTS, answers_of

logger = slack_logger(__name__)

#: Tasks waiting or under way; more are turned away, and Slack tries again.
MOST_TASKS = 500
#: Messages that the bot works on at once.
MOST_ANSWERING = 4
ANSWER_SECONDS = 60.0
DATABASE_THREADS = 4
#: An answer that can't be delivered for so long is given up.
GIVE_UP_SECONDS = 24 * 3600.0
SEEN_SECONDS = 30 * 24 * 3600.0
PURGE_SECONDS = 3600.0
STOP_SECONDS = 5.0
#: The key of a bot message after which the conversation is deleted.
FORGET = "forget"

THANKS = "Thank you, noted."
ALREADY_ANSWERED = "That one is answered already: look a little further down."

Answering = Callable[[UserMessage], Awaitable[Any]]
Forgetting = Callable[[str], Awaitable[Any]]
Rating = Callable[[str, str, bool], Awaitable[Any]]
Drawing = Callable[[Answer], Awaitable[Optional["Chart"]]]


@dataclass(frozen=True)
class Chart:
    """A picture of an answer's figures as PNG; ``alt`` says in words what it shows."""

    png: bytes
    alt: str


@dataclass(frozen=True)
class Bot:
    """What the channel asks of the rest of the assistant.

    ``answer`` is Rasa's ``on_new_message``; ``forget(sender)`` deletes a conversation under its lock;
    ``rate(sender, answer_id, helpful)`` keeps feedback; ``draw(answer)`` makes a chart where a message has no picture's
    address, None for an answer without one.
    """

    answer: Answering
    forget: Forgetting
    rate: Rating
    draw: Optional[Drawing] = None


@dataclass(frozen=True)
class Pace:
    """How fast the desk turns, in seconds. A lease outlives a stall of the event loop, and not long a process."""

    lease: float = 10.0
    heartbeat: float = 2.0
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


class DeskIsFull(Exception):
    """There is more to do than the desk takes; what isn't taken in is to be sent again."""


@dataclass(frozen=True)
class _Work:
    """A task at the desk. ``response_url`` is known only to the process that took it in."""

    stored: StoredWork
    response_url: Optional[str] = None

    @property
    def id(self) -> str:
        return self.stored.id


class Desk:
    """Everything between Slack's request, acknowledged at once, and the answer in Slack."""

    def __init__(
        self,
        bot: Bot,
        sender: SlackSender,
        store: WorkStore,
        heartbeat_seconds: float,
        most_tasks: int = MOST_TASKS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._store = store
        self._most_tasks = most_tasks
        self._heartbeat_seconds = heartbeat_seconds
        self._clock = clock
        self._under_way: Dict[str, _Work] = {}
        self._queues: Dict[str, "asyncio.PriorityQueue[Tuple[float, int, _Work]]"] = {}
        self._runners: Dict[str, "asyncio.Task[None]"] = {}
        self._numbers = itertools.count()
        self._answering = asyncio.Semaphore(MOST_ANSWERING)
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="slack-database")
        self._heart: Optional["asyncio.Task[None]"] = None

    async def start(self) -> None:
        """Takes up what an earlier process left, and goes on looking for such work."""
        self._heart = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """Lets what is under way end, for some seconds; what then remains is left for the next process."""
        if self._heart is not None:
            self._heart.cancel()
        runners = list(self._runners.values())
        if runners:
            await asyncio.wait(runners, timeout=STOP_SECONDS)
        for runner in runners:
            runner.cancel()
        await asyncio.gather(*runners, return_exceptions=True)
        for id_ in list(self._under_way):
            await self._database(self._store.release, id_)
        self._threads.shutdown(wait=False)
        self._store.close()
        await self._sender.close()

    async def take(self, incoming: Incoming) -> bool:
        """Takes a task in, so that it will be done whatever happens; returns whether it is a new one.

        Raises:
            DeskIsFull: it was not taken in.
        """
        if len(self._under_way) >= self._most_tasks:
            raise DeskIsFull
        seen = await self._database(self._store.add, incoming.keys, incoming.task)
        if seen is None:
            stored = StoredWork(hash_key(incoming.keys[-1]), incoming.task, None, 0, False, self._clock())
            self._queue(_Work(stored, incoming.response_url), incoming.order)
            return True
        if seen > 0 and incoming.response_url and not isinstance(incoming.task, Rate):
            await self._say_that_it_is_answered(incoming)
        return False

    async def _say_that_it_is_answered(self, incoming: Incoming) -> None:
        """A second press of a button gets a word, unless the first is still being answered."""
        if await self._database(self._store.is_open, incoming.keys[-1]):
            return
        key = f"{incoming.keys[0]}:answered"
        note = Incoming(
            (key,), Say(replace(incoming.task.place, private=True), ALREADY_ANSWERED), incoming.response_url
        )
        await self.take(note)

    def _queue(self, work: _Work, order: float = 0.0) -> None:
        conversation = work.stored.task.place.conversation
        self._under_way[work.id] = work
        self._queues.setdefault(conversation, asyncio.PriorityQueue()).put_nowait((order, next(self._numbers), work))
        if conversation not in self._runners:
            self._runners[conversation] = asyncio.create_task(self._run(conversation))

    async def _run(self, conversation: str) -> None:
        queue = self._queues[conversation]
        try:
            while not queue.empty():
                _, _, work = queue.get_nowait()
                try:
                    await self._do(work)
                except Exception:  # its row stays, and is taken up again when the lease has run out
                    logger.exception("A task of the Slack channel could not be finished; it is tried again.")
                self._under_way.pop(work.id, None)
        finally:
            del self._queues[conversation], self._runners[conversation]

    async def _do(self, work: _Work) -> None:
        try:
            await self._do_task(work)
        except SlackUnavailable as unavailable:
            await self._leave_for_later(work, unavailable)
            return
        except SlackRefused as refused:
            logger.error("An answer could not be delivered. %s.", refused)
        except Exception:
            logger.exception("A task of the Slack channel failed.")
            await self._apologise(work)
        await self._database(self._store.finish, work.id)

    async def _apologise(self, work: _Work) -> None:
        try:
            place = work.stored.task.place
            await self._deliver(work, place, render_text(APOLOGY_ANSWER.lead), f"{work.id[:32]}:apology")
        except (SlackRefused, SlackUnavailable) as error:
            logger.error("An apology could not be delivered. %s", error)

    async def _leave_for_later(self, work: _Work, unavailable: SlackUnavailable) -> None:
        if self._clock() - work.stored.received > GIVE_UP_SECONDS:
            logger.error("An answer could not be delivered for a day and is given up. %s", unavailable)
            await self._database(self._store.finish, work.id)
        else:
            logger.warning("An answer waits for Slack, %.0f s. %s", unavailable.seconds, unavailable)
            await self._database(self._store.release, work.id, unavailable.seconds)

    async def _do_task(self, work: _Work) -> None:
        task = work.stored.task
        if isinstance(task, Ask):
            await self._answer(work, task)
        elif isinstance(task, ShowMore):
            await self._show_more(work, task)
        elif isinstance(task, Rate):
            await self._rate(work, task)
        elif isinstance(task, Say):
            await self._send(work, task.place, [partial(self._deliver, work, task.place, render_text(task.text))])
        else:
            await self._sender.publish_home(task.place.user, home_view(current_knowledge()))

    @one_knowledge()
    async def _answer(self, work: _Work, task: Ask) -> None:
        place = await self._reachable(task.place)
        replies = work.stored.replies
        if replies is None:
            replies = await self._ask_bot(place, task.text)
            await self._database(self._store.save_replies, work.id, replies)
        await self._send(work, place, await self._deliveries(work, place, replies, task.asked))
        if task.place.channel is None:
            # A view that was pressed is renewed, so that the same button may be pressed again.
            await self._sender.publish_home(place.user, home_view(current_knowledge()))

    async def _ask_bot(self, place: Place, text: str) -> List[Dict[str, Any]]:
        """Returns what the bot says, at the very least an apology."""
        output = SlackReplies()
        message = UserMessage(text, output, place.conversation, input_channel=output.name())
        try:
            async with self._answering:
                await asyncio.wait_for(self._bot.answer(message), ANSWER_SECONDS)
                if any(reply.get(FORGET) for reply in output.messages):
                    await self._bot.forget(place.conversation)
        except Exception:  # whatever went wrong inside, the person gets a word and a way on
            logger.exception("A message of conversation %s could not be answered.", place.conversation)
            output.messages = []
        return output.messages or [{"text": APOLOGY_ANSWER.lead}]

    async def _deliveries(
        self, work: _Work, place: Place, replies: List[Dict[str, Any]], asked: Optional[str]
    ) -> List[Callable[[str], Awaitable[None]]]:
        """What is to be sent for the bot's replies, message by message."""
        deliveries: List[Callable[[str], Awaitable[None]]] = []
        for reply in replies:
            answers = answers_of(reply, current_knowledge())
            requests: List[Optional[Mapping[str, Any]]] = list(reply.get(REQUESTS) or [None] * len(answers))
            for number, (answer, request) in enumerate(zip(answers, requests)):
                frame = Frame(asked if not deliveries else None, _picture(reply, answer) if number == 0 else None)
                messages = _messages(answer, request, frame)
                deliveries += [partial(self._deliver, work, place, message) for message in messages]
                if frame.picture is None and not place.private:
                    deliveries += await self._chart_delivery(place, answer)
        return deliveries

    async def _chart_delivery(self, place: Place, answer: Answer) -> List[Callable[[str], Awaitable[None]]]:
        if self._bot.draw is None:
            return []
        try:
            chart = await self._bot.draw(answer)
        except Exception:  # the figures are in the answer; a chart is not worth losing it
            logger.exception("The chart of answer %s could not be drawn.", answer.id)
            return []
        if chart is None:
            return []
        return [lambda _: self._sender.upload(place, f"{answer.id}.png", chart.png, chart.alt)]

    async def _send(self, work: _Work, place: Place, deliveries: List[Callable[[str], Awaitable[None]]]) -> None:
        """Sends what isn't sent yet, and keeps count, so that nothing is sent twice after a restart."""
        unclear = work.stored.sending
        for number, deliver in enumerate(deliveries):
            if number < work.stored.sent:
                continue
            key = f"{work.id[:32]}:{number}"
            if not (unclear and not place.private and await self._sender.was_posted(place, key)):
                await self._database(self._store.start_sending, work.id)
                await deliver(key)
            unclear = False
            await self._database(self._store.finish_sending, work.id, number + 1)

    async def _deliver(self, work: _Work, place: Place, message: SlackMessage, key: str) -> None:
        """Sends one message to its place; a private one goes by the response URL, or as a direct message."""
        if not place.private:
            await self._sender.post(await self._reachable(place), message, key)
            return
        if work.response_url:
            try:
                await self._sender.respond(work.response_url, message)
                return
            except SlackRefused as refused:
                logger.warning("%s; the answer goes to the person's direct messages.", refused)
        direct = await self._reachable(Place(place.team, place.user))
        await self._sender.post(direct, message, key)

    async def _reachable(self, place: Place) -> Place:
        """A place with its channel: the person's direct messages, where none is named."""
        if place.channel is not None:
            return place
        return replace(place, channel=await self._sender.open_direct(place.user))

    async def _show_more(self, work: _Work, task: ShowMore) -> None:
        answer = compose(from_dict(task.request), current_knowledge(), current_layer())
        first, *others = render_whole(answer, Frame(task.asked))
        if not await self._replace(work, task, first):
            others = [first, *others]
        await self._send(work, task.place, [partial(self._deliver, work, task.place, message) for message in others])

    async def _replace(self, work: _Work, task: ShowMore, message: SlackMessage) -> bool:
        """Puts a message in the place of the shortened one; returns whether that could be done."""
        try:
            if not task.place.private:
                await self._sender.update(task.place, task.message, message)
            elif work.response_url:
                await self._sender.respond(work.response_url, message, replace=True)
            else:
                return False
        except SlackRefused as refused:
            logger.warning("%s; the whole answer is sent as a new message.", refused)
            return False
        return True

    async def _rate(self, work: _Work, task: Rate) -> None:
        await self._bot.rate(task.place.conversation, task.answer_id, task.helpful)
        if work.response_url:
            await self._sender.respond(work.response_url, render_text(THANKS))

    async def _beat(self) -> None:
        """Keeps the lease on what is under way, and takes up what nobody holds."""
        purged = float("-inf")
        while True:
            try:
                if time.monotonic() - purged >= PURGE_SECONDS:
                    purged = time.monotonic()
                    await self._database(self._store.purge, SEEN_SECONDS)
                if self._under_way:
                    await self._database(self._store.renew, list(self._under_way))
                for stored in await self._database(self._store.claim):
                    if stored.id not in self._under_way:
                        self._queue(_Work(stored))
            except Exception:
                logger.exception("The Slack channel's work could not be looked through; the next try follows.")
            await asyncio.sleep(self._heartbeat_seconds)

    async def _database(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Runs a database call in a thread of its own kind: a slow disk must not hold up an acknowledgement."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(function, *arguments))


def _messages(answer: Answer, request: Optional[Mapping[str, Any]], frame: Frame) -> List[SlackMessage]:
    """An answer as messages; one whose request isn't known can't be shown whole later, and is so at once."""
    if request is None:
        return render_whole(answer, frame)
    return render_short(answer, more_value(request, frame.asked), frame)


def _picture(reply: Mapping[str, Any], answer: Answer) -> Optional[Picture]:
    """A reply's picture, if Slack can fetch it."""
    url = reply.get("image") or ""
    if not url.startswith(("https://", "http://")):
        return None
    return Picture(url, f"Chart: {answer.title or answer.lead}")
