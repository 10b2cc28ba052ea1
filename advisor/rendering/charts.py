"""Draws an Answer's pay figures as ranges on one scale, as PNG or SVG, for channels that can't draw themselves.

What is drawn of a figure follows the widget's chart (widget/src/view/chart.ts).
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Sequence, Tuple
from xml.sax.saxutils import quoteattr

from advisor.answers.answer import Answer, AnswerFigure, FiguresBlock
from advisor.answers.phrasing import PERIOD_WORDS
from advisor.knowledge.models import FigureKind, Period

if TYPE_CHECKING:  # matplotlib takes half a second to import: only whoever draws pays for it
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Ends = Tuple[float, float]

# The widget's colours; shapes differ too, so that nobody needs to tell colours apart.
_INK, _QUIET, _GRID, _BAR, _SPAN = "#17212b", "#53606d", "#d9dfe5", "#155e75", "#b45309"

# Lengths in inches, from the top of the picture to its bottom.
_WIDTH = 7.2
_MARGIN = 0.3
_TITLE = 0.36
_LABEL = 0.23
_STRIP = 0.28
_LINE = 0.175
_AIR = 0.05
_GAP = 0.17
_TICKS = 0.5
_KEYS = 0.34
_DOTS_AN_INCH = 200
_TEXT_POINTS, _TITLE_POINTS = 8.5, 12
_CHARACTERS_A_LINE = 96
_TICKS_BETWEEN = 3


class Form(str, Enum):
    """The kinds of picture; the value is the ending of a file's name."""

    PNG = "png"
    SVG = "svg"


@dataclass(frozen=True)
class Range:
    """What of a figure can be drawn honestly, in the figure's currency.

    ``bar`` is the middle half of the people or adverts, ``line`` eight in ten of them, ``span`` what a source gives
    as a range without saying of whom, ``point`` the median or average.
    """

    bar: Optional[Ends] = None
    line: Optional[Ends] = None
    span: Optional[Ends] = None
    point: Optional[float] = None

    @property
    def values(self) -> List[float]:
        ends = [value for pair in (self.bar, self.line, self.span) if pair is not None for value in pair]
        return ends if self.point is None else [*ends, self.point]


@dataclass(frozen=True)
class Row:
    """A figure: its kind, its range, and all that an honest figure carries in words."""

    label: str
    text: str
    range: Range


@dataclass(frozen=True)
class Panel:
    """Figures of one currency and period, which share a scale."""

    currency: str
    period: Period
    rows: Tuple[Row, ...]


@dataclass(frozen=True)
class Chart:
    """All that a picture shows; equal charts are drawn as equal pictures."""

    title: str
    panels: Tuple[Panel, ...]
    sources: str

    @property
    def alt(self) -> str:
        """The chart in words."""
        rows = [row for panel in self.panels for row in panel.rows]
        return " ".join([f"Chart: {self.title}.", *(f"{row.label}: {row.text}" for row in rows)])


def chart_of(answer: Answer) -> Optional[Chart]:
    """Returns the chart of an answer's figures, None where there is nothing to draw."""
    blocks = [block for block in answer.blocks if isinstance(block, FiguresBlock)]
    scales: Dict[Tuple[str, Period], List[Row]] = {}
    numbers = set()
    for figure in (figure for block in blocks for figure in block.figures):
        drawn = range_of(figure)
        if drawn is not None:
            row = Row(figure.label, figure.text.replace("**", ""), drawn)
            scales.setdefault((figure.currency, figure.period), []).append(row)
            numbers.update(figure.sources)
    if not scales:
        return None
    sources = [source for source in answer.sources if source.number in numbers]
    return Chart(
        title=", ".join(part for part in (answer.title, *(block.title for block in blocks)) if part),
        panels=tuple(Panel(currency, period, tuple(rows)) for (currency, period), rows in scales.items()),
        sources="; ".join(f"{source.publisher}, {source.published}" for source in sources),
    )


def alt_text(answer: Answer) -> Optional[str]:
    """Returns an answer's chart in words, None where there is nothing to draw."""
    chart = chart_of(answer)
    return None if chart is None else chart.alt


def range_of(figure: AnswerFigure) -> Optional[Range]:
    """Returns what to draw of a figure, None where an end of a range is all there is."""
    bar = _pair(figure.lower_middle, figure.upper_middle)
    ends = _pair(figure.low, figure.high)
    # In adverts, low and high are the ends of the middle advert's offer: they belong to no scale with the quarters.
    line = ends if bar is not None and figure.kind is FigureKind.EMPLOYEE_SURVEY else None
    drawn = Range(bar, line, ends if bar is None else None, figure.middle)
    return drawn if drawn.values else None


def _pair(low: Optional[float], high: Optional[float]) -> Optional[Ends]:
    return None if low is None or high is None else (low, high)


def ticks_of(values: Sequence[float]) -> List[float]:
    """Returns round, evenly spaced ticks around values; the first and the last are the ends of the scale."""
    least, most = min(values), max(values)
    # What lies close to nothing, or alone, is shown against nothing.
    start = 0.0 if least < most / 3 or least == most else least
    step = _round_step((most - start) / _TICKS_BETWEEN)
    first = math.floor(start / step)
    return [number * step for number in range(first, max(math.ceil(most / step), first + 1) + 1)]


def _round_step(step: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten."""
    if step <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= step * 0.999)


def draw(chart: Chart, form: Form) -> bytes:
    """Returns a chart as a picture, with its words in it for those who can't see it.

    matplotlib is not made for threads: no two calls may run at the same time.
    """
    from matplotlib.figure import Figure

    sources = textwrap.wrap(f"Sources: {chart.sources}", _CHARACTERS_A_LINE) if chart.sources else []
    title = textwrap.wrap(chart.title, int(_CHARACTERS_A_LINE * _TEXT_POINTS / _TITLE_POINTS * 0.9))
    height = sum(map(_panel_height, chart.panels)) + len(title) * _TITLE + _KEYS + len(sources) * _LINE + 2 * _MARGIN
    figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS_AN_INCH, facecolor="white")
    page = _Page(figure, height)
    for line in title:
        page.write(line, _TITLE, size=_TITLE_POINTS, weight="bold")
    for panel in chart.panels:
        _draw_panel(page, panel)
    _draw_keys(page.strip(_KEYS), [row.range for panel in chart.panels for row in panel.rows])
    for line in sources:
        page.write(line, _LINE, color=_QUIET)
    return _save(figure, chart, form)


class _Page:
    """A picture that is filled from top to bottom."""

    def __init__(self, figure: Figure, height: float) -> None:
        self._figure = figure
        self._height = height
        self._used = _MARGIN

    def write(self, text: str, height: float, **look: Any) -> None:
        """Writes a line of text; ``look`` is as for matplotlib's Text."""
        at = 1 - self._used / self._height
        look = {"size": _TEXT_POINTS, "color": _INK, **look}
        self._figure.text(_MARGIN / _WIDTH, at, _plain(text), va="top", **look)
        self._used += height

    def strip(self, height: float) -> Axes:
        """Returns bare axes from margin to margin."""
        self._used += height
        place = (_MARGIN / _WIDTH, 1 - self._used / self._height, 1 - 2 * _MARGIN / _WIDTH, height / self._height)
        axes = self._figure.add_axes(place)
        axes.axis("off")
        return axes

    def skip(self, height: float) -> None:
        self._used += height


def _panel_height(panel: Panel) -> float:
    return _TICKS + sum(_LABEL + _STRIP + _AIR + len(_lines(row)) * _LINE + _GAP for row in panel.rows)


def _lines(row: Row) -> List[str]:
    return textwrap.wrap(row.text, _CHARACTERS_A_LINE)


def _draw_panel(page: _Page, panel: Panel) -> None:
    ticks = ticks_of([value for row in panel.rows for value in row.range.values])
    _draw_scale(page.strip(_TICKS), ticks, f"{panel.currency} {PERIOD_WORDS[panel.period]}")
    for row in panel.rows:
        page.write(row.label, _LABEL, weight="bold")
        _draw_range(page.strip(_STRIP), row.range, ticks)
        page.skip(_AIR)
        for line in _lines(row):
            page.write(line, _LINE, color=_QUIET)
        page.skip(_GAP)


def _draw_scale(axes: Axes, ticks: Sequence[float], unit: str) -> None:
    axes.set(xlim=(ticks[0], ticks[-1]), ylim=(0, 1))
    axes.text(ticks[0], 0.95, _plain(unit), size=_TEXT_POINTS, color=_QUIET, va="top")
    digits = 0 if all(float(tick).is_integer() for tick in ticks) else 2
    for tick in ticks:
        side = "left" if tick == ticks[0] else "right" if tick == ticks[-1] else "center"
        axes.text(tick, 0.3, f"{tick:,.{digits}f}", size=_TEXT_POINTS, color=_INK, ha=side, va="center")


def _draw_range(axes: Axes, drawn: Range, ticks: Sequence[float]) -> None:
    axes.set(xlim=(ticks[0], ticks[-1]), ylim=(-1, 1))
    axes.vlines(ticks, -1, 1, color=_GRID, linewidth=0.8, zorder=0, clip_on=False)
    for ends, height, color in _bands(drawn):
        axes.barh(0, ends[1] - ends[0], height, left=ends[0], color=color, zorder=1)
    if drawn.point is not None:
        _draw_point(axes, drawn.point)


def _bands(drawn: Range) -> Iterator[Tuple[Ends, float, str]]:
    """The ends, height and colour of what is drawn as a band, from back to front."""
    for ends, height, color in ((drawn.line, 0.16, _BAR), (drawn.span, 0.5, _SPAN), (drawn.bar, 1.0, _BAR)):
        if ends is not None:
            yield ends, height, color


def _draw_point(axes: Axes, at: float) -> None:
    look = {"color": "white", "markeredgecolor": _INK, "markeredgewidth": 1.6}
    axes.plot([at], [0], "o", markersize=8, zorder=2, clip_on=False, **look)


def _draw_keys(axes: Axes, ranges: Sequence[Range]) -> None:
    """Says what the shapes stand for that are in the picture."""
    width, swatch = _WIDTH - 2 * _MARGIN, 0.26
    axes.set(xlim=(0, width), ylim=(-1.2, 1.2))
    keys = [
        ("middle (median or average)", Range(point=swatch / 2), any(drawn.point is not None for drawn in ranges)),
        ("middle half", Range(bar=(0, swatch)), any(drawn.bar for drawn in ranges)),
        ("eight in ten", Range(line=(0, swatch)), any(drawn.line for drawn in ranges)),
        ("range", Range(span=(0, swatch)), any(drawn.span for drawn in ranges)),
    ]
    at = 0.0
    for text, shape, used in keys:
        if used:
            for (low, high), height, color in _bands(shape):
                axes.barh(0, high - low, height, left=at + low, color=color)
            if shape.point is not None:
                _draw_point(axes, at + shape.point)
            axes.text(at + swatch + 0.08, 0, text, size=_TEXT_POINTS, color=_INK, va="center")
            at += swatch + 0.35 + len(text) * 0.062


def _plain(text: str) -> str:
    """Text between two dollar signs would be read as a formula."""
    return text.replace("$", r"\$")


def _save(figure: Figure, chart: Chart, form: Form) -> bytes:
    file = BytesIO()
    if form is Form.PNG:
        figure.savefig(file, format="png", metadata={"Title": chart.title, "Description": chart.alt, "Software": None})
        return file.getvalue()
    figure.savefig(file, format="svg", metadata={"Title": chart.title, "Date": None})
    label = f'<svg role="img" aria-label={quoteattr(chart.alt)} '
    return file.getvalue().replace(b"<svg ", label.encode(), 1)
