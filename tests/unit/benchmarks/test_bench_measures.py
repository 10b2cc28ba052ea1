"""The arithmetic of the benchmark: medians, rates, ratios, and when a bar is met."""

from __future__ import annotations

import pytest

from benchmarks.measures import Bar, Judged, Load, Measures, Row, Side, compare, merge_turns, messages_a_second, ratio


def measures(factor: float = 1.0, growth: float = 1.0) -> Measures:
    """Measures of a bot that is so many times as slow and large, and grows so many times in a conversation."""
    return Measures(
        starts=[4 * factor, 9 * factor, 5 * factor],
        one_user=[Load([0.004 * factor, 0.006 * factor], 1), Load([0.005 * factor, 0.9 * factor, 0.001 * factor], 1)],
        eight_users=[Load([0.01] * 100, factor), Load([0.01] * 100, 2 * factor), Load([0.01] * 100, 4 * factor)],
        memory=int(100e6 * factor),
        turns={
            1: [0.010, 0.012, 0.5],
            50: [0.012 * growth],
            200: [0.011 * growth, 0.012 * growth, 0.013 * growth],
        },
    )


def rows(ours: Measures, twin: Measures):
    return {row.name: row for row in compare(ours, twin)}


def test_the_start_is_the_median_of_all_starts():
    assert measures().start == 5


def test_the_latency_is_the_median_of_the_messages_of_all_rounds():
    assert measures().latency == 0.005


def test_one_slow_message_does_not_move_the_latency():
    assert measures().latency < 0.1


def test_messages_a_second_are_messages_over_the_whole_time_and_not_over_the_sum_of_latencies():
    assert messages_a_second(Load(latencies=[1.0] * 40, seconds=5.0)) == 8


def test_the_throughput_is_the_median_of_the_rounds():
    assert measures().throughput == 50


def test_the_growth_is_the_median_of_the_last_turn_over_that_of_the_first():
    assert measures(growth=20).growth == pytest.approx(20)


def test_the_same_turns_of_several_conversations_are_put_together():
    assert merge_turns([{1: [0.1], 200: [0.2, 0.3]}, {1: [0.4], 200: [0.5]}]) == {1: [0.1, 0.4], 200: [0.2, 0.3, 0.5]}


def test_a_ratio_is_ours_over_the_twins():
    assert Row("memory", "MB", ours=300, twin=1200).ratio == 0.25


@pytest.mark.parametrize("base", [0, -1])
def test_a_ratio_to_what_cannot_have_been_measured_is_an_error(base):
    with pytest.raises(ValueError, match="measure went wrong"):
        ratio(1, base)


@pytest.mark.parametrize(
    "side, value, met",
    [
        (Side.AT_MOST, 0.24, True),
        (Side.AT_MOST, 0.25, True),
        (Side.AT_MOST, 0.26, False),
        (Side.AT_LEAST, 0.24, False),
        (Side.AT_LEAST, 0.25, True),
        (Side.AT_LEAST, 0.26, True),
    ],
)
def test_a_bar_is_met_up_to_its_limit(side, value, met):
    assert Bar(side, 0.25).is_met_by(value) is met


def test_a_bar_holds_the_ratio_unless_it_names_our_own_number():
    assert Row("growth", "x", ours=1.2, twin=0.1, bar=Bar(Side.AT_MOST, 1.5, Judged.OURS)).is_met is True
    assert Row("growth", "x", ours=1.2, twin=0.1, bar=Bar(Side.AT_MOST, 1.5)).is_met is False


def test_a_measure_without_a_bar_is_neither_met_nor_missed():
    assert Row("turn 50", "ms", ours=1, twin=2).is_met is None


def test_a_bot_that_is_ten_times_as_fast_and_a_tenth_of_the_size_meets_every_bar():
    judged = [row.is_met for row in compare(measures(0.1), measures(1.0, growth=25)) if row.bar]
    assert judged == [True] * 5


def test_a_bot_like_the_twin_misses_every_bar():
    judged = [row.is_met for row in compare(measures(growth=25), measures(growth=25)) if row.bar]
    assert judged == [False] * 5


def test_rows_have_units_for_people():
    compared = rows(measures(), measures())
    assert (compared["median, one user"].ours, compared["median, one user"].unit) == (pytest.approx(5), "ms")
    assert (compared["memory of all processes"].ours, compared["memory of all processes"].unit) == (100, "MB")
    assert (compared["start to first answer"].ours, compared["start to first answer"].unit) == (5, "s")


def test_the_bars_are_those_of_the_project():
    bars = {row.name: (row.bar.side, row.bar.limit) for row in compare(measures(), measures()) if row.bar}
    assert bars == {
        "median, one user": (Side.AT_MOST, 0.25),
        "messages a second, eight users": (Side.AT_LEAST, 5),
        "memory of all processes": (Side.AT_MOST, 0.6),
        "start to first answer": (Side.AT_MOST, 0.4),
        "turn 200 against turn 1": (Side.AT_MOST, 1.5),
    }
