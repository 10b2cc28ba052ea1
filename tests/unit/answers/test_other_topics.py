"""Topics whose answer is more than a section: demand, freelancing, certifications, comparison."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.answers import Question, compose
from advisor.answers.answer import ListBlock, TableBlock
from advisor.knowledge.models import Topic

MLE = "machine_learning_engineer"


def said(answer):
    return answer.json(ensure_ascii=False)


# --- demand ------------------------------------------------------------------------------------------------------


def test_demand_sets_the_projection_against_all_occupations_and_names_the_proxy(answer):
    demand = said(answer("demand", MLE))
    assert all(text in demand for text in ("Growth of 34.6 %", "2025 to 2035", "3.5 % for all occupations", "it is for data scientists"))


def test_demand_says_that_the_forecast_before_was_another(answer):
    assert "The release before said 33.5 %" in said(answer("demand", MLE))


@pytest.mark.parametrize("aspect", ["drivers", "industries", "automation", "competition"])
def test_an_aspect_of_demand_is_told_alone(answer, aspect):
    assert len(answer("demand", MLE, aspect=aspect).blocks) == 1


def test_a_decline_is_called_a_decline(knowledge, answer):
    falling = [o.role for o in knowledge.outlooks if o.growth_percent < 0 and knowledge.outlooks_of(o.role)[0] is o]
    assert falling, "no role with a falling projection: take this test out"
    for role in falling:
        assert "A decline of" in said(answer("demand", role))


# --- freelancing -------------------------------------------------------------------------------------------------


def test_freelance_rates_stand_with_their_date_and_source(answer):
    rates = answer("freelance", MLE)
    assert "$33 to $106 an hour" in said(rates) and "2022" in said(rates)
    assert "freelancermap" in [source.id for source in rates.sources]


@pytest.mark.parametrize("aspect", [None, "rates"])
def test_rates_stand_in_one_list_with_what_is_said_about_them(answer, aspect):
    (rates,) = [block for block in answer("freelance", MLE, aspect=aspect).blocks if block.title == "Rates"]
    assert rates.items[0].text.startswith("**$33 to $106 an hour**")
    assert any("not a wage" in item.text for item in rates.items)


def test_the_day_rate_is_said_to_be_our_arithmetic(answer):
    assert "$264 to $848 a day" in said(answer("freelance", MLE))
    assert "our arithmetic: 8 hours" in said(answer("freelance", MLE))


# --- certifications ----------------------------------------------------------------------------------------------


def test_a_retired_certification_says_so_first_and_names_its_successor(answer):
    dp_100 = answer("certifications", certifications=("azure_data_scientist_associate",))
    assert dp_100.lead.startswith("**Azure Data Scientist Associate** was retired on 1 June 2026")
    assert "Its successor is Machine Learning Operations (MLOps) Engineer Associate" in dp_100.lead


def test_a_role_that_names_the_certification_is_offered(answer):
    offered = answer("certifications", certifications=("comptia_security_plus",)).next_questions
    assert any("security_analyst" in button.payload for button in offered)


def test_the_successor_is_offered(answer):
    (button,) = answer("certifications", certifications=("azure_data_scientist_associate",)).next_questions
    assert "microsoft_mlops_engineer_associate" in button.payload


def test_a_retired_certification_without_successor_names_none(answer):
    lead = answer("certifications", certifications=("aws_machine_learning_specialty",)).lead
    assert "retired on 31 March 2026" in lead and "successor" not in lead


def test_an_active_certification_is_so_as_of_a_date(answer):
    lead = answer("certifications", certifications=("aws_machine_learning_engineer_associate",)).lead
    assert lead.endswith("can be taken, as of 20 November 2026.")


def test_one_in_doubt_is_said_to_be_in_doubt(answer):
    lead = answer("certifications", certifications=("tensorflow_developer_certificate",)).lead
    assert "unclear" in lead and "can be taken" not in lead


def test_a_certification_has_its_price_about_and_its_source(answer):
    one = answer("certifications", certifications=("aws_machine_learning_engineer_associate",))
    assert "about $150" in said(one)
    assert one.sources


def test_several_certifications_stand_in_lists_of_their_own(answer):
    two = answer("certifications", certifications=("cissp", "comptia_security_plus"))
    assert len([block for block in two.blocks if isinstance(block, ListBlock)]) == 2


def test_an_answer_is_never_without_a_way_on(answer):
    assert answer("certifications", certifications=("cissp",)).next_questions


def test_among_a_role_s_certifications_retired_ones_bear_a_badge(answer):
    retired = answer("certifications", MLE, aspect="retired")
    badges = {item.label or item.text: item.badge for block in retired.blocks for item in block.items}
    assert set(badges.values()) == {"retired", "unclear"}


# --- comparison --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def comparison(answer):
    return answer("comparison", MLE, "data_engineer")


def table(answer):
    (found,) = [block for block in answer.blocks if isinstance(block, TableBlock)]
    return found


def test_a_comparison_leads_with_the_difference(comparison):
    assert "Data engineer" in comparison.lead or "data engineer" in comparison.lead


def test_a_comparison_has_a_column_for_each_role(comparison):
    assert table(comparison).columns == ["", "Machine learning engineer", "Data engineer"]
    assert all(len(row) == 3 for row in table(comparison).rows)


def test_a_comparison_sets_pay_of_one_kind_and_place_side_by_side(comparison):
    labels = [row[0] for row in table(comparison).rows]
    assert any(label.startswith("Median pay of employees, the United States, May 2025") for label in labels)
    assert any(label.startswith("Median advertised pay") for label in labels)
    assert any(label.startswith("Projected growth 2025-2035") for label in labels)


def test_a_comparison_never_leaves_a_cell_empty(comparison):
    assert all(cell for row in table(comparison).rows for cell in row)


def test_a_comparison_names_its_proxies(comparison):
    assert any("machine learning engineers: pay of data scientists" in caveat.text for caveat in comparison.caveats)


def test_roles_counted_under_one_occupation_are_said_to_be(answer):
    both = answer("comparison", MLE, "data_scientist")
    assert any("counted under one official occupation" in caveat.text for caveat in both.caveats)


def test_a_comparison_names_the_proxies_of_adverts_and_surveys_too(comparison):
    assert any("answers under 'AI/ML engineer'" in caveat.text for caveat in comparison.caveats)


def test_of_several_occupations_that_stand_for_a_role_each_has_its_figure(answer):
    compared = table(answer("comparison", "research_scientist", "data_scientist"))
    (row,) = [row for row in compared.rows if row[0].startswith("Median self-reported pay")]
    assert "Academic researcher: $60,000" in row[1] and "Applied scientist: $160,000" in row[1]


def test_a_comparison_takes_place_where_it_was_asked_for(answer):
    labels = [row[0] for row in table(answer("comparison", MLE, "data_scientist", place="united_kingdom")).rows]
    assert any("the United Kingdom" in label for label in labels)


def test_a_comparison_shows_what_is_shared_and_what_is_not(comparison):
    (skills,) = [block for block in comparison.blocks if block.title == "Skills and tools"]
    assert [item.label for item in skills.items] == ["Shared", "More for machine learning engineers", "More for data engineers"]


def test_three_roles_can_be_compared(answer):
    assert len(table(answer("comparison", MLE, "data_engineer", "data_scientist")).columns) == 4


def test_any_two_roles_can_be_compared(knowledge, answer, schema_errors):
    roles = list(knowledge.roles)
    assert schema_errors([answer("comparison", first, second) for first, second in zip(roles, [*roles[7:], *roles[:7]])]) == []


def test_roles_of_different_occupations_are_not_said_to_be_one(answer):
    assert "counted under one" not in said(answer("comparison", "data_engineer", "network_engineer"))


def test_a_row_that_names_one_date_holds_no_figure_of_another(knowledge):
    old = [
        figure.copy(update={"as_of": "2023-05"}) if figure.role == "data_engineer" else figure
        for figure in knowledge.figures
        if not (figure.role == "data_engineer" and figure.as_of < "2025-05")
    ]
    base = replace(knowledge, figures=tuple(old), _figures_by_role={}, _outlooks_by_role={})
    compared = compose(Question(Topic.COMPARISON, (MLE, "data_engineer")), base)
    (row,) = [row for row in table(compared).rows if row[0].startswith("Median pay of employees")]
    assert "2023" in "".join(row) or row[2] == "not known", row


# --- origin ------------------------------------------------------------------------------------------------------


def test_where_somebody_starts_from_is_used(answer):
    moved = answer("how_to_become", MLE, origin="data_analyst")
    first = moved.blocks[0]
    assert [item.text[:25] for item in first.items] == ["**From data analysis**: y"]


def test_an_origin_on_the_career_path_alone_is_used_too(answer):
    first = answer("how_to_become", MLE, origin="statistician").blocks[0]
    assert len(first.items) == 1 and "Statistician" in first.items[0].text


def test_from_an_occupation_outside_tech_the_ways_from_there_are_shown(answer):
    first = answer("how_to_become", MLE, origin="nurse").blocks[0]
    assert first.title == "From another job or degree"
    assert any("outside tech" in item.text for item in first.items)
    assert not any("From data analysis" in item.text for item in first.items)


def test_without_an_origin_the_steps_come_first(answer):
    assert answer("how_to_become", MLE).blocks[0].title == "Steps"
