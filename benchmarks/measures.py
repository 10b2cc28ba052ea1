"""What is measured, the arithmetic on it, and the bars that it is held against."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from enum import Enum
from typing import Dict, List, Mapping, Optional, Sequence

#: The turns of a long conversation whose costs are compared.
TURN_FIRST, TURN_MIDDLE, TURN_LAST = 1, 50, 200


@dataclass(frozen=True)
class Load:
    """Messages sent by some users: the seconds that each took, and the seconds from the first to the last."""

    latencies: Sequence[float]
    seconds: float


@dataclass(frozen=True)
class Measures:
    """Everything measured of one bot; times in seconds, memory in bytes."""

    starts: Sequence[float]
    one_user: Sequence[Load]
    eight_users: Sequence[Load]
    memory: int
    turns: Mapping[int, Sequence[float]]

    @property
    def start(self) -> float:
        """The median time from the start to the first answer."""
        return statistics.median(self.starts)

    @property
    def latency(self) -> float:
        """The median time of a message with one user, over all rounds."""
        return statistics.median(pooled(self.one_user))

    @property
    def throughput(self) -> float:
        """Messages a second with eight users, the median of the rounds."""
        return statistics.median(messages_a_second(load) for load in self.eight_users)

    def turn(self, number: int) -> float:
        """The median time of a turn of a conversation."""
        return statistics.median(self.turns[number])

    @property
    def growth(self) -> float:
        """How many times as long as the first turn the last one takes."""
        return ratio(self.turn(TURN_LAST), self.turn(TURN_FIRST))


def pooled(loads: Sequence[Load]) -> List[float]:
    """The times of all messages of some rounds."""
    return [latency for load in loads for latency in load.latencies]


def messages_a_second(load: Load) -> float:
    """How many messages were answered in a second."""
    return ratio(len(load.latencies), load.seconds)


def ratio(value: float, base: float) -> float:
    """``value / base``.

    Raises:
        ValueError: the base isn't above zero, which no measured time, rate or size can be.
    """
    if base <= 0:
        raise ValueError(f"A ratio to {base} means nothing: the measure went wrong.")
    return value / base


class Side(Enum):
    """Which way a bar is held."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


class Judged(Enum):
    """Which number a bar is held against."""

    RATIO = "ratio"
    OURS = "ours"


@dataclass(frozen=True)
class Bar:
    """A limit that a measure has to keep, a multiple of something ("x")."""

    side: Side
    limit: float
    judged: Judged = Judged.RATIO

    def is_met_by(self, value: float) -> bool:
        return value <= self.limit if self.side is Side.AT_MOST else value >= self.limit


@dataclass(frozen=True)
class Row:
    """One measure of both bots, in a unit for people."""

    name: str
    unit: str
    ours: float
    twin: float
    bar: Optional[Bar] = None

    @property
    def ratio(self) -> float:
        return ratio(self.ours, self.twin)

    @property
    def is_met(self) -> Optional[bool]:
        """Whether the bar is met; None without one."""
        if self.bar is None:
            return None
        return self.bar.is_met_by(self.ratio if self.bar.judged is Judged.RATIO else self.ours)


def compare(ours: Measures, twin: Measures) -> List[Row]:
    """Returns the rows of the table, with the bars of the project."""

    def milliseconds(turn: int) -> Row:
        return Row(f"turn {turn} of a conversation", "ms", ours.turn(turn) * 1e3, twin.turn(turn) * 1e3)

    return [
        Row("median, one user", "ms", ours.latency * 1e3, twin.latency * 1e3, Bar(Side.AT_MOST, 0.25)),
        Row("messages a second, eight users", "/s", ours.throughput, twin.throughput, Bar(Side.AT_LEAST, 5)),
        Row("memory of all processes", "MB", ours.memory / 1e6, twin.memory / 1e6, Bar(Side.AT_MOST, 0.6)),
        Row("start to first answer", "s", ours.start, twin.start, Bar(Side.AT_MOST, 0.4)),
        *(milliseconds(turn) for turn in (TURN_FIRST, TURN_MIDDLE, TURN_LAST)),
        Row(
            f"turn {TURN_LAST} against turn {TURN_FIRST}",
            "x",
            ours.growth,
            twin.growth,
            Bar(Side.AT_MOST, 1.5, Judged.OURS),
        ),
    ]


def merge_turns(conversations: Sequence[Mapping[int, Sequence[float]]]) -> Dict[int, List[float]]:
    """Puts the times of the same turns of several conversations together."""
    merged: Dict[int, List[float]] = {}
    for turns in conversations:
        for turn, seconds in turns.items():
            merged.setdefault(turn, []).extend(seconds)
    return merged
