"""Pay figures as pictures: what is drawn, what it says in words, and that it is a picture."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import pytest

from advisor.answers import Question, compose
from advisor.answers.answer import Answer, AnswerFigure, AnswerKind, AnswerSource, FiguresBlock, NamedId
from advisor.knowledge.models import FigureKind, Period, Topic
from advisor.rendering.charts import Form, Range, alt_text, chart_of, draw, range_of, ticks_of

QUARTERS = {"lower_middle": 60_000, "middle": 70_000, "upper_middle": 90_000}


def figure(kind=FigureKind.ADVERTISED_PAY, **parts):
    values = {
        "label": "Advertised pay",
        "text": "**€70,000 a year** in the middle (median). Germany, 2025, only 12 adverts.",
        "place": NamedId(id="germany", name="Germany"),
        "level": "all",
        "kind": kind,
        "currency": "EUR",
        "period": Period.YEAR,
        "as_of": "2025",
        "sources": [1],
    }
    return AnswerFigure(**{**values, **parts})


def answer(*figures):
    source = AnswerSource(number=1, id="adverts", title="Adverts", publisher="Publisher", published="2025")
    blocks = [FiguresBlock(title="Germany", figures=list(figures))]
    return Answer(id="1", kind=AnswerKind.TOPIC, title="Pay", lead="Lead.", blocks=blocks, sources=[source])


def test_the_ends_of_an_advert_are_not_drawn_beside_the_quarters():
    assert range_of(figure(low=50_000, high=80_000, **QUARTERS)) == Range(bar=(60_000, 90_000), point=70_000)


def test_a_survey_of_employees_shows_eight_in_ten_beside_the_quarters():
    surveyed = figure(FigureKind.EMPLOYEE_SURVEY, low=50_000, high=120_000, **QUARTERS)
    assert range_of(surveyed) == Range(bar=(60_000, 90_000), line=(50_000, 120_000), point=70_000)


def test_a_range_without_quarters_is_drawn_as_a_range():
    assert range_of(figure(low=50_000, high=80_000)) == Range(span=(50_000, 80_000))


def test_one_end_alone_is_not_drawn():
    assert range_of(figure(high=80_000)) is None


def test_figures_of_another_currency_or_period_get_a_scale_of_their_own():
    chart = chart_of(answer(figure(middle=1), figure(middle=2, currency="USD"), figure(middle=3, period=Period.HOUR)))
    assert [(panel.currency, panel.period) for panel in chart.panels] == [
        ("EUR", Period.YEAR),
        ("USD", Period.YEAR),
        ("EUR", Period.HOUR),
    ]


@pytest.mark.parametrize("values", [[60_000, 90_000], [5], [0.5, 0.9], [67_240, 229_600], [100_000, 100_001], [0]])
def test_a_scale_holds_all_values(values):
    ticks = ticks_of(values)
    assert ticks[0] <= min(values) and ticks[-1] >= max(values) and 2 <= len(ticks) <= 6


def test_an_answer_without_figures_has_no_chart():
    assert chart_of(answer()) is None
    assert alt_text(answer(figure(high=80_000))) is None


def test_the_words_name_the_kind_the_amounts_the_place_and_the_year():
    assert alt_text(answer(figure(**QUARTERS))) == (
        "Chart: Pay, Germany. Advertised pay: €70,000 a year in the middle (median). Germany, 2025, only 12 adverts."
    )


def test_a_chart_names_the_sources_of_what_it_shows():
    assert chart_of(answer(figure(**QUARTERS))).sources == "Publisher, 2025"


def test_a_png_is_a_picture_with_its_words_in_it():
    from PIL import Image

    picture = draw(chart_of(answer(figure(**QUARTERS))), Form.PNG)
    with Image.open(BytesIO(picture)) as image:
        assert image.format == "PNG" and image.width > image.height
        assert "only 12 adverts" in image.text["Description"]


def test_an_svg_says_in_words_what_it_shows():
    text = "$1 < $2 & \"more\""
    root = ElementTree.fromstring(draw(chart_of(answer(figure(text=text, **QUARTERS))), Form.SVG))
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"Chart: Pay, Germany. Advertised pay: {text}"


def test_an_amount_in_dollars_is_no_formula():
    chart = chart_of(answer(figure(text="between $100,000 and $1_0^{", currency="USD", **QUARTERS)))
    assert draw(chart, Form.PNG).startswith(b"\x89PNG")


def test_real_pay_can_be_drawn(knowledge):
    chart = chart_of(compose(Question(Topic.SALARY, ("data_engineer",)), knowledge))
    assert draw(chart, Form.PNG).startswith(b"\x89PNG")


def test_drawing_leaves_no_trace_in_matplotlibs_settings():
    import matplotlib

    before = dict(matplotlib.rcParams)
    draw(chart_of(answer(figure(**QUARTERS))), Form.SVG)
    assert dict(matplotlib.rcParams) == before
