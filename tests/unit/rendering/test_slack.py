"""Answers as Slack messages: nothing lost, nothing that Slack refuses, nothing that reads as markup by accident."""

from __future__ import annotations

import html
import json
import re

import pytest

from advisor.answers import Question, compose
from advisor.answers.answer import (
    Answer,
    AnswerFigure,
    AnswerKind,
    AnswerSource,
    FiguresBlock,
    Item,
    ListBlock,
    NamedId,
    NextQuestion,
    TableBlock,
)
from advisor.knowledge.models import FigureKind, Period, Topic
from advisor.rendering.slack import (
    MOST_SECTION_CHARACTERS,
    MOST_TEXT_CHARACTERS,
    Frame,
    Picture,
    ask_value,
    escape,
    mrkdwn,
    render_short,
    render_text,
    render_whole,
    shorten,
    split_text,
)


def source(number, url=None):
    return AnswerSource(
        number=number, id=f"s{number}", title=f"Title {number}", publisher="Publisher", published="2025", url=url
    )


def figure(label="Advertised pay", text="**$1 a year** (2025)", sources=(1,)):
    return AnswerFigure(
        label=label,
        text=text,
        place=NamedId(id="us", name="US"),
        level="all",
        kind=FigureKind.ADVERTISED_PAY,
        currency="USD",
        period=Period.YEAR,
        as_of="2025",
        sources=list(sources),
    )


def answer(**parts):
    return Answer(**{"id": "1", "kind": AnswerKind.TOPIC, "lead": "Lead.", **parts})


def whole(**parts):
    (message,) = render_whole(answer(**parts))
    return message


def of_type(message, type_):
    return [block for block in message.blocks if block["type"] == type_]


def sections(message):
    return [block["text"]["text"] for block in of_type(message, "section")]


def cells(table):
    return [
        ["".join(text["text"] for part in cell["elements"] for text in part["elements"]) for cell in row]
        for row in table["rows"]
    ]


def shown(message):
    def texts(part):
        if isinstance(part, dict):
            for key, value in part.items():
                if key == "text" and isinstance(value, str):
                    yield value
                else:
                    yield from texts(value)
        elif isinstance(part, (list, tuple)):
            for value in part:
                yield from texts(value)

    return "\n".join(texts(message.blocks))


def test_an_answer_is_header_lead_blocks_caveats_sources_and_buttons_in_that_order():
    message = whole(
        title="Title",
        blocks=[ListBlock(items=[Item(text="Point")])],
        caveats=[Item(text="Careful.")],
        sources=[source(1)],
        next_questions=[NextQuestion(title="Next", question="Next?", payload="/next")],
    )
    assert [block["type"] for block in message.blocks] == [
        "header",
        "section",
        "section",
        "section",
        "context",
        "actions",
        "actions",
    ]
    assert sections(message) == ["Lead.", "• Point", ">Careful."]


def test_bold_becomes_slacks_bold_and_the_three_characters_are_escaped():
    assert mrkdwn("**R&D** <b> 1 > 0") == "*R&amp;D* &lt;b&gt; 1 &gt; 0"


def test_a_title_is_plain_and_unescaped():
    assert whole(title="**R&D** pay").blocks[0]["text"] == {"type": "plain_text", "text": "R&D pay", "emoji": False}


def test_a_title_that_is_too_long_for_a_header_is_kept_whole():
    assert sections(whole(title="x" * 151))[0] == f"*{'x' * 151}*"


def test_figures_are_a_table_with_their_sources():
    message = whole(blocks=[FiguresBlock(title="Canada", figures=[figure()])], sources=[source(1), source(2)])
    (table,) = of_type(message, "table")
    assert cells(table) == [["Canada", "Figure", "Source"], ["Advertised pay", "$1 a year (2025)", "[1]"]]
    assert table["rows"][1][1]["elements"][0]["elements"][0]["style"] == {"bold": True}


def test_a_table_keeps_its_title_its_sources_and_its_empty_cells():
    message = whole(
        blocks=[TableBlock(title="Pay", columns=["", "A"], rows=[["x", ""]], sources=[1, 2])],
        sources=[source(1), source(2)],
    )
    assert sections(message)[1] == "*Pay* [1][2]"
    assert cells(of_type(message, "table")[0]) == [[" ", "A"], ["x", " "]]


def test_a_second_table_becomes_lines_since_slack_takes_one_a_message():
    table = TableBlock(title="Pay", columns=["", "A", "B"], rows=[["x", "1", "2"]])
    message = whole(blocks=[table, table])
    assert len(of_type(message, "table")) == 1
    assert sections(message)[-1] == "*Pay*\n• *x*: A: 1; B: 2"


def test_a_table_that_is_too_large_becomes_lines():
    message = whole(blocks=[TableBlock(columns=["", "A"], rows=[[str(row), "x"] for row in range(100)])])
    assert of_type(message, "table") == [] and "• *99*: A: x" in sections(message)[-1]


def test_an_empty_block_is_left_out():
    assert sections(whole(blocks=[ListBlock(title="T", items=[]), TableBlock(title="T", columns=["a"], rows=[])])) == [
        "Lead."
    ]


def test_a_message_without_tables_has_their_rows_as_lines():
    message = whole(blocks=[FiguresBlock(title="Canada", figures=[figure()])]).without_tables
    assert sections(message)[-1] == "*Canada*\n• *Advertised pay*: Figure: $1 a year (2025)"


def test_points_show_label_badge_and_marks():
    message = whole(
        blocks=[ListBlock(items=[Item(label="A", text="b", badge="retired", sources=[1])])],
        sources=[source(1), source(2)],
    )
    assert sections(message)[1] == "• *A*: b (retired) [1]"


@pytest.mark.parametrize(
    "item, expected",
    [
        (Item(text="**Name**: text", url="https://e.org/?a=1&b=2"), "• *<https://e.org/?a=1&amp;b=2|Name>*: text"),
        (Item(label="Name", text="text", url="https://e.org"), "• *<https://e.org|Name>*: text"),
        (Item(text="Text", url="https://e.org"), "• <https://e.org|Text>"),
        (Item(text="Text", url="javascript:alert(1)"), "• Text"),
        (Item(label="Name", text="**Bold** text", url="https://e.org"), "• *Name*: *<https://e.org|Bold>* text"),
    ],
)
def test_a_points_link_is_on_its_name(item, expected):
    assert sections(whole(blocks=[ListBlock(items=[item])]))[1] == expected


def test_sources_are_numbered_only_where_there_are_several():
    one = of_type(whole(sources=[source(1, "https://e.org")]), "context")[0]["elements"][0]["text"]
    assert one == "Source\n<https://e.org|Title 1>. Publisher, 2025"
    two = of_type(whole(sources=[source(1), source(2)]), "context")[0]["elements"][0]["text"]
    assert two == "Sources\n[1] Title 1. Publisher, 2025\n[2] Title 2. Publisher, 2025"


def test_a_weak_source_is_said_to_be_so():
    weak = source(1).copy(update={"weak": True, "reliability": "one <blog>", "title": "Why?"})
    message = whole(sources=[weak])
    assert of_type(message, "context")[0]["elements"][0]["text"] == "Source\nWhy? Publisher, 2025 (one &lt;blog&gt;)"
    assert message.text.endswith("Source: Why? Publisher, 2025 (one &lt;blog&gt;)")


def test_slack_makes_no_links_or_mentions_of_its_own():
    message = whole(lead="Ask @here in #general or at aijobs.net", sources=[source(1)])
    assert all(block["text"]["verbatim"] for block in of_type(message, "section"))


def test_buttons_are_at_most_25_with_the_ratings_and_75_characters_long():
    questions = [
        NextQuestion(title=f"{number} " + "x" * 90, question="?", payload=f"/{number}") for number in range(40)
    ]
    message = whole(next_questions=questions)
    buttons = [button for block in of_type(message, "actions") for button in block["elements"]]
    assert len(buttons) == 25 and max(len(button["text"]["text"]) for button in buttons) == 75
    assert len({button["action_id"] for button in buttons}) == 25
    assert [button["action_id"] for button in buttons[-2:]] == ["helpful", "not_helpful"]


def test_a_button_carries_its_payload_and_its_question():
    message = whole(
        next_questions=[NextQuestion(title="Pay", question="How much?", payload='/ask_salary{"role": ["x"]}')]
    )
    value = json.loads(of_type(message, "actions")[0]["elements"][0]["value"])
    assert value == {"payload": '/ask_salary{"role": ["x"]}', "question": "How much?"}


def test_a_question_that_is_too_long_for_a_button_is_left_out_of_its_value():
    assert json.loads(ask_value("/x", "?" * 2_000)) == {"payload": "/x"}
    assert ask_value("/" + "x" * 2_000, "?") is None


def test_a_short_answer_has_no_more_button():
    assert render_short(answer(), "v") == render_whole(answer())


def test_a_long_answer_shows_the_first_points_and_a_button_for_the_rest():
    long = answer(blocks=[ListBlock(items=[Item(text=f"Point {number} " + "x" * 300) for number in range(7)])])
    (message,) = render_short(long, "v")
    assert "Point 2" in shown(message) and "Point 3" not in shown(message)
    button = of_type(message, "actions")[-1]["elements"][0]
    assert (button["action_id"], button["value"], button["text"]["text"]) == ("more", "v", "Show 4 more points")


def test_a_shortened_list_keeps_its_warnings():
    items = [Item(text="x" * 300) for _ in range(6)] + [Item(text="Old", badge="retired")]
    short, hidden = shorten(answer(blocks=[ListBlock(items=items)]))
    assert short.blocks[0].items[-1].badge == "retired" and hidden == 3


def test_what_is_above_the_answer_is_who_asked_and_the_picture_with_its_meaning():
    (message,) = render_whole(
        answer(title="T"), Frame("<@U1> asked: *pay?*", Picture("https://e.org/1.png", "Pay in Canada"))
    )
    assert message.blocks[0]["elements"][0]["text"] == "<@U1> asked: *pay?*"
    assert of_type(message, "image")[0]["alt_text"] == "Pay in Canada"


def test_plain_text_says_everything_to_screen_readers():
    message = whole(
        title="Title",
        lead="**R&D**",
        blocks=[FiguresBlock(title="Canada", figures=[figure()])],
        caveats=[Item(text="Careful.")],
        sources=[source(1)],
    )
    assert message.text == (
        "Title\nR&amp;D\nCanada:\n• Advertised pay: $1 a year (2025)\nNote: Careful.\nSource: Title 1. Publisher, 2025"
    )


def test_plain_text_is_never_too_long_for_slack():
    message = whole(lead="word " * 2_000)
    assert len(message.text) <= MOST_TEXT_CHARACTERS
    assert "".join(sections(message)).count("word") == 2_000


def test_long_text_is_split_between_words_and_never_inside_a_link():
    link = "<https://e.org|a link of words>"
    text = " ".join(["word"] * 598 + [link] + ["word"] * 100)
    parts = split_text(text)
    assert max(map(len, parts)) <= MOST_SECTION_CHARACTERS and " ".join(parts) == text
    assert any(link in part for part in parts)
    assert split_text("x" * 7_000) == ["x" * 3_000, "x" * 3_000, "x" * 1_000]


def test_plain_messages_are_escaped():
    message = render_text("**Sorry** & <b>")
    assert (message.text, sections(message)) == ("Sorry &amp; &lt;b&gt;", ["*Sorry* &amp; &lt;b&gt;"])


@pytest.fixture(scope="module")
def real_answers(knowledge):
    """Every topic of some roles, their pay in every place, and comparisons."""
    roles = list(knowledge.roles)[::4]
    questions = [Question(topic, (role,)) for role in roles for topic in Topic]
    questions += [Question(Topic.SALARY, (role,), place) for role in roles for place in knowledge.places]
    questions += [Question(Topic.COMPARISON, pair) for pair in zip(roles, roles[1:])]
    return [compose(question, knowledge) for question in questions]


def said(text):
    """What a text says, without markup and spaces: a table's cells are several texts."""
    linked = re.sub(r"<[^|<>]*\|([^<>]*)>", r"\1", text)
    return "".join(html.unescape(linked).replace("*", "").split())


def said_by(messages):
    return said("\n".join(shown(message) for message in messages))


def test_no_figure_source_or_caveat_is_lost_in_the_short_form_or_the_whole(real_answers):
    for real in real_answers:
        kept = [real.lead, *(caveat.text for caveat in real.caveats), *(source.title for source in real.sources)]
        for block in real.blocks:
            if isinstance(block, FiguresBlock):
                kept += [part for figure in block.figures for part in (figure.label, figure.text)]
            elif isinstance(block, TableBlock):
                kept += [cell for row in [block.columns, *block.rows] for cell in row]
        for form in (render_short(real, "v"), render_whole(real)):
            seen = said_by(form)
            for text in kept:
                assert said(text) in seen, f"{real.title}: {text}"


def test_every_point_is_in_the_whole_form(real_answers):
    for real in real_answers:
        seen = said_by(render_whole(real))
        for block in real.blocks:
            if isinstance(block, ListBlock):
                for item in block.items:
                    assert said(item.text) in seen, f"{real.title}: {item.text}"


def test_every_link_to_a_source_is_there(real_answers):
    for real in real_answers:
        (message, *_) = render_short(real, "v")
        for one in real.sources:
            assert not one.url or f"<{escape(one.url)}|" in shown(message), f"{real.title}: {one.url}"


def test_no_markdown_is_left(real_answers):
    for real in real_answers:
        for message in render_whole(real):
            assert "**" not in shown(message) + message.text and "](" not in shown(message)
