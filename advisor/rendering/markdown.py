"""Renders Answers as markdown: what stock channels get, and what the widget and the terminal fall back on."""

from __future__ import annotations

import re
from typing import List, Sequence

from advisor.answers.answer import Answer, AnswerFigure, AnswerSource, Block, FiguresBlock, Item, ListBlock, TableBlock


#: The name in bold that a text starts with, which its link is put on.
_BOLD_START = re.compile(r"^\*\*.+?\*\*")


def render_markdown(answers: Sequence[Answer]) -> str:
    """Returns one well-formed text for the answers to one message."""
    return "\n\n---\n\n".join(_render(answer) for answer in answers)


def _render(answer: Answer) -> str:
    several_sources = len(answer.sources) > 1
    parts: List[str] = []
    if answer.title:
        parts.append(f"### {answer.title}")
    if answer.lead:
        parts.append(answer.lead + _marks(answer.lead_sources, several_sources))
    parts += [_block(block, several_sources) for block in answer.blocks if not _is_empty(block)]
    if answer.caveats:
        parts.append("\n".join(_caveat(caveat, several_sources) for caveat in answer.caveats))
    if answer.sources:
        parts.append(_sources(answer.sources))
    return "\n\n".join(parts)


def _is_empty(block: Block) -> bool:
    if isinstance(block, ListBlock):
        return not block.items
    return not (block.rows if isinstance(block, TableBlock) else block.figures)


def _marks(numbers: Sequence[int], shown: bool) -> str:
    return " " + "".join(f"[{number}]" for number in numbers) if shown and numbers else ""


def _block(block: Block, marked: bool) -> str:
    lines = [f"**{block.title}**", ""] if block.title else []
    if isinstance(block, ListBlock):
        lines += [_item(item, marked) for item in block.items]
    elif isinstance(block, FiguresBlock):
        lines += [_figure(figure, marked) for figure in block.figures]
    elif isinstance(block, TableBlock):
        lines += _table(block)
        marks = _marks(block.sources, marked)
        if block.title:
            lines[0] += marks
        elif marks:
            lines += ["", marks.strip()]
    return "\n".join(lines)


def _item(item: Item, marked: bool) -> str:
    text = f"**{item.label}**: {item.text}" if item.label else item.text
    if item.url:
        text, linked = _BOLD_START.subn(lambda match: f"[{match.group()}]({item.url})", text)
        if not linked:
            text += f" ([link]({item.url}))"
    badge = f" ({item.badge})" if item.badge else ""
    return f"- {text}{badge}{_marks(item.sources, marked)}"


def _caveat(caveat: Item, marked: bool) -> str:
    return f"> {caveat.text}{_marks(caveat.sources, marked)}  "


def _figure(figure: AnswerFigure, marked: bool) -> str:
    return f"- **{figure.label}**: {figure.text}{_marks(figure.sources, marked)}"


def _table(block: TableBlock) -> List[str]:
    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"

    return [row(block.columns), row(["---"] * len(block.columns)), *(row(cells) for cells in block.rows)]


def _sources(sources: Sequence[AnswerSource]) -> str:
    entries = []
    for source in sources:
        title = f"[{source.title}]({source.url})" if source.url else source.title
        number = f"[{source.number}] " if len(sources) > 1 else ""
        reliability = f" ({source.reliability})" if source.weak and source.reliability else ""
        stop = "" if source.title.endswith(("?", "!", ".")) else "."
        entries.append(f"{number}{title}{stop} {source.publisher}, {source.published}{reliability}")
    heading = "Sources" if len(sources) > 1 else "Source"
    return f"*{heading}*  \n" + "  \n".join(entries)
