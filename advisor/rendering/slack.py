"""Renders Answers as Slack messages: Block Kit made of slack_sdk's models, which check Slack's limits."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block as SlackBlock,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
    SectionBlock,
    TableBlock as SlackTable,
)

from advisor.answers.answer import (
    Answer,
    AnswerKind,
    AnswerSource,
    Block,
    FiguresBlock,
    Item,
    ListBlock,
    NextQuestion,
    TableBlock,
)

#: Slack's limits (docs.slack.dev/reference/block-kit); slack_sdk's models know some of them.
MOST_BLOCKS = 50
MOST_BUTTONS = ActionsBlock.elements_max_length
MOST_BUTTON_CHARACTERS = ButtonElement.text_max_length
MOST_VALUE_CHARACTERS = ButtonElement.value_max_length
MOST_SECTION_CHARACTERS = SectionBlock.text_max_length
MOST_HEADER_CHARACTERS = HeaderBlock.text_max_length
MOST_CONTEXT_ELEMENTS = ContextBlock.elements_max_length
MOST_TABLE_ROWS = 100
MOST_TABLE_COLUMNS = 20
MOST_TABLE_CHARACTERS = 10_000
#: chat.update refuses a longer ``text``.
MOST_TEXT_CHARACTERS = 4_000
#: An answer with more characters than this is shortened, each of its lists to this many points.
LONG_CHARACTERS = 1_500
SHORT_LIST_ITEMS = 3

#: Ids of what can be pressed. A question's is followed by its place: ids must be unique in a block.
ASK_ACTION = "ask"
MORE_ACTION = "more"
HELPFUL_ACTION = "helpful"
NOT_HELPFUL_ACTION = "not_helpful"

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BOLD_START = re.compile(r"^\*\*(.+?)\*\*")
#: What a text may be cut between: links stay whole.
_PIECES = re.compile(r"\s*(?:<[^<>]*>|[^\s<]+|<)")


@dataclass(frozen=True)
class SlackMessage:
    """A message as ``chat.postMessage`` takes it; ``text`` is for notifications and screen readers."""

    text: str
    blocks: Tuple[Dict[str, Any], ...] = ()

    @property
    def without_tables(self) -> "SlackMessage":
        """The same message for a Slack that takes no tables: their rows as lines."""
        return SlackMessage(self.text, tuple(part for block in self.blocks for part in _as_sections(block)))


@dataclass(frozen=True)
class Picture:
    """A picture at an address that Slack can reach, and what it shows in words."""

    url: str
    alt: str


@dataclass(frozen=True)
class Frame:
    """What a message shows beside the answer itself: who asked what (mrkdwn, above it), and a picture."""

    asked: Optional[str] = None
    picture: Optional[Picture] = None


def render_whole(answer: Answer, frame: Frame = Frame()) -> List[SlackMessage]:
    """Returns everything that an answer holds; one message, unless Slack's limit of blocks needs more."""
    return _render(answer, frame, _question_buttons(answer.next_questions), _rating_buttons(answer))


def render_short(answer: Answer, more_value: str, frame: Frame = Frame()) -> List[SlackMessage]:
    """Returns an answer with its long lists shortened, and a button with ``more_value`` that shows the rest.

    Its figures, caveats and sources are all kept. An answer that isn't long is rendered whole.
    """
    short, hidden = shorten(answer)
    if not hidden or len(more_value) > MOST_VALUE_CHARACTERS:
        return render_whole(answer, frame)
    more = _button(MORE_ACTION, f"Show {hidden} more points" if hidden > 1 else "Show one more point", more_value)
    return _render(short, frame, _question_buttons(short.next_questions), [more, *_rating_buttons(short)])


def shorten(answer: Answer) -> Tuple[Answer, int]:
    """Returns an answer with only the first points of each list, and how many points that hides.

    Points with a word of warning ('retired') stay wherever they stand.
    """
    if sum(map(len, _plain_lines(answer))) <= LONG_CHARACTERS:
        return answer, 0
    blocks = [_shorten_list(block) if isinstance(block, ListBlock) else block for block in answer.blocks]
    hidden = sum(
        len(before.items) - len(after.items)
        for before, after in zip(answer.blocks, blocks)
        if isinstance(before, ListBlock) and isinstance(after, ListBlock)
    )
    return answer.copy(update={"blocks": blocks}), hidden


def _shorten_list(block: ListBlock) -> ListBlock:
    kept = [item for place, item in enumerate(block.items) if place < SHORT_LIST_ITEMS or item.badge]
    return block.copy(update={"items": kept})


def render_text(text: str) -> SlackMessage:
    """Returns a message of plain text, which may hold ``**bold**``."""
    return SlackMessage(
        plain(text)[:MOST_TEXT_CHARACTERS], tuple(block.to_dict() for block in _sections([mrkdwn(text)]))
    )


def ask_value(payload: str, question: str) -> Optional[str]:
    """Returns the value of a button that asks a question: what is sent, and its wording; None if that is too long."""
    for value in (json.dumps({"payload": payload, "question": question}), json.dumps({"payload": payload})):
        if len(value) <= MOST_VALUE_CHARACTERS:
            return value
    return None


def question_button(place: int, title: str, question: str, payload: str) -> Optional[ButtonElement]:
    """Returns a button that asks a question, or None where its payload is too long for one."""
    value = ask_value(payload, question)
    return _button(f"{ASK_ACTION}:{place}", title, value, question) if value else None


def escape(text: str) -> str:
    """Escapes the three characters that Slack reads as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> str:
    """Returns an answer's text for the ``text`` of a message: escaped, without bold."""
    return escape(_unbold(text))


def mrkdwn(text: str) -> str:
    """Returns an answer's text as Slack's markup: escaped, ``**bold**`` as ``*bold*``."""
    return _BOLD.sub(r"*\1*", escape(text))


def link(url: Optional[str], title: str) -> str:
    """Returns a link as Slack's markup; only web addresses become one."""
    if not url or not url.startswith(("https://", "http://")):
        return mrkdwn(title)
    address = escape(url).replace("|", "%7C")
    return f"<{address}|{mrkdwn(title).replace('|', '¦')}>"


def split_text(text: str, most: int = MOST_SECTION_CHARACTERS) -> List[str]:
    """Cuts text into parts of at most ``most`` characters, between words and never inside a link."""
    parts = [""]
    for piece in _PIECES.findall(text):
        while len(piece) > most:
            parts += [piece[:most].strip(), ""]
            piece = piece[most:]
        if len(parts[-1]) + len(piece) > most:
            parts.append("")
        parts[-1] += piece if parts[-1] else piece.lstrip()
    return [part for part in parts if part]


def _render(
    answer: Answer, frame: Frame, questions: Sequence[ButtonElement], others: Sequence[ButtonElement]
) -> List[SlackMessage]:
    blocks = [*_frame(frame, answer), *_body(answer)]
    questions = questions[: MOST_BUTTONS - len(others)]
    for buttons in (questions, others):
        if buttons:
            blocks.append(ActionsBlock(elements=list(buttons)))
    text = _plain_text(answer)
    return [
        SlackMessage(text, tuple(block.to_dict() for block in blocks[start : start + MOST_BLOCKS]))
        for start in range(0, len(blocks), MOST_BLOCKS)
    ]


def _frame(frame: Frame, answer: Answer) -> Iterator[SlackBlock]:
    if frame.asked:
        yield ContextBlock(elements=[_markup(split_text(frame.asked)[0])])
    if answer.title:
        yield from _title(answer.title)
    if frame.picture:
        alt = frame.picture.alt[: ImageBlock.alt_text_max_length]
        yield ImageBlock(image_url=frame.picture.url, alt_text=alt)


def _title(title: str) -> List[SlackBlock]:
    heading = _unbold(title)
    if len(heading) <= MOST_HEADER_CHARACTERS:
        return [HeaderBlock(text=PlainTextObject(text=heading, emoji=False))]
    return _sections([f"*{escape(heading)}*"])


def _body(answer: Answer) -> Iterator[SlackBlock]:
    marked = len(answer.sources) > 1
    if answer.lead:
        yield from _sections([mrkdwn(answer.lead) + _marks(answer.lead_sources, marked)])
    table_shown = False
    for block in answer.blocks:
        table = None if table_shown else _table(block, marked)
        if table is not None:
            # Slack takes one table a message; further ones are told as lines.
            table_shown = True
            yield from _sections(_table_title(block, marked))
            yield table
        else:
            yield from _sections(_block_lines(block, marked))
    yield from _sections(
        [f">{mrkdwn(_one_line(caveat.text))}{_marks(caveat.sources, marked)}" for caveat in answer.caveats]
    )
    yield from _sources(answer.sources)


def _sections(lines: Iterable[str]) -> List[SlackBlock]:
    """Puts lines into as few sections as Slack's limit allows."""
    texts: List[str] = []
    for part in (part for line in lines for part in _split_line(line)):
        if texts and len(texts[-1]) + 1 + len(part) <= MOST_SECTION_CHARACTERS:
            texts[-1] += "\n" + part
        else:
            texts.append(part)
    return [SectionBlock(text=_markup(text)) for text in texts]


def _split_line(line: str) -> List[str]:
    return [line] if len(line) <= MOST_SECTION_CHARACTERS else split_text(line)


def _markup(text: str) -> MarkdownTextObject:
    # Verbatim: Slack shall not make links of what looks like an address or a name.
    return MarkdownTextObject(text=text, verbatim=True)


def _marks(numbers: Sequence[int], shown: bool) -> str:
    return " " + "".join(f"[{number}]" for number in numbers) if shown and numbers else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _block_lines(block: Block, marked: bool) -> List[str]:
    """A block as lines of markup; an empty one has none."""
    lines = list(_part_lines(block, marked))
    if not lines:
        return []
    marks = _marks(block.sources, marked) if isinstance(block, TableBlock) else ""
    if block.title:
        return [f"*{escape(block.title)}*{marks}", *lines]
    return [*lines, marks.strip()] if marks else lines


def _part_lines(block: Block, marked: bool) -> Iterator[str]:
    if isinstance(block, ListBlock):
        yield from (f"• {_item(item)}{_marks(item.sources, marked)}" for item in block.items)
    elif isinstance(block, FiguresBlock):
        for figure in block.figures:
            yield f"• *{escape(figure.label)}*: {mrkdwn(figure.text)}{_marks(figure.sources, marked)}"
    else:
        yield from (f"• {mrkdwn(_row_line(block.columns, row))}" for row in block.rows)


def _item(item: Item) -> str:
    badge = f" ({escape(item.badge)})" if item.badge else ""
    bold = _BOLD_START.match(item.text)
    if item.url and bold:
        text = f"*{link(item.url, bold.group(1))}*{mrkdwn(item.text[bold.end():])}"
    elif item.url and not item.label:
        text = link(item.url, _unbold(item.text))
    else:
        text = mrkdwn(item.text)
    if not item.label:
        return text + badge
    label = link(item.url, item.label) if item.url and not bold else escape(item.label)
    return f"*{label}*: {text}{badge}"


def _row_line(columns: Sequence[str], row: Sequence[str]) -> str:
    """A row of a table as a line, ``**bold**`` where its name is."""
    cells = "; ".join(f"{column}: {cell}" if column else cell for column, cell in zip(columns[1:], row[1:]) if cell)
    name = f"{columns[0]}: {row[0]}" if columns[0] and row[0] else row[0]
    return f"**{_unbold(name)}**: {cells}" if name else cells


def _unbold(text: str) -> str:
    return _BOLD.sub(r"\1", text)


def _table_title(block: Block, marked: bool) -> List[str]:
    if isinstance(block, TableBlock) and (block.title or block.sources):
        title = f"*{escape(block.title)}*" if block.title else ""
        return [line for line in [(title + _marks(block.sources, marked)).strip()] if line]
    return []


def _table(block: Block, marked: bool) -> Optional[SlackTable]:
    """A block of figures or a table as Slack's table; None for a list, nothing, or what is too large for one."""
    if isinstance(block, FiguresBlock) and block.figures:
        header = [block.title or "", "Figure", *(["Source"] if marked else [])]
        rows = [
            [figure.label, figure.text, *([_marks(figure.sources, marked).strip()] if marked else [])]
            for figure in block.figures
        ]
    elif isinstance(block, TableBlock) and block.rows:
        header, rows = list(block.columns), [list(row) for row in block.rows]
    else:
        return None
    cells = sum(len(cell) for row in [header, *rows] for cell in row)
    if len(rows) >= MOST_TABLE_ROWS or len(header) > MOST_TABLE_COLUMNS or cells > MOST_TABLE_CHARACTERS:
        return None
    bold_header = [f"**{cell}**" if cell else cell for cell in header]
    return SlackTable(
        rows=[[_cell(cell) for cell in row] for row in [bold_header, *rows]],
        column_settings=[{"align": "left", "is_wrapped": True} for _ in header],
    )


def _cell(text: str) -> RichTextBlock:
    parts: List[RichTextElementParts.Text] = []
    # Splitting by a pattern with one group gives plain and bold texts in turn.
    for place, part in enumerate(_BOLD.split(text)):
        if part:
            style = RichTextElementParts.TextStyle(bold=True) if place % 2 else None
            parts.append(RichTextElementParts.Text(text=part, style=style))
    # A cell without text is refused.
    return RichTextBlock(elements=[RichTextSectionElement(elements=parts or [RichTextElementParts.Text(text=" ")])])


def _as_sections(block: Mapping[str, Any]) -> List[Dict[str, Any]]:
    if block["type"] != "table":
        return [dict(block)]
    header, *rows = [["".join(_cell_texts(cell)).strip() for cell in row] for row in block["rows"]]
    heading = [f"*{escape(header[0])}*"] if header[0] else []
    lines = [f"• {mrkdwn(_row_line(['', *header[1:]], row))}" for row in rows]
    return [section.to_dict() for section in _sections([*heading, *lines])]


def _cell_texts(part: Any) -> Iterator[str]:
    if part.get("type") == "text":
        yield part["text"]
    for element in part.get("elements", ()):
        yield from _cell_texts(element)


def _sources(sources: Sequence[AnswerSource]) -> Iterator[ContextBlock]:
    if not sources:
        return
    lines = ["Sources" if len(sources) > 1 else "Source"]
    for source in sources:
        number = f"[{source.number}] " if len(sources) > 1 else ""
        lines.append(number + _source_line(source, link(source.url, source.title)))
    texts = [section.text.text for section in _sections(lines)]
    for start in range(0, len(texts), MOST_CONTEXT_ELEMENTS):
        yield ContextBlock(elements=[_markup(text) for text in texts[start : start + MOST_CONTEXT_ELEMENTS]])


def _source_line(source: AnswerSource, title: str) -> str:
    stop = "" if source.title.endswith(("?", "!", ".")) else "."
    reliability = f" ({source.reliability})" if source.weak and source.reliability else ""
    return f"{title}{stop} {escape(f'{source.publisher}, {source.published}{reliability}')}"


def _question_buttons(questions: Sequence[NextQuestion]) -> List[ButtonElement]:
    buttons = (
        question_button(place, question.title, question.question, question.payload)
        for place, question in enumerate(questions)
    )
    return [button for button in buttons if button is not None]


def _rating_buttons(answer: Answer) -> List[ButtonElement]:
    if answer.kind is not AnswerKind.TOPIC:
        return []
    return [_button(HELPFUL_ACTION, "Helpful", answer.id), _button(NOT_HELPFUL_ACTION, "Not helpful", answer.id)]


def _button(action: str, title: str, value: str, description: Optional[str] = None) -> ButtonElement:
    label = description if description and description != title and len(description) <= MOST_BUTTON_CHARACTERS else None
    return ButtonElement(
        text=PlainTextObject(text=_cut(title, MOST_BUTTON_CHARACTERS), emoji=False),
        action_id=action,
        value=value,
        accessibility_label=label,
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _plain_text(answer: Answer) -> str:
    """The whole answer for screen readers, which get ``text`` and not the blocks; shortened where it would not fit."""
    for version in (answer, shorten(answer)[0]):
        text = "\n".join(_plain_lines(version))
        if len(text) <= MOST_TEXT_CHARACTERS:
            return text
    return _cut(text, MOST_TEXT_CHARACTERS)


def _plain_lines(answer: Answer) -> Iterator[str]:
    marked = len(answer.sources) > 1
    if answer.title:
        yield plain(answer.title)
    if answer.lead:
        yield plain(answer.lead) + _marks(answer.lead_sources, marked)
    for block in answer.blocks:
        yield from _plain_block(block, marked)
    for caveat in answer.caveats:
        yield f"Note: {plain(caveat.text)}{_marks(caveat.sources, marked)}"
    for source in answer.sources:
        number = f" {source.number}" if marked else ""
        yield f"Source{number}: {_source_line(source, escape(source.title))}"


def _plain_block(block: Block, marked: bool) -> Iterator[str]:
    if block.title:
        yield f"{escape(block.title)}{_marks(block.sources, marked) if isinstance(block, TableBlock) else ''}:"
    if isinstance(block, ListBlock):
        for item in block.items:
            label = f"{escape(item.label)}: " if item.label else ""
            badge = f" ({escape(item.badge)})" if item.badge else ""
            yield f"• {label}{plain(item.text)}{badge}{_marks(item.sources, marked)}"
    elif isinstance(block, FiguresBlock):
        for figure in block.figures:
            yield f"• {escape(figure.label)}: {plain(figure.text)}{_marks(figure.sources, marked)}"
    else:
        for row in block.rows:
            yield f"• {plain(_row_line(block.columns, row))}"
