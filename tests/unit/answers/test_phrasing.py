"""Amounts, dates and payloads in words."""

from __future__ import annotations

import pytest

from advisor.answers.payload import payload_for
from advisor.answers.phrasing import amounts_in_words, date_words, fill, money
from advisor.answers.question import Question
from advisor.knowledge.models import Figure, Topic


def figure(**amounts):
    return Figure(role="data_engineer", place="germany", level="all", kind="advertised_pay", currency="EUR", period="year", as_of="2025", source="x", **amounts)


@pytest.mark.parametrize(
    "amount, currency, words",
    [(120230, "USD", "$120,230"), (65000, "EUR", "€65,000"), (75000, "GBP", "£75,000"), (57.8, "USD", "$57.80"), (161500, "CAD", "CA$161,500"), (1000, "XYZ", "XYZ 1,000")],
)
def test_money_has_its_sign_and_no_needless_cents(knowledge, amount, currency, words):
    assert money(amount, currency, knowledge) == words


def test_a_sign_of_letters_stands_apart_from_the_amount(knowledge):
    assert money(90000, "CHF", knowledge) == "CHF 90,000"


@pytest.mark.parametrize("as_of, words", [("2025", "2025"), ("2025-05", "May 2025"), ("2025-08-03", "3 August 2025")])
def test_dates_are_as_precise_as_they_are_known(as_of, words):
    assert date_words(as_of) == words


@pytest.mark.parametrize(
    "amounts, words",
    [
        ({"median": 60000}, "**€60,000 a year** in the middle (median)"),
        ({"mean": 60000}, "**€60,000 a year** on average"),
        ({"estimate": 60000}, "around **€60,000 a year**"),
        ({"median": 60000, "p25": 50000, "p75": 70000}, "half of them between €50,000 and €70,000"),
        ({"median": 60000, "p10": 40000, "p90": 80000}, "eight in ten between €40,000 and €80,000"),
        ({"low": 50000, "high": 70000}, "**€50,000 to €70,000 a year**"),
        ({"high": 70000}, "up to **€70,000 a year**"),
        ({"low": 50000}, "from **€50,000 a year**"),
    ],
)
def test_amounts_say_what_they_are(knowledge, amounts, words):
    assert words in amounts_in_words(figure(**amounts), knowledge)


@pytest.mark.parametrize("amounts", [{"p10": 40000}, {"p90": 80000}, {"p25": 50000}, {"p75": 70000}])
def test_any_single_amount_is_told(knowledge, amounts):
    assert amounts_in_words(figure(**amounts), knowledge)


def test_a_role_is_named_with_its_article(knowledge):
    assert fill("{name}, {names}", knowledge, "ai_engineer") == "an AI engineer, AI engineers"


def test_a_payload_is_the_intent_with_its_entities():
    question = Question(Topic.SALARY, ("data_engineer",), place="germany", level="entry")
    assert payload_for(question) == '/ask_salary{"role": ["data_engineer"], "place": "germany", "level": "entry"}'


def test_a_payload_without_entities_is_the_intent_alone():
    assert payload_for(Question(Topic.SALARY)) == "/ask_salary"
