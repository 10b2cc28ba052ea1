"""The two bots under measure: how each is started, what it is asked, and what a right reply looks like."""

from __future__ import annotations

import secrets
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator, List, Mapping, Sequence, Tuple

import requests

from benchmarks import twin
from benchmarks.processes import BenchmarkError, Process, free_port, started
from benchmarks.questions import CAREER_QUESTIONS, TWIN_QUESTIONS

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
LOOPBACK = "127.0.0.1"
START_SECONDS = 300
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Command:
    """One of the processes that a bot is made of."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Bot:
    """A bot that can be started; ``is_right`` tells whether a reply (the list that REST gives) is a full answer."""

    name: str
    port: int
    folder: Path
    logs: Path
    commands: Sequence[Command]
    messages: Sequence[str]
    is_right: Callable[[List[Any]], bool]

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/webhooks/rest/webhook"

    def check_reply(self, message: str, status: int, reply: Any) -> None:
        """Raises :class:`BenchmarkError` unless a message was answered rightly: a wrong answer's time means nothing."""
        if status != 200 or not self.is_right(reply):
            got = repr(reply)[:500]
            raise BenchmarkError(f"{self.name} gave {message!r} no proper answer (status {status}): {got}")


@dataclass(frozen=True)
class RunningBot:
    """A bot that answers."""

    bot: Bot
    processes: Sequence[Process]
    #: From the start of its first process to its first right answer.
    start_seconds: float

    def memory(self) -> int:
        """The resident memory of all its processes, in bytes."""
        return sum(process.memory() for process in self.processes)

    def check(self) -> None:
        """Raises :class:`BenchmarkError` with the end of its log if one of the processes has ended."""
        for process in self.processes:
            process.check()


def our_bot(folder: Path) -> Bot:
    """Ours with its default settings; its database and log are in ``folder``."""
    port = free_port()
    arguments = [sys.executable, "-m", "advisor.serving", "--host", LOOPBACK, "--port", str(port)]
    environment = {"ADVISOR_DATABASE_URL": f"sqlite:///{folder / 'ours.db'}"}
    return Bot(
        name="ours",
        port=port,
        folder=PROJECT_FOLDER,
        logs=folder,
        commands=[Command("ours", arguments, environment)],
        messages=CAREER_QUESTIONS,
        is_right=is_knowledge_answer,
    )


def twin_bot(folder: Path) -> Tuple[Bot, Path]:
    """The stock twin and its project folder, which is built but not yet trained."""
    port, action_port = free_port(), free_port()
    project = folder / "twin"
    twin.build(project, action_port)
    rasa = [sys.executable, "-m", "rasa", "run"]
    commands = [
        # The stock action server takes its address to listen on from the environment alone.
        Command("twin_actions", [*rasa, "actions", "--port", str(action_port)], {"SANIC_HOST": LOOPBACK}),
        Command("twin", [*rasa, "--interface", LOOPBACK, "--port", str(port)], {}),
    ]
    bot = Bot("twin", port, project, folder, commands, TWIN_QUESTIONS, is_twin_answer)
    return bot, project


def is_knowledge_answer(reply: List[Any]) -> bool:
    """Whether a reply of ours holds an answer from the knowledge base, and nothing that declines."""
    kinds = {answer["kind"] for item in reply for answer in item["custom"]["answers"]}
    return kinds == {"topic"}


def is_twin_answer(reply: List[Any]) -> bool:
    """Whether the twin's custom action has answered."""
    return [item.get("text") for item in reply] == [twin.ANSWER]


@contextmanager
def running(bot: Bot) -> Iterator[RunningBot]:
    """Runs a bot while the block lasts.

    Raises:
        BenchmarkError: it ended by itself, or gave no right answer in time.
    """
    with ExitStack() as stack:
        begin = time.perf_counter()
        processes = [
            stack.enter_context(
                started(command.arguments, bot.folder, bot.logs / f"{command.name}.log", command.environment)
            )
            for command in bot.commands
        ]
        _await_answer(bot, processes)
        yield RunningBot(bot, processes, time.perf_counter() - begin)


def _await_answer(bot: Bot, processes: Sequence[Process]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(bot):
        for process in processes:
            process.check()
        if time.monotonic() > deadline:
            logs = "\n".join(process.log_end() for process in processes)
            raise BenchmarkError(f"{bot.name} gave no answer within {START_SECONDS} s of its start:\n{logs}")
        time.sleep(POLL_SECONDS)


def _answers(bot: Bot) -> bool:
    # Each try is a conversation of its own: one that began while the action server was still starting is spoilt.
    message = {"sender": f"start-{secrets.token_hex(8)}", "message": bot.messages[0]}
    try:
        response = requests.post(bot.url, json=message, timeout=30)
        return response.ok and bot.is_right(response.json())
    except requests.RequestException:
        return False
