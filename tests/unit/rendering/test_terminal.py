"""Answers on a terminal: exact transcripts of small ones."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from advisor.answers.answer import (
    Answer,
    AnswerFigure,
    AnswerKind,
    AnswerSource,
    FiguresBlock,
    Item,
    ListBlock,
    NamedId,
    TableBlock,
)
from advisor.knowledge.models import FigureKind, Period
from advisor.rendering.terminal import clean, render_plain, render_rich

SOURCES = [
    AnswerSource(number=1, id="a", title="Wages, May 2025", publisher="BLS", published="2025", url="https://a.example"),
    AnswerSource(
        number=2, id="b", title="Who pays?", publisher="A blog", published="2022", reliability="one author", weak=True
    ),
]


def figure(label, text, currency="USD", **amounts):
    return AnswerFigure(
        label=label,
        text=text,
        place=NamedId(id="us", name="US"),
        level="all",
        kind=FigureKind.EMPLOYEE_SURVEY,
        currency=currency,
        period=Period.YEAR,
        as_of="2025",
        sources=[1],
        **amounts,
    )


def answer(**parts):
    return Answer(**{"id": "1", "kind": AnswerKind.TOPIC, "lead": "Lead.", **parts})


def rich(one, width=60, links=False, **console):
    out = io.StringIO()
    Console(file=out, width=width, highlight=False, **console).print(render_rich(one, links))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


AMOUNTS = {"low": 50, "lower_middle": 75, "middle": 100, "upper_middle": 125, "high": 150}
PAY = answer(
    title="Pay of testers",
    lead="Around **$100 a year**.",
    lead_sources=[1],
    blocks=[
        FiguresBlock(
            title="United States",
            figures=[
                figure("Survey", "**$100 a year** (2025), $50 to $150.", **AMOUNTS),
                figure("Adverts", "**$110 a year** (2025).", middle=110),
            ],
        ),
        TableBlock(title="By level", columns=["Level", "Middle"], rows=[["Entry", "$75"], ["", "$1"]], sources=[2]),
        ListBlock(items=[Item(label="Exam", text="Costs $5.", badge="retired", url="https://e.example", sources=[2])]),
    ],
    caveats=[Item(text="A proxy.", sources=[1])],
    sources=SOURCES,
)

RICH = """\
Pay of testers

Around $100 a year. [1]

United States
• Survey: $100 a year (2025), $50 to $150. [1]
• Adverts: $110 a year (2025). [1]

Survey   ────────────████████████●█████████████────────────
Adverts                               ●
         50                                             150
USD a year: ─ low to high, █ the middle half, ● the middle

By level [2]
┏━━━━━━━┳━━━━━━━━┓
┃ Level ┃ Middle ┃
┡━━━━━━━╇━━━━━━━━┩
│ Entry │ $75    │
│       │ $1     │
└───────┴────────┘

• Exam: Costs $5. (retired) (https://e.example) [2]

! A proxy. [1]

Sources
[1] Wages, May 2025. BLS, 2025 https://a.example
[2] Who pays? A blog, 2022 (one author)"""

PLAIN = """\
Pay of testers

Around $100 a year. [1]

United States:
- Survey: $100 a year (2025), $50 to $150. [1]
- Adverts: $110 a year (2025). [1]

By level [2]:
- Level: Entry; Middle: $75
- Middle: $1

- Exam: Costs $5. (retired) (https://e.example) [2]

Note: A proxy. [1]

Sources:
[1] Wages, May 2025. BLS, 2025: https://a.example
[2] Who pays? A blog, 2022 (one author)"""


def test_an_answer_in_full():
    assert rich(PAY) == RICH


def test_an_answer_in_plain_lines():
    assert render_plain(PAY) == PLAIN


def test_a_single_source_needs_no_numbers():
    one = answer(lead_sources=[1], sources=SOURCES[:1])
    assert render_plain(one) == "Lead.\n\nSource:\nWages, May 2025. BLS, 2025: https://a.example"
    assert rich(one) == "Lead.\n\nSource\nWages, May 2025. BLS, 2025 https://a.example"


def test_where_the_terminal_has_links_the_address_is_behind_the_title():
    shown = rich(answer(sources=SOURCES[:1]), links=True, force_terminal=True, color_system="truecolor")
    assert ";https://a.example\x1b\\" in shown
    assert " https://a.example" not in shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd"])
def test_only_web_addresses_become_links(url):
    one = answer(sources=[SOURCES[0].copy(update={"url": url})])
    assert "\x1b]8" not in rich(one, links=True, force_terminal=True, color_system="truecolor")


def test_sources_are_dim():
    assert "\x1b[2mWages" in rich(answer(sources=SOURCES[:1]), force_terminal=True, color_system="truecolor")


def test_without_colour_no_colour_is_sent():
    shown = rich(PAY, force_terminal=True, color_system="truecolor", no_color=True)
    assert "\x1b[36m" not in shown and "\x1b[1;36m" not in shown and "\x1b[33m" not in shown


def test_a_table_too_wide_for_the_terminal_is_told_in_lines():
    wide = TableBlock(columns=["Level", "Extraordinarily", "Incomprehensible"], rows=[["Entry", "x" * 15, "y"]])
    assert rich(answer(blocks=[wide]), 40) == (
        "Lead.\n\n• Level: Entry; Extraordinarily:\n  xxxxxxxxxxxxxxx; Incomprehensible: y"
    )


def test_figures_of_different_currencies_are_not_put_on_one_scale():
    figures = [figure("A", "1 to 3", middle=2, low=1, high=3), figure("B", "1 to 3", "EUR", middle=2, low=1, high=3)]
    shown = rich(answer(blocks=[FiguresBlock(figures=figures)]))
    assert "USD a year:" in shown and "EUR a year:" in shown


def test_figures_without_a_range_get_no_bars():
    assert "●" not in rich(answer(blocks=[FiguresBlock(figures=[figure("A", "a", middle=2)])]))


def test_a_low_and_a_high_that_the_text_does_not_tell_are_not_drawn():
    odd = figure("A", "half between 5 and 20", low=1, lower_middle=5, upper_middle=20, high=30)
    shown = rich(answer(blocks=[FiguresBlock(figures=[odd])]))
    assert "low to high" not in shown and "the middle half" in shown


def test_where_bars_would_be_too_short_the_figures_stand_alone():
    assert "█" not in rich(PAY, 20)


def test_empty_blocks_are_not_shown():
    empty = [ListBlock(title="Empty", items=[]), TableBlock(title="Empty", columns=["a"], rows=[])]
    assert rich(answer(blocks=empty)) == render_plain(answer(blocks=empty)) == "Lead."


def test_square_brackets_are_text():
    assert rich(answer(lead="a [red]b[/red]")) == "a [red]b[/red]"


def test_what_a_server_sends_does_not_drive_the_terminal():
    evil = answer(lead="a\x1b[2Jb\x07", sources=[SOURCES[0].copy(update={"title": "\x1b]0;t\x07", "url": None})])
    assert clean("a\x1b[2Jb\x07") == "a[2Jb"
    assert "\x1b" not in rich(evil) + render_plain(evil)


def test_plain_lines_are_cut_between_words_and_set_in_below_a_bullet():
    one = answer(lead="", blocks=[ListBlock(items=[Item(text="one two three four")])])
    assert render_plain(one, 12) == "- one two\n  three four"
