"""Measures Career Advisor beside a stock Rasa bot that is built, trained and served in the same run.

``python -m benchmarks.run`` prints the two side by side with the ratio and the bar, and writes results/bench.json.
Both are asked in turns, so that whatever else the machine does meets both alike: the ratios matter, not the absolutes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence

from benchmarks import twin
from benchmarks.bots import PROJECT_FOLDER, Bot, RunningBot, our_bot, running, twin_bot
from benchmarks.load import send_load, time_turns
from benchmarks.measures import Load, Measures, compare, merge_turns
from benchmarks.processes import BenchmarkError, interrupt_on_signals
from benchmarks.report import as_json, table

RESULTS = PROJECT_FOLDER / "results" / "bench.json"
ONE_USER, EIGHT_USERS = 1, 8


@dataclass(frozen=True)
class Plan:
    """How much is measured: numbers of starts, of rounds with so many messages each, and of long conversations."""

    starts: int
    rounds: int
    one_user_messages: int
    eight_users_messages: int
    long_conversations: int
    warm_up_messages: int = 48


FULL = Plan(starts=3, rounds=3, one_user_messages=240, eight_users_messages=480, long_conversations=3)
QUICK = Plan(starts=1, rounds=1, one_user_messages=96, eight_users_messages=192, long_conversations=1)


def main(argv: Optional[Sequence[str]] = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer messages: about three minutes instead of ten")
    parser.add_argument("--keep", action="store_true", help="keep the folder with the twin, the databases and the logs")
    arguments = parser.parse_args(argv)
    interrupt_on_signals()
    try:
        with working_folder(arguments.keep) as folder:
            benchmark(QUICK if arguments.quick else FULL, folder)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted: everything that was started has been stopped.", file=sys.stderr)
        return 130
    return 0


def benchmark(plan: Plan, folder: Path) -> None:
    """Builds the twin, measures both bots, prints the table and writes the result."""
    begin = time.perf_counter()
    ours, stock = our_bot(folder), _trained_twin(folder)
    measured = measure([ours, stock], plan)
    rows = compare(measured[ours.name], measured[stock.name])
    print(table(rows), flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    result = as_json(rows, measured[ours.name], measured[stock.name], plan)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    say(f"Took {(time.perf_counter() - begin) / 60:.1f} minutes. Written: {RESULTS.relative_to(PROJECT_FOLDER)}")


def measure(bots: Sequence[Bot], plan: Plan) -> Dict[str, Measures]:
    """Measures bots side by side; returns what was measured of each, by its name.

    Raises:
        BenchmarkError: a bot doesn't start or doesn't answer as it should.
    """
    starts = _time_starts(bots, plan.starts - 1)
    with ExitStack() as stack:
        servers = [stack.enter_context(running(bot)) for bot in bots]
        for server in servers:
            _keep_start(server, starts)
        for server in servers:
            send_load(server, ONE_USER, plan.warm_up_messages)
        one_user = _loads(servers, plan.rounds, ONE_USER, plan.one_user_messages)
        eight_users = _loads(servers, plan.rounds, EIGHT_USERS, plan.eight_users_messages)
        memory = {server.bot.name: server.memory() for server in servers}
        turns = _turns(servers, plan.long_conversations)
    return {
        bot.name: Measures(
            starts=starts[bot.name],
            one_user=one_user[bot.name],
            eight_users=eight_users[bot.name],
            memory=memory[bot.name],
            turns=merge_turns(turns[bot.name]),
        )
        for bot in bots
    }


def _trained_twin(folder: Path) -> Bot:
    bot, project = twin_bot(folder)
    say("Training the stock twin (a minute or two) …")
    twin.train(project, folder / "twin_training.log")
    return bot


def _time_starts(bots: Sequence[Bot], count: int) -> Dict[str, List[float]]:
    starts: Dict[str, List[float]] = {bot.name: [] for bot in bots}
    for _ in range(count):
        for bot in bots:
            with running(bot) as server:
                _keep_start(server, starts)
    return starts


def _keep_start(server: RunningBot, starts: Dict[str, List[float]]) -> None:
    starts[server.bot.name].append(server.start_seconds)
    say(f"{server.bot.name}: first answer {server.start_seconds:.1f} s after the start")


def _loads(servers: Sequence[RunningBot], rounds: int, users: int, messages: int) -> Dict[str, List[Load]]:
    loads: Dict[str, List[Load]] = {server.bot.name: [] for server in servers}
    for _ in range(rounds):
        for server in servers:
            load = send_load(server, users, messages)
            loads[server.bot.name].append(load)
            say(f"{server.bot.name}: {len(load.latencies)} messages of {users} user(s) in {load.seconds:.1f} s")
    return loads


def _turns(servers: Sequence[RunningBot], count: int) -> Dict[str, List[Dict[int, List[float]]]]:
    turns: Dict[str, List[Dict[int, List[float]]]] = {server.bot.name: [] for server in servers}
    for number in range(1, count + 1):
        for server in servers:
            begin = time.perf_counter()
            turns[server.bot.name].append(time_turns(server))
            say(f"{server.bot.name}: long conversation {number} of {count} in {time.perf_counter() - begin:.1f} s")
    return turns


@contextmanager
def working_folder(keep: bool) -> Iterator[Path]:
    """A temporary folder, which is removed at the end unless it is to be kept."""
    folder = Path(tempfile.mkdtemp(prefix="advisor-bench-"))
    try:
        yield folder
    finally:
        if keep:
            say(f"Kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def say(line: str) -> None:
    """Shows progress; the table alone goes to standard output."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
