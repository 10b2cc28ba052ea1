"""Answers as markdown: what stock channels show."""

from __future__ import annotations

import pytest

from advisor.answers import Notice, NoticeKind, Question, compose
from advisor.answers.answer import Answer, AnswerKind, AnswerSource, Item, ListBlock, TableBlock
from advisor.knowledge.models import Topic
from advisor.rendering.markdown import render_markdown


def source(number, url=None):
    return AnswerSource(number=number, id=f"source_{number}", title=f"Title {number}", publisher="Publisher", published="2025", url=url)


def answer(**parts):
    return Answer(**{"id": "1", "kind": AnswerKind.TOPIC, "lead": "Lead.", **parts})


def test_an_answer_is_title_lead_blocks_caveats_and_sources_in_that_order():
    text = render_markdown(
        [
            answer(
                title="Title",
                lead_sources=[1],
                blocks=[ListBlock(title="List", items=[Item(label="Label", text="text", sources=[2])])],
                caveats=[Item(text="Careful.", sources=[1, 2])],
                sources=[source(1, "https://example.org"), source(2)],
            )
        ]
    )
    assert text == (
        "### Title\n\n"
        "Lead. [1]\n\n"
        "**List**\n\n"
        "- **Label**: text [2]\n\n"
        "> Careful. [1][2]  \n\n"
        "*Sources*  \n"
        "[1] [Title 1](https://example.org). Publisher, 2025  \n"
        "[2] Title 2. Publisher, 2025"
    )


def test_one_source_alone_needs_no_numbers():
    text = render_markdown([answer(lead_sources=[1], sources=[source(1)])])
    assert text == "Lead.\n\n*Source*  \nTitle 1. Publisher, 2025"


def test_a_lead_alone_is_only_text():
    assert render_markdown([answer()]) == "Lead."


def test_an_empty_list_is_left_out():
    assert render_markdown([answer(blocks=[ListBlock(title="Empty", items=[])])]) == "Lead."


def test_an_empty_table_is_left_out():
    assert render_markdown([answer(blocks=[TableBlock(title="Empty", columns=["a"], rows=[])])]) == "Lead."


def test_a_table_has_a_header_and_a_row_each():
    text = render_markdown([answer(blocks=[TableBlock(title="T", columns=["", "B"], rows=[["a", "b"], ["c", ""]])])])
    assert text.splitlines()[2:] == ["**T**", "", "|  | B |", "| --- | --- |", "| a | b |", "| c |  |"]


def test_bars_in_cells_are_escaped():
    text = render_markdown([answer(blocks=[TableBlock(columns=["A|B"], rows=[["c|d"]])])])
    assert "| A\\|B |" in text and "| c\\|d |" in text


def test_a_line_break_in_a_cell_does_not_break_the_table():
    text = render_markdown([answer(blocks=[TableBlock(columns=["A"], rows=[["one\ntwo"]])])])
    assert len(text.splitlines()) == 5


def test_a_table_names_its_sources_even_without_a_title():
    text = render_markdown([answer(blocks=[TableBlock(columns=["A"], rows=[["a"]], sources=[2])], sources=[source(1), source(2)])])
    assert text.count("[2]") == 2


def test_a_badge_stands_behind_the_text():
    text = render_markdown([answer(blocks=[ListBlock(items=[Item(label="DP-100", text="gone", badge="retired")])])])
    assert "- **DP-100**: gone (retired)" in text


def test_a_link_is_put_on_the_name_in_bold():
    text = render_markdown([answer(blocks=[ListBlock(items=[Item(text="**Course**: free", url="https://example.org")])])])
    assert "- [**Course**](https://example.org): free" in text


def test_a_link_is_put_on_the_label():
    text = render_markdown([answer(blocks=[ListBlock(items=[Item(label="Course", text="free", url="https://example.org")])])])
    assert "- [**Course**](https://example.org): free" in text


def test_a_link_without_a_name_to_put_it_on_is_not_lost():
    text = render_markdown([answer(blocks=[ListBlock(items=[Item(text="A course", url="https://example.org")])])])
    assert "https://example.org" in text


def test_several_answers_are_put_apart_by_a_rule():
    assert render_markdown([answer(lead="One."), answer(lead="Two.")]) == "One.\n\n---\n\nTwo."


def test_no_answers_are_no_text():
    assert render_markdown([]) == ""


@pytest.mark.parametrize("topic", list(Topic), ids=lambda topic: topic.value)
def test_real_answers_come_out_well_formed(knowledge, topic):
    for role in ("machine_learning_engineer", "prompt_engineer"):
        real = compose(Question(topic, (role,)), knowledge)
        text = render_markdown([real])
        assert text.startswith("### ") and "None" not in text and "\n\n\n" not in text
        assert all(one.publisher in text for one in real.sources)


def test_what_to_keep_in_mind_about_a_weak_source_is_shown_with_it():
    weak = AnswerSource(number=1, id="blog", title="T", publisher="P", published="2023", reliability="one blog", weak=True)
    assert render_markdown([answer(sources=[weak])]).endswith("T. P, 2023 (one blog)")


def test_a_firm_source_needs_no_word_on_its_reliability():
    firm = AnswerSource(number=1, id="office", title="T", publisher="P", published="2023", reliability="strong")
    assert render_markdown([answer(sources=[firm])]).endswith("T. P, 2023")


def test_the_marketplace_s_figures_are_said_to_be_unverified(knowledge):
    text = render_markdown([compose(Question(Topic.SALARY, ("machine_learning_engineer",), place="germany"), knowledge)])
    assert "unverified" in text


def test_a_notice_is_its_text(knowledge):
    text = render_markdown([compose(Notice(NoticeKind.UNKNOWN_OCCUPATION, {"occupation": "nurse"}), knowledge)])
    assert text.startswith("I don't cover the work of a nurse")
