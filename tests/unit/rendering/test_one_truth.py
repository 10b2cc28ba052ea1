"""One truth in every channel: no figure, source or caveat is lost on the way, and each channel's limits are kept."""

from __future__ import annotations

import html
import io
import json
import re

import pytest
from jsonschema.validators import validator_for
from rich.console import Console

from advisor.answers import Answer, Question, compose
from advisor.answers.answer import FiguresBlock, ListBlock, TableBlock
from advisor.answers.schema import SCHEMA_FILE
from advisor.knowledge.models import Topic
from advisor.rendering import slack
from advisor.rendering.markdown import render_markdown
from advisor.rendering.terminal import render_plain, render_rich

WIDTHS = (60, 100)
#: Marks of one channel or another, frames and bullets; what is left of a text without them is what it says.
_MARKS = re.compile(r"[\s*|\\¦\[\]()<>•│┃━─┏┓┗┛└┘├┤┡┩╇┳┴┼>!-]")


@pytest.fixture(scope="module", params=list(Topic), ids=lambda topic: topic.value)
def answers(request, knowledge):
    """The answers of one topic, one a role."""
    return [compose(Question(request.param, (role,)), knowledge) for role in knowledge.roles]


def rich_text(answer, width, links=False, **console):
    out = io.StringIO()
    Console(file=out, width=width, highlight=False, **console).print(render_rich(answer, links))
    return out.getvalue()


def slack_text(answer):
    def texts(part):
        if isinstance(part, dict):
            yield from (part["text"],) if isinstance(part.get("text"), str) else ()
            for name, value in part.items():
                yield from texts(value) if name != "text" or not isinstance(value, str) else ()
        elif isinstance(part, (list, tuple)):
            for each in part:
                yield from texts(each)

    blocks = [block for message in slack.render_whole(answer) for block in message.blocks if block["type"] != "actions"]
    return html.unescape("\n".join(texts(blocks)))


RENDERINGS = {
    "slack": slack_text,
    "markdown": lambda answer: render_markdown([answer]),
    **{f"plain {width}": lambda answer, width=width: render_plain(answer, width) for width in WIDTHS},
    **{f"rich {width}": lambda answer, width=width: rich_text(answer, width) for width in WIDTHS},
}


def said(text):
    return _MARKS.sub("", text)


@pytest.fixture(scope="module", params=RENDERINGS)
def said_in_channel(request, answers):
    """What the answers say in a channel, without its marks."""
    return [said(RENDERINGS[request.param](answer)) for answer in answers]


def facts(answer):
    """Every text of an answer that a reader must be able to find, cut where channels may put something between."""
    yield from (answer.title or "", answer.lead)
    yield from (caveat.text for caveat in answer.caveats)
    for block in answer.blocks:
        yield block.title or ""
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from (item.label or "", item.badge or "", item.url or "")
                yield from item.text.split("**") if item.url else (item.text,)
        elif isinstance(block, FiguresBlock):
            for figure in block.figures:
                yield from (figure.label, figure.text)
        else:
            # A cell may be several lines high, beside others.
            yield from (word for row in [block.columns, *block.rows] for cell in row for word in cell.split())
    for source in answer.sources:
        yield from (source.title, source.publisher, source.published, source.url or "")
        yield (source.reliability or "") if source.weak else ""


def references(answer):
    """The texts that sources are given for, each with its marks as they are to be read."""
    if len(answer.sources) < 2:
        return
    marked = [(answer.lead, answer.lead_sources), *((caveat.text, caveat.sources) for caveat in answer.caveats)]
    for block in answer.blocks:
        if isinstance(block, ListBlock):
            marked += [(item.text, item.sources) for item in block.items if not item.url and not item.badge]
        elif isinstance(block, TableBlock):
            marked.append((block.title or "", block.sources))
    for text, numbers in marked:
        if text and numbers:
            yield text + "".join(map(str, numbers))


def test_nothing_is_lost(answers, said_in_channel):
    for answer, shown in zip(answers, said_in_channel):
        lost = [fact for fact in facts(answer) if said(fact) not in shown]
        assert lost == [], answer.title


def test_every_text_keeps_the_marks_of_its_sources(answers, said_in_channel):
    for answer, shown in zip(answers, said_in_channel):
        lost = [reference for reference in references(answer) if said(reference) not in shown]
        assert lost == [], answer.title


def test_a_lost_caveat_would_be_noticed(answers):
    for answer in answers:
        for caveat in answer.caveats:
            without = answer.copy(update={"caveats": [other for other in answer.caveats if other is not caveat]})
            assert said(caveat.text) not in said(render_plain(without))


def test_the_widget_gets_the_answer_whole_and_by_the_schema(answers):
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    validator = validator_for(schema)(schema)
    for answer in answers:
        travelled = json.loads(answer.json(exclude_none=True))
        assert list(validator.iter_errors({"version": 1, "answers": [travelled]})) == []
        assert Answer.parse_obj(travelled) == answer


def test_behind_links_are_all_addresses(answers):
    for answer in answers:
        shown = rich_text(answer, 60, links=True, force_terminal=True, color_system="truecolor")
        linked = set(re.findall(r"\x1b\]8;id=[^;]*;([^\x1b]*)\x1b", shown))
        items = [item for block in answer.blocks if isinstance(block, ListBlock) for item in block.items]
        assert linked == {part.url for part in [*answer.sources, *items] if part.url}


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_on_a_terminal_are_no_wider_than_it(answers, width):
    for answer in answers:
        assert max(map(len, rich_text(answer, width).splitlines())) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_plain_lines_are_wider_only_for_an_address(answers, width):
    for answer in answers:
        for line in render_plain(answer, width).splitlines():
            assert len(line) <= width or re.fullmatch(r"\s*\S*https?://\S+", line), line


def test_slack_messages_keep_to_slacks_limits(answers):
    for answer in answers:
        for message in slack.render_whole(answer):
            assert 0 < len(message.blocks) <= slack.MOST_BLOCKS
            assert 0 < len(message.text) <= slack.MOST_TEXT_CHARACTERS
            for block in message.blocks:
                if block["type"] == "section":
                    assert 0 < len(block["text"]["text"]) <= slack.MOST_SECTION_CHARACTERS


def test_bold_in_markdown_is_closed_in_its_line(answers):
    for line in render_markdown(answers).splitlines():
        assert line.count("**") % 2 == 0, line


def test_nothing_of_markdown_is_left_on_a_terminal(answers):
    for answer in answers:
        for shown in (render_plain(answer), rich_text(answer, 60)):
            assert "**" not in shown and "](" not in shown
