"""Renders Answers for a terminal: with bars and links for rich, and as plain lines that read well aloud."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.style import Style
from rich.table import Table
from rich.text import Text

from advisor.answers.answer import Answer, AnswerFigure, AnswerSource, Block, FiguresBlock, Item, ListBlock, TableBlock
from advisor.answers.phrasing import PERIOD_WORDS

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BOLD_START = re.compile(r"^\*\*(.+?)\*\*")
_DIM = Style(dim=True)
_STRONG = Style(bold=True)
#: Bars beside labels; narrower ones say nothing.
_NARROWEST_BAR = 16
_WIDEST_BAR = 50
_WIDEST_LABEL = 24
#: What a table's frame needs beside its cells: three columns a column.
_FRAME = 3


def render_rich(answer: Answer, links: bool) -> RenderableType:
    """Returns an answer for a rich console of any width.

    Args:
        links: Whether the terminal shows links behind words (OSC 8); otherwise addresses are spelled out.
    """
    marked = len(answer.sources) > 1
    parts: List[RenderableType] = []
    if answer.title:
        parts.append(Text(clean(answer.title), style="bold cyan"))
    if answer.lead:
        parts.append(_with_marks(_text(answer.lead), answer.lead_sources, marked))
    parts += [_block(block, marked, links) for block in answer.blocks if not _is_empty(block)]
    if answer.caveats:
        parts.append(Bullets([_with_marks(_text(note.text), note.sources, marked) for note in answer.caveats], "!"))
    if answer.sources:
        parts.append(_sources(answer.sources, links))
    spaced = [part for each in parts for part in (each, Text(""))]
    return Group(*spaced[:-1])


def render_plain(answer: Answer, width: Optional[int] = None) -> str:
    """Returns an answer as lines without any mark-up, in the order in which they are to be read.

    Args:
        width: The most characters in a line; None leaves lines whole. An address is never cut.
    """
    parts = ["\n".join(_wrapped(line, width) for line in part) for part in _plain_parts(answer) if part]
    return "\n\n".join(parts)


def clean(text: str) -> str:
    """Returns text without control characters: what a server sends must not drive the terminal."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))


def unbold(text: str) -> str:
    """Returns an answer's text without the marks of bold, and clean."""
    return _BOLD.sub(r"\1", clean(text))


# -- plain ---------------------------------------------------------------------------------------------------------


def _plain_parts(answer: Answer) -> Iterator[List[str]]:
    marked = len(answer.sources) > 1
    yield [unbold(answer.title)] if answer.title else []
    yield [unbold(answer.lead) + _marks(answer.lead_sources, marked)] if answer.lead else []
    for block in answer.blocks:
        yield [] if _is_empty(block) else list(_plain_block(block, marked))
    yield [f"Note: {unbold(note.text)}{_marks(note.sources, marked)}" for note in answer.caveats]
    if answer.sources:
        yield ["Sources:" if marked else "Source:", *(_plain_source(source, marked) for source in answer.sources)]


def _plain_block(block: Block, marked: bool) -> Iterator[str]:
    marks = _marks(block.sources, marked) if isinstance(block, TableBlock) else ""
    if block.title or marks:
        yield f"{unbold(block.title or '')}{marks}:".strip()
    if isinstance(block, ListBlock):
        yield from (_plain_item(item, marked) for item in block.items)
    elif isinstance(block, FiguresBlock):
        for figure in block.figures:
            yield f"- {unbold(figure.label)}: {unbold(figure.text)}{_marks(figure.sources, marked)}"
    else:
        yield from (f"- {_row_in_words(block.columns, row)}" for row in block.rows)


def _plain_item(item: Item, marked: bool) -> str:
    label = f"{unbold(item.label)}: " if item.label else ""
    badge = f" ({clean(item.badge)})" if item.badge else ""
    address = f" ({clean(item.url)})" if item.url else ""
    return f"- {label}{unbold(item.text)}{badge}{address}{_marks(item.sources, marked)}"


def _plain_source(source: AnswerSource, marked: bool) -> str:
    number = f"[{source.number}] " if marked else ""
    address = f": {clean(source.url)}" if source.url else ""
    return f"{number}{source_in_words(source)}{address}"


def source_in_words(source: AnswerSource) -> str:
    """Returns title, publisher and date of a source; with what to keep in mind, where it has to be shown."""
    return f"{clean(source.title)}{_after_title(source)}"


def _after_title(source: AnswerSource) -> str:
    stop = "" if source.title.endswith(("?", "!", ".")) else "."
    reliability = f" ({source.reliability})" if source.weak and source.reliability else ""
    return clean(f"{stop} {source.publisher}, {source.published}{reliability}")


def _row_in_words(columns: Sequence[str], row: Sequence[str]) -> str:
    return unbold("; ".join(f"{column}: {cell}" if column else cell for column, cell in zip(columns, row) if cell))


def _wrapped(line: str, width: Optional[int]) -> str:
    if width is None:
        return line
    hanging = "  " if line.startswith("- ") else ""
    return textwrap.fill(line, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)


# -- rich ----------------------------------------------------------------------------------------------------------


def _text(text: str) -> Text:
    rendered = Text()
    # Splitting by a pattern with one group gives plain and bold texts in turn.
    for place, part in enumerate(_BOLD.split(clean(text))):
        rendered.append(part, style=_STRONG if place % 2 else None)
    return rendered


def _with_marks(text: Text, numbers: Sequence[int], shown: bool) -> Text:
    return text.append(_marks(numbers, shown), style=_DIM)


def _marks(numbers: Sequence[int], shown: bool) -> str:
    return " " + "".join(f"[{number}]" for number in numbers) if shown and numbers else ""


def _is_empty(block: Block) -> bool:
    if isinstance(block, ListBlock):
        return not block.items
    return not (block.rows if isinstance(block, TableBlock) else block.figures)


def _block(block: Block, marked: bool, links: bool) -> RenderableType:
    parts: List[RenderableType] = []
    marks = block.sources if isinstance(block, TableBlock) else ()
    title = _with_marks(Text(clean(block.title or ""), style=_STRONG), marks, marked)
    if title.plain.strip():
        parts.append(title)
    if isinstance(block, ListBlock):
        parts.append(Bullets([_item(item, marked, links) for item in block.items]))
    elif isinstance(block, FiguresBlock):
        parts.append(Bullets([_figure(figure, marked) for figure in block.figures]))
        parts += [part for bars in _bars(block.figures) for part in (Text(""), bars)]
    else:
        parts.append(FittingTable(block))
    return Group(*parts)


class Bullets:
    """Points with a mark before each and the further lines set in."""

    def __init__(self, texts: Sequence[Text], mark: Optional[str] = None) -> None:
        self._texts = texts
        self._mark = mark

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=1, no_wrap=True)
        grid.add_column(overflow="fold")
        for text in self._texts:
            grid.add_row(Text(self._mark or ("*" if options.ascii_only else "•"), style="cyan"), text)
        yield grid


def _item(item: Item, marked: bool, links: bool) -> Text:
    text = _linked_item(item) if links and _is_web(item.url) else _labelled(item)
    if item.badge:
        text.append(f" ({clean(item.badge)})", style="yellow")
    if item.url and not (links and _is_web(item.url)):
        text.append(f" ({clean(item.url)})", style=_DIM)
    return _with_marks(text, item.sources, marked)


def _labelled(item: Item) -> Text:
    label = Text(f"{clean(item.label)}: ", style=_STRONG) if item.label else Text()
    return Text().append_text(label).append_text(_text(item.text))


def _linked_item(item: Item) -> Text:
    """Puts the link on the label, else on the name in bold that the text starts with, else on the text."""
    text = _labelled(item)
    name = _BOLD_START.match(clean(item.text))
    end = len(clean(item.label)) if item.label else len(name.group(1)) if name else len(text)
    text.stylize(Style(link=clean(item.url)), 0, end)
    return text


def _is_web(url: Optional[str]) -> bool:
    return bool(url) and url.startswith(("https://", "http://"))


def _figure(figure: AnswerFigure, marked: bool) -> Text:
    text = Text().append(f"{clean(figure.label)}: ", style=_STRONG).append_text(_text(figure.text))
    return _with_marks(text, figure.sources, marked)


class FittingTable:
    """A table where its words fit into the columns, its rows in words where they don't."""

    def __init__(self, block: TableBlock) -> None:
        self._block = block

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = [clean(column) for column in self._block.columns]
        rows = [[unbold(cell) for cell in row] for row in self._block.rows]
        needed = sum(_longest_word(cells) for cells in zip(columns, *rows)) + _FRAME * len(columns) + 1
        if needed > options.max_width:
            yield Bullets([Text(_row_in_words(columns, row)) for row in rows])
            return
        table = Table(header_style=_STRONG, border_style=_DIM)
        for cells in zip(columns, *rows):
            table.add_column(Text(cells[0]), min_width=_longest_word(cells), overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        yield table


def _longest_word(cells: Sequence[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=1)


def _sources(sources: Sequence[AnswerSource], links: bool) -> RenderableType:
    several = len(sources) > 1
    lines = [Text("Sources" if several else "Source", style=_DIM)]
    for source in sources:
        line = Text(f"[{source.number}] " if several else "", style=_DIM)
        linked = links and _is_web(source.url)
        line.append(clean(source.title), style=Style(link=clean(source.url)) if linked else None)
        line.append(_after_title(source))
        if source.url and not linked:
            line.append(f" {clean(source.url)}")
        line.overflow = "fold"
        lines.append(line)
    return Group(*lines)


# -- bars of pay ---------------------------------------------------------------------------------------------------


def _bars(figures: Sequence[AnswerFigure]) -> List["PayBars"]:
    """Bars for figures that can be compared: one currency, one period. Without a range there is nothing to draw."""
    groups: Dict[Tuple[str, str], List[AnswerFigure]] = {}
    for figure in figures:
        if _amounts(figure):
            groups.setdefault((figure.currency, figure.period.value), []).append(figure)
    return [PayBars(group) for group in groups.values() if any(len(set(_amounts(one))) > 1 for one in group)]


def _middle_range(figure: AnswerFigure) -> Optional[Tuple[float, float]]:
    if figure.lower_middle is None or figure.upper_middle is None:
        return None
    return figure.lower_middle, figure.upper_middle


def _whole_range(figure: AnswerFigure) -> Optional[Tuple[float, float]]:
    """Low to high, where the figure's text tells both: other sources measure other things with them."""
    if figure.low is None or figure.high is None:
        return None
    told = all(f"{amount:,.0f}" in figure.text for amount in (figure.low, figure.high))
    return (figure.low, figure.high) if told else None


def _amounts(figure: AnswerFigure) -> List[float]:
    ranges = [amount for pair in (_whole_range(figure), _middle_range(figure)) for amount in pair or ()]
    return [*ranges, *([figure.middle] if figure.middle is not None else [])]


class PayBars:
    """Pay ranges on one scale: a thin line from low to high, thick for the middle half, a dot in the middle."""

    def __init__(self, figures: Sequence[AnswerFigure]) -> None:
        self._figures = figures
        amounts = [amount for figure in figures for amount in _amounts(figure)]
        self._low, self._high = min(amounts), max(amounts)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        labels = [clean(figure.label) for figure in self._figures]
        label_width = min(max(map(len, labels)), _WIDEST_LABEL)
        width = min(options.max_width - label_width - 2, _WIDEST_BAR)
        if width < _NARROWEST_BAR:
            return
        signs = "-#o" if options.ascii_only else "─█●"
        for label, figure in zip(labels, self._figures):
            shown = label if len(label) <= label_width else label[: label_width - 1] + "…"
            yield Text(f"{shown:<{label_width}}  ").append(self._bar(figure, width, signs), style="cyan")
        unit = f"{self._figures[0].currency} {PERIOD_WORDS[self._figures[0].period]}"
        low, high = f"{self._low:,.0f}", f"{self._high:,.0f}"
        yield Text(f"{'':<{label_width}}  {low}{high:>{width - len(low)}}", style=_DIM)
        yield Text(f"{unit}: {self._legend(signs)}", style=_DIM)

    def _legend(self, signs: str) -> str:
        meanings = (
            (signs[0], "low to high", _whole_range),
            (signs[1], "the middle half", _middle_range),
            (signs[2], "the middle", lambda figure: figure.middle is not None),
        )
        return ", ".join(f"{sign} {words}" for sign, words, has in meanings if any(map(has, self._figures)))

    def _bar(self, figure: AnswerFigure, width: int, signs: str) -> str:
        cells = [" "] * width
        for span, sign in ((_whole_range(figure), signs[0]), (_middle_range(figure), signs[1])):
            if span:
                start, end = (self._column(amount, width) for amount in span)
                cells[start : end + 1] = sign * (end + 1 - start)
        if figure.middle is not None:
            cells[self._column(figure.middle, width)] = signs[2]
        return "".join(cells).rstrip()

    def _column(self, amount: float, width: int) -> int:
        return round((amount - self._low) / (self._high - self._low) * (width - 1))
