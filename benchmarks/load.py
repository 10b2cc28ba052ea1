"""Users who talk to a bot over HTTP, and the seconds that their messages take."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from typing import Awaitable, Dict, List

import aiohttp

from benchmarks.bots import Bot
from benchmarks.measures import TURN_FIRST, TURN_LAST, TURN_MIDDLE, Load
from benchmarks.processes import BenchmarkError
from benchmarks.questions import PROBES, conversation, long_conversation

MESSAGE_SECONDS = 60
LOAD_SECONDS = 120
LONG_CONVERSATION_SECONDS = 600
PROBED_TURNS = (TURN_MIDDLE, TURN_LAST)


def send_load(bot: Bot, users: int, messages: int) -> Load:
    """Lets users talk at once, a new conversation every eight turns, until all is sent or two minutes are over.

    Raises:
        BenchmarkError: a message wasn't answered as it should be.
    """
    return asyncio.run(_send_load(bot, users, messages))


def time_turns(bot: Bot) -> Dict[int, List[float]]:
    """Returns the seconds of turns 1, 50 and 200 of a conversation, five for each: see :func:`long_conversation`.

    The first turn is that of five conversations; one more goes on for 200 turns.

    Raises:
        BenchmarkError: a message wasn't answered as it should be, or it took over ten minutes.
    """
    return asyncio.run(_within(_time_turns(bot), bot))


async def _send_load(bot: Bot, users: int, messages: int) -> Load:
    conversations = itertools.count()
    left = iter(range(messages))
    latencies: List[float] = []
    begin = time.perf_counter()

    async def user(client: "_Client") -> None:
        while True:
            sender = _sender()
            for message in conversation(bot.messages, next(conversations)):
                if next(left, None) is None or time.perf_counter() - begin > LOAD_SECONDS:
                    return
                latencies.append(await client.say(sender, message))

    async with _session() as session:
        client = _Client(session, bot)
        await asyncio.gather(*(user(client) for _ in range(users)))
    return Load(latencies, time.perf_counter() - begin)


async def _time_turns(bot: Bot) -> Dict[int, List[float]]:
    async with _session() as session:
        client = _Client(session, bot)
        first = [await client.say(_sender(), message) for message in bot.messages[:PROBES]]
        sender = _sender()
        said = long_conversation(bot.messages, PROBED_TURNS)
        seconds = [await client.say(sender, message) for message in said]
    return {TURN_FIRST: first, **{turn: seconds[turn - PROBES : turn] for turn in PROBED_TURNS}}


async def _within(turns: Awaitable[Dict[int, List[float]]], bot: Bot) -> Dict[int, List[float]]:
    try:
        return await asyncio.wait_for(turns, LONG_CONVERSATION_SECONDS)
    except asyncio.TimeoutError:
        raise BenchmarkError(
            f"{bot.name} did not get to turn {TURN_LAST} of a conversation within {LONG_CONVERSATION_SECONDS} s."
        ) from None


class _Client:
    def __init__(self, session: aiohttp.ClientSession, bot: Bot) -> None:
        self._session = session
        self._bot = bot

    async def say(self, sender: str, message: str) -> float:
        """Sends a message; returns the seconds until the reply was read."""
        begin = time.perf_counter()
        try:
            async with self._session.post(self._bot.url, json={"sender": sender, "message": message}) as response:
                body = await response.read()
                seconds = time.perf_counter() - begin
                reply = await response.json() if body else None
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise BenchmarkError(f"{self._bot.name} gave no reply to {message!r}: {error!r}") from error
        self._bot.check_reply(message, response.status, reply)
        return seconds


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=MESSAGE_SECONDS))


def _sender() -> str:
    return f"bench-{secrets.token_hex(8)}"
