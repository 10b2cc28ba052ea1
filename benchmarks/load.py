"""Users who talk to a bot over HTTP, and the seconds that their messages take."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from typing import Awaitable, Dict, List

import aiohttp

from benchmarks.bots import RunningBot
from benchmarks.measures import TURN_FIRST, TURN_LAST, TURN_MIDDLE, Load
from benchmarks.processes import BenchmarkError
from benchmarks.questions import PROBES, conversation, long_conversation

MESSAGE_SECONDS = 60
LOAD_SECONDS = 120
LONG_CONVERSATION_SECONDS = 600
PROBED_TURNS = (TURN_MIDDLE, TURN_LAST)


def send_load(server: RunningBot, users: int, messages: int) -> Load:
    """Lets users talk at once, a new conversation every eight turns, until all is sent or two minutes are over.

    Raises:
        BenchmarkError: a message wasn't answered as it should be.
    """
    return asyncio.run(_send_load(server, users, messages))


def time_turns(server: RunningBot) -> Dict[int, List[float]]:
    """Returns the seconds of turns 1, 50 and 200 of a conversation: see :func:`long_conversation`.

    Of the later turns there are five each, all of one conversation of 200 turns. Beside each of them a conversation
    of its own begins with the same question, so that what else the machine does at the time meets both.

    Raises:
        BenchmarkError: a message wasn't answered as it should be, or it took over ten minutes.
    """
    return asyncio.run(_within(_time_turns(server), server.bot.name))


async def _send_load(server: RunningBot, users: int, messages: int) -> Load:
    conversations = itertools.count()
    left = iter(range(messages))
    latencies: List[float] = []
    begin = time.perf_counter()

    async def user(client: "_Client") -> None:
        while True:
            sender = _sender()
            for message in conversation(server.bot.messages, next(conversations)):
                if next(left, None) is None or time.perf_counter() - begin > LOAD_SECONDS:
                    return
                latencies.append(await client.say(sender, message))

    async with _session() as session:
        client = _Client(session, server)
        await asyncio.gather(*(user(client) for _ in range(users)))
    return Load(latencies, time.perf_counter() - begin)


async def _time_turns(server: RunningBot) -> Dict[int, List[float]]:
    async with _session() as session:
        client = _Client(session, server)
        sender = _sender()
        timed: Dict[int, List[float]] = {turn: [] for turn in (TURN_FIRST, *PROBED_TURNS)}
        for turn, message in enumerate(long_conversation(server.bot.messages, PROBED_TURNS), start=1):
            seconds = await client.say(sender, message)
            for probed in PROBED_TURNS:
                if probed - PROBES < turn <= probed:
                    timed[probed].append(seconds)
                    timed[TURN_FIRST].append(await client.say(_sender(), message))
    return timed


async def _within(turns: Awaitable[Dict[int, List[float]]], name: str) -> Dict[int, List[float]]:
    try:
        return await asyncio.wait_for(turns, LONG_CONVERSATION_SECONDS)
    except asyncio.TimeoutError:
        raise BenchmarkError(
            f"{name} did not get to turn {TURN_LAST} of a conversation within {LONG_CONVERSATION_SECONDS} s."
        ) from None


class _Client:
    def __init__(self, session: aiohttp.ClientSession, server: RunningBot) -> None:
        self._session = session
        self._server = server
        self._bot = server.bot

    async def say(self, sender: str, message: str) -> float:
        """Sends a message; returns the seconds until the reply was read."""
        begin = time.perf_counter()
        try:
            async with self._session.post(self._bot.url, json={"sender": sender, "message": message}) as response:
                body = await response.read()
                seconds = time.perf_counter() - begin
                reply = await response.json() if body else None
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            self._server.check()
            raise BenchmarkError(f"{self._bot.name} gave no reply to {message!r}: {error!r}") from error
        self._bot.check_reply(message, response.status, reply)
        return seconds


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=MESSAGE_SECONDS))


def _sender() -> str:
    return f"bench-{secrets.token_hex(8)}"
