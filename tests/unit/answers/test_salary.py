"""Pay: each figure with its place, date, kind and source; the honest thing where there is none."""

from __future__ import annotations

import re

import pytest

from advisor.answers import Question, compose
from advisor.answers.answer import FiguresBlock, ListBlock, TableBlock
from advisor.knowledge.models import FigureKind, Topic

MLE = "machine_learning_engineer"


def figures(answer):
    return [figure for block in answer.blocks if isinstance(block, FiguresBlock) for figure in block.figures]


def everything(answer):
    return answer.json(ensure_ascii=False)


def source_names(answer):
    return [source.publisher for source in answer.sources]


@pytest.fixture(scope="module")
def all_pay_answers(knowledge):
    """The pay of every role in every place that has figures, and without a place."""
    return [
        compose(Question(Topic.SALARY, (role,), place=place), knowledge)
        for role in knowledge.roles
        for place in (None, *knowledge.places_with_figures(role))
    ]


def test_every_figure_shown_has_place_date_kind_and_source(all_pay_answers, knowledge):
    shown = [(answer, figure) for answer in all_pay_answers for figure in figures(answer)]
    assert len(shown) > 100
    for answer, figure in shown:
        assert figure.place.id in knowledge.places and figure.as_of and figure.label and figure.period
        assert figure.sources and set(figure.sources) <= {source.number for source in answer.sources}


def test_every_figure_says_its_place_and_year_in_its_text(all_pay_answers):
    for answer in all_pay_answers:
        for figure in figures(answer):
            place = figure.place.name[4:] if figure.place.name.startswith("the ") else figure.place.name
            assert place in figure.text or "no country named" in figure.text, figure.text
            assert figure.as_of[:4] in figure.text, figure.text


def test_every_figure_says_its_currency_and_period(all_pay_answers):
    for answer in all_pay_answers:
        for figure in figures(answer):
            assert re.search(r"(a year|a month|a day|an hour)", figure.text), figure.text
            assert re.search(r"[^\s\d*]\s?\*{0,2}[\d,]+|[A-Z]{3} ", figure.text), figure.text


def test_a_sample_is_shown_with_its_size(all_pay_answers):
    for answer in all_pay_answers:
        for figure in figures(answer):
            if figure.sample_size:
                assert f"{figure.sample_size:,}" in figure.text


def test_a_small_sample_is_called_small(answer):
    (canada,) = figures(answer("salary", MLE, place="canada"))
    assert "only 10 adverts" in canada.text


def test_different_kinds_of_figures_stand_side_by_side(answer):
    us = answer("salary", MLE, place="united_states")
    assert [figure.kind for figure in figures(us)] == [
        FigureKind.EMPLOYEE_SURVEY,
        FigureKind.ADVERTISED_PAY,
        FigureKind.SELF_REPORTED,
        FigureKind.PUBLISHER_ESTIMATE,
    ]
    assert "measure different things" in us.lead


def test_a_proxy_is_named(answer):
    survey = figures(answer("salary", MLE))[0]
    assert "data scientists" in survey.text


def test_of_a_series_only_the_newest_figure_is_shown_and_the_trend_told(answer):
    us = answer("salary", MLE, place="united_states")
    assert [figure.as_of for figure in figures(us) if figure.kind is FigureKind.EMPLOYEE_SURVEY] == ["2025-05"]
    assert any("Trend" in caveat.text and "16 %" in caveat.text for caveat in us.caveats)


def test_without_a_place_it_is_the_united_states_and_says_so(answer):
    assert "the United States" in answer("salary", MLE).lead


def test_figures_by_level_are_a_table_from_entry_to_lead(answer):
    (table,) = [block for block in answer("salary", MLE).blocks if isinstance(block, TableBlock)]
    assert [row[0] for row in table.rows] == ["Entry-level", "Mid-level", "Senior", "Lead"]
    assert "United States" in table.title and "2025" in table.title and table.sources


def test_the_figures_of_the_articles_are_told_apart_as_old_and_unverified(answer):
    (block,) = [b for b in answer("salary", MLE).blocks if isinstance(b, ListBlock)]
    said = " ".join(item.text for item in block.items)
    assert "unverified" in block.title
    assert "$75,000" in said and "$200,000" in said and "no country named" in said


def test_a_level_narrows_the_figures(answer):
    entry = figures(answer("salary", MLE, place="united_states", level="entry"))
    assert {figure.level for figure in entry} == {"entry"}
    assert any("$148,100" in figure.text for figure in entry)


def test_a_level_without_figures_is_said_and_all_levels_are_shown(answer):
    juniors = answer("salary", MLE, place="germany", level="entry")
    assert "no figures there for entry-level" in juniors.lead
    assert {figure.level for figure in figures(juniors)} == {"all"}
    assert "€65,000" in everything(juniors)


def test_a_level_without_figures_names_the_default_place_where_none_was_asked_for(answer):
    assert "no figures in the United States for entry-level" in answer("salary", "ux_designer", level="entry").lead


def test_a_table_by_level_is_in_the_currency_of_the_figures_above_it(all_pay_answers):
    for answer in all_pay_answers:
        signs = {f.currency for f in figures(answer) if f.kind is FigureKind.ADVERTISED_PAY}
        for block in answer.blocks:
            if isinstance(block, TableBlock) and signs == {"EUR"}:
                assert all(row[1].startswith("€") for row in block.rows), answer.title


def test_a_level_without_figures_offers_the_place_that_has_them(answer):
    offered = answer("salary", MLE, place="germany", level="entry").next_questions
    assert any('"united_states"' in button.payload and '"entry"' in button.payload for button in offered)


def test_a_place_without_figures_names_the_nearest_that_has_some(answer):
    austria = answer("salary", MLE, place="austria")
    assert "no pay figures for machine learning engineers in Austria" in austria.lead
    assert "Germany" in austria.lead
    assert {figure.place.id for figure in figures(austria)} == {"germany"}


def test_a_place_without_figures_says_that_pay_does_not_carry_over(answer):
    assert "does not carry over" in answer("salary", MLE, place="india").lead


def test_figures_from_elsewhere_are_never_headed_by_the_place_asked_for(answer):
    titles = [block.title for block in answer("salary", MLE, place="austria").blocks if isinstance(block, FiguresBlock)]
    assert titles == ["Germany"]


def test_a_place_without_figures_at_a_level_without_figures_says_both(answer):
    lead = answer("salary", MLE, place="austria", level="entry").lead
    assert "Austria" in lead and "entry-level" in lead


def test_in_a_place_with_one_old_figure_its_caveat_is_shown(answer):
    germany = answer("salary", MLE, place="germany")
    assert any("point higher" in caveat.text for caveat in germany.caveats)


def test_the_caveat_on_a_starting_pay_is_shown_with_it(answer):
    entry = answer("salary", MLE, place="united_states", level="entry")
    assert any("$75,000 to start" in caveat.text.replace("**", "") for caveat in entry.caveats)


def test_a_caveat_on_another_place_or_level_is_left_out(answer):
    said = [caveat.text for caveat in answer("salary", MLE, place="united_kingdom").caveats]
    assert any("Germany and the UK" in text for text in said)
    assert not any("$" in text for text in said)


def test_a_caveat_on_starting_pay_is_left_out_of_another_country_s_answer(answer):
    assert "$75,000" not in everything(answer("salary", MLE, place="germany", level="entry"))


def test_what_is_said_of_the_place_or_level_comes_before_what_is_said_of_a_source(answer):
    entry = answer("salary", MLE, place="united_states", level="entry")
    assert "to start" in entry.caveats[0].text


def test_an_answer_with_many_figures_has_few_caveats(answer):
    about_figures = [caveat for caveat in answer("salary", MLE).caveats if not caveat.text.startswith("Trend")]
    assert len(about_figures) == 2


def test_estimates_are_left_out_of_the_range(answer):
    assert "$111,000" not in answer("salary", MLE).lead
    assert "between $120,230 and $194,600" in answer("salary", MLE).lead


def test_a_place_with_an_estimate_alone_is_said_to_have_no_more(answer):
    assert "all I have is one publisher's estimate" in answer("salary", MLE, place="germany").lead


def test_a_figure_beside_an_estimate_is_no_range(answer):
    lead = answer("salary", MLE, place="united_kingdom").lead
    assert "the only measured figure that I have, beside estimates, comes from job adverts" in lead


def test_euros_pounds_and_dollars_have_their_signs(answer):
    assert "€65,000 a year" in everything(answer("salary", MLE, place="germany"))
    assert "£75,000 a year" in everything(answer("salary", MLE, place="united_kingdom"))
    assert "CA$161,500 a year" in everything(answer("salary", MLE, place="canada"))


def test_freelance_rates_are_not_mixed_into_pay(all_pay_answers):
    kinds = {figure.kind for answer in all_pay_answers for figure in figures(answer)}
    assert FigureKind.FREELANCE_RATE not in kinds


def test_what_pay_depends_on_can_be_asked_for(answer):
    factors = answer("salary", MLE, aspect="pay_factors")
    assert [block.title for block in factors.blocks] == ["What pay depends on"]
    assert factors.lead == "" and len(factors.caveats) == 1


def test_other_places_with_figures_are_offered(answer):
    assert [button.title for button in answer("salary", MLE).next_questions][:2] == ["In the United Kingdom", "In the Netherlands"]


def test_a_role_without_figures_anywhere_is_kindly_said_to_have_none(knowledge, answer):
    for role in knowledge.roles:
        if not knowledge.figures_of(role):
            assert "nothing is checked and written down" in answer("salary", role).lead
