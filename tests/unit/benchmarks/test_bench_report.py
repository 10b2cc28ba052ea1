"""The table that people read, and the JSON that programs read."""

from __future__ import annotations

import json

import pytest

from benchmarks.measures import Bar, Judged, Load, Measures, Row, Side, compare
from benchmarks.report import as_json, describe, number, table
from benchmarks.run import QUICK

ROWS = [
    Row("median, one user", "ms", ours=5.8, twin=44.6, bar=Bar(Side.AT_MOST, 0.25)),
    Row("messages a second", "/s", ours=60, twin=23, bar=Bar(Side.AT_LEAST, 5)),
    Row("turn 50", "ms", ours=6, twin=120),
    Row("growth", "x", ours=1.1, twin=27, bar=Bar(Side.AT_MOST, 1.5, Judged.OURS)),
]
MEASURES = Measures([5.0], [Load([0.006], 0.006)], [Load([0.01], 0.01)], 600_000_000, {1: [0.1], 50: [0.1], 200: [0.1]})


def lines():
    return {line.split("  ")[0]: line for line in table(ROWS).splitlines()}


def test_a_line_shows_both_bots_the_ratio_the_bar_and_whether_it_is_met():
    assert lines()["median, one user"].split() == (
        ["median,", "one", "user", "5.80", "ms", "44.6", "ms", "0.130", "x", "at", "most", "0.25", "x", "met"]
    )


def test_a_bar_that_is_missed_stands_out():
    assert lines()["messages a second"].endswith("MISSED")


def test_a_line_without_a_bar_ends_with_the_ratio():
    assert lines()["turn 50"].endswith("0.050 x")


def test_growth_has_no_ratio_and_its_bar_says_that_it_is_ours():
    assert lines()["growth"].split()[1:] == ["1.10", "x", "27.0", "x", "ours", "at", "most", "1.5", "x", "met"]


def test_columns_are_aligned():
    words = ["ours", "5.80 ms", "60.0 /s", "6.00 ms", "1.10 x"]
    ends = {line.index(word) + len(word) for line, word in zip(table(ROWS).splitlines(), words)}
    assert len(ends) == 1


@pytest.mark.parametrize(
    "value, shown", [(0.1304, "0.130"), (5.8, "5.80"), (44.6, "44.6"), (99.94, "99.9"), (207.4, "207"), (1147, "1,147")]
)
def test_numbers_have_about_three_digits(value, shown):
    assert number(value) == shown


def test_a_bar_reads_as_a_phrase():
    assert describe(Bar(Side.AT_LEAST, 5)) == "at least 5 x"


def test_the_json_holds_the_rows_with_their_verdicts_and_the_raw_measures():
    result = json.loads(json.dumps(as_json(compare(MEASURES, MEASURES), MEASURES, MEASURES, QUICK)))
    assert result["rows"][0]["ratio"] == 1
    assert result["rows"][0]["met"] is False
    assert result["measured"]["ours"]["memory"] == 600_000_000
    assert result["plan"]["rounds"] == QUICK.rounds
