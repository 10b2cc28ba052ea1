"""Pay: figures by kind and place, told apart, with what each of them is."""

from __future__ import annotations

from typing import Dict, List, Optional, Set, Tuple

from advisor.answers.answer import Answer, AnswerFigure, FiguresBlock, Item, ListBlock, NamedId, TableBlock
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import (
    KIND_LABELS,
    PERIOD_WORDS,
    TOPIC_TITLES,
    amounts_in_words,
    date_words,
    fill,
    money,
    time_words,
)
from advisor.answers.question import Question
from advisor.answers.section import asked_group, offer_topics, say_not_written, tell_group
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import ALL_LEVELS, Caveat, Figure, FigureKind, Period, Section, Topic

DEFAULT_PLACE = "united_states"
#: Figures of samples smaller than this are called few.
SMALL_SAMPLE = 30
MOST_CAVEATS = 3
#: An answer with more figures than this has room for fewer caveats.
MANY_FIGURES = 6
MOST_CAVEATS_BESIDE_MANY_FIGURES = 2
#: The order in which kinds of figures are told: the firmest first.
KIND_ORDER = (
    FigureKind.EMPLOYEE_SURVEY,
    FigureKind.ADVERTISED_PAY,
    FigureKind.SELF_REPORTED,
    FigureKind.PUBLISHER_ESTIMATE,
)
#: How the title is introduced that a figure is for, where that is not the role's.
_NEAREST_WORDS = {
    FigureKind.EMPLOYEE_SURVEY: "The closest occupation counted",
    FigureKind.ADVERTISED_PAY: "The closest title in the adverts",
    FigureKind.SELF_REPORTED: "The closest job in the survey",
    FigureKind.PUBLISHER_ESTIMATE: "The closest job named",
}
#: Where a figure comes from, after 'comes from'.
_ORIGINS = {
    FigureKind.EMPLOYEE_SURVEY: "a survey of employees",
    FigureKind.ADVERTISED_PAY: "job adverts",
    FigureKind.SELF_REPORTED: "what people reported themselves",
}


def answer_salary(question: Question, base: KnowledgeBase) -> Answer:
    """Answers what a role pays, in the place and at the level asked for."""
    builder = AnswerBuilder(question, base)
    builder.title = sentence_case(fill(TOPIC_TITLES[Topic.SALARY], base, question.roles[0]))
    section = builder.role.topics.salary
    group = asked_group(question, section) if section else None
    if section is not None and group is not None:
        tell_group(builder, section, group)
    else:
        told = _tell_figures(builder)
        _tell_caveats(builder, section, told)
    _offer_places(builder)
    if section and section.groups and group is None:
        aspect = base.aspects[section.groups[0].aspect]
        builder.offer(
            aspect.title,
            fill(aspect.question, base, builder.role.id),
            Question(Topic.SALARY, (builder.role.id,), aspect=aspect.id),
        )
    offer_topics(builder)
    return builder.build()


def _tell_caveats(builder: AnswerBuilder, section: Optional[Section], told: List[Figure]) -> None:
    """Adds the caveats that are about the figures told, those about a place or level before the general ones."""
    if section is None:
        return
    most = MOST_CAVEATS if len(told) <= MANY_FIGURES else MOST_CAVEATS_BESIDE_MANY_FIGURES
    cited = set(builder.cited)
    fitting = [caveat for caveat in section.caveats if _concerns(caveat, told, cited, builder.base)]
    for caveat in sorted(fitting, key=lambda caveat: not caveat.about)[:most]:
        builder.caution(caveat.text, caveat.sources)


def _concerns(caveat: Caveat, told: List[Figure], cited: Set[str], base: KnowledgeBase) -> bool:
    """Whether a caveat is about figures told: of the places and levels that it names, else of its first source."""
    places = {id_ for id_ in caveat.about if id_ in base.places}
    levels = {id_ for id_ in caveat.about if id_ in base.levels or id_ == ALL_LEVELS}
    if not caveat.about:
        return caveat.sources[0] in cited
    return any((not places or figure.place in places) and (not levels or figure.level in levels) for figure in told)


def latest_figures(figures: List[Figure]) -> List[Figure]:
    """Keeps of figures that repeat over the years the newest only, the firmest kinds first.

    Publishers' estimates are all kept: they are different claims, not a series.
    """
    newest: Dict[Tuple, Figure] = {}
    kept: List[Figure] = []
    for figure in sorted(figures, key=lambda figure: figure.as_of, reverse=True):
        if figure.kind is FigureKind.PUBLISHER_ESTIMATE:
            kept.append(figure)
            continue
        series = (figure.kind, figure.occupation, figure.place, figure.level)
        if series not in newest:
            newest[series] = figure
            kept.append(figure)
    return sorted(kept, key=lambda figure: KIND_ORDER.index(figure.kind))


def _pay_figures(base: KnowledgeBase, role: str, place: Optional[str]) -> List[Figure]:
    return [figure for figure in base.figures_of(role, place) if figure.kind is not FigureKind.FREELANCE_RATE]


def _tell_figures(builder: AnswerBuilder) -> List[Figure]:
    """Adds the figures for the place and level asked for, or the nearest that there are; returns them."""
    question, base = builder.question, builder.base
    place = question.place or DEFAULT_PLACE
    figures = _pay_figures(base, builder.role.id, place)
    if not figures:
        figures = _nearest_figures(builder, place)
        if not figures:
            say_not_written(builder)
            return []
    if question.place is None:
        # Figures that name no country belong to no place that one could ask for.
        figures = figures + _pay_figures(base, builder.role.id, "world")
    everything = figures
    figures = _at_level(builder, figures)
    shown = latest_figures(figures)
    if not builder.lead:
        builder.set_lead(_lead(builder, shown))
    told = [_answer_figure(builder, figure) for figure in shown]
    builder.add(FiguresBlock(title=_title(builder, figures), figures=told))
    if question.level is None:
        told_ids = {id(figure) for figure in figures}  # comparing figures field by field takes milliseconds
        others = [figure for figure in everything if id(figure) not in told_ids]
        shown += _tell_levels(builder, others, _advert_currency(shown))
        shown += _tell_estimates(builder, others)
    _tell_trend(builder, figures)
    return shown


def _title(builder: AnswerBuilder, figures: List[Figure]) -> str:
    place = builder.base.places[figures[0].place].name
    levels = {figure.level for figure in figures}
    level = "".join(f", {builder.base.levels[id_].name}" for id_ in levels if len(levels) == 1 and id_ != ALL_LEVELS)
    return f"{sentence_case(_without_article(place))}{level}"


def _without_article(place: str) -> str:
    return place[4:] if place.startswith("the ") else place


def _at_level(builder: AnswerBuilder, figures: List[Figure]) -> List[Figure]:
    """Narrows figures to the level asked for; without one, to those that cover all levels or that name none."""
    level = builder.question.level
    if level is None:
        return [figure for figure in figures if figure.level == ALL_LEVELS] or figures
    exact = [figure for figure in figures if figure.level == level]
    if exact:
        return exact
    name = builder.base.levels[level].name
    where = "there" if builder.lead or builder.question.place else f"in {builder.base.places[DEFAULT_PLACE].name}"
    over_all = [figure for figure in figures if figure.level == ALL_LEVELS]
    instead = "so this is over all levels" if over_all else "so this is what there is"
    missing = f"I have no figures {where} for {name} {builder.role.names} alone, {instead}."
    builder.set_lead(f"{builder.lead} {missing}" if builder.lead else missing)
    if any(figure.level == level for figure in _pay_figures(builder.base, builder.role.id, DEFAULT_PLACE)):
        place = builder.base.places[DEFAULT_PLACE].name
        builder.offer(
            f"{sentence_case(name)} in {place}",
            f"How much do {name} {builder.role.names} earn in {place}?",
            Question(Topic.SALARY, (builder.role.id,), place=DEFAULT_PLACE, level=level),
        )
    return over_all or figures


def _nearest_figures(builder: AnswerBuilder, place: str) -> List[Figure]:
    """Figures of the nearest place that has any, with a word that they are not the place asked for."""
    base = builder.base
    asked = base.places[place]
    for other in [*asked.nearest, DEFAULT_PLACE, *base.places_with_figures(builder.role.id)]:
        figures = _pay_figures(base, builder.role.id, other)
        if figures:
            builder.set_lead(
                f"I have no pay figures for {builder.role.names} in {asked.name}. The nearest that I can show honestly "
                f"is {base.places[other].name}; pay does not carry over from one country to another."
            )
            return figures
    return []


def _lead(builder: AnswerBuilder, figures: List[Figure]) -> str:
    """Says in a sentence what follows, and that the sources disagree where they do."""
    place = builder.base.places[builder.question.place or DEFAULT_PLACE].name
    level = f"{builder.base.levels[builder.question.level].name} " if builder.question.level else ""
    start = f"For {level}{builder.role.names} in {place}, "
    # Estimates are old and nobody's measurement: they are shown, and stay out of the range.
    measured = [figure for figure in figures if figure.kind is not FigureKind.PUBLISHER_ESTIMATE]
    if not measured:
        estimates = "one publisher's estimate" if len(figures) == 1 else "publishers' estimates"
        return f"{start}all I have is {estimates}, which nobody has checked: a hint, not an offer."
    if len(measured) == 1:
        only = "only figure that I have" if len(figures) == 1 else "only measured figure that I have, beside estimates,"
        return f"{start}the {only} comes from {_ORIGINS[measured[0].kind]}: a hint, not an offer."
    middles = [_middle(figure) for figure in measured if figure.period is Period.YEAR and _middle(figure) is not None]
    if len(set(middles)) > 1 and len({figure.currency for figure in measured}) == 1:
        low, high = (money(value, measured[0].currency, builder.base) for value in (min(middles), max(middles)))
        return (
            f"{start}the sources put typical pay between {low} and {high} a year. "
            "They measure different things, so here they are side by side."
        )
    return f"{start}this is what the sources say."


def _middle(figure: Figure) -> Optional[float]:
    return next((value for value in (figure.median, figure.mean, figure.estimate) if value is not None), None)


def _answer_figure(builder: AnswerBuilder, figure: Figure) -> AnswerFigure:
    base = builder.base
    place = base.places[figure.place]
    details = [_where(figure, base), time_words(figure)]
    if figure.level != ALL_LEVELS:
        details.insert(0, base.levels[figure.level].name)
    if figure.sample_size is not None:
        unit = "adverts" if figure.kind is FigureKind.ADVERTISED_PAY else "answers"
        few = "only " if figure.sample_size < SMALL_SAMPLE else ""
        details.append(f"{few}{figure.sample_size:,} {unit}")
    text = f"{amounts_in_words(figure, base)}. {sentence_case(', '.join(details))}."
    if figure.occupation:
        text += f" {_NEAREST_WORDS[figure.kind]}: {figure.occupation}."
    if figure.note:
        text += f" {sentence_case(figure.note).rstrip('.')}."
    return AnswerFigure(
        label=KIND_LABELS[figure.kind],
        text=sentence_case(text),
        place=NamedId(id=place.id, name=place.name),
        level=figure.level,
        kind=figure.kind,
        currency=figure.currency,
        period=figure.period,
        low=figure.p10 if figure.p10 is not None else figure.low,
        lower_middle=figure.p25,
        middle=_middle(figure),
        upper_middle=figure.p75,
        high=figure.p90 if figure.p90 is not None else figure.high,
        sample_size=figure.sample_size,
        as_of=figure.as_of,
        sources=builder.cite([figure.source]),
    )


def _advert_currency(figures: List[Figure]) -> Optional[str]:
    """The currency of the adverts told, or of the other figures where none are."""
    adverts = [figure for figure in figures if figure.kind is FigureKind.ADVERTISED_PAY]
    return next((figure.currency for figure in adverts + figures), None)


def _tell_levels(builder: AnswerBuilder, figures: List[Figure], currency: Optional[str]) -> List[Figure]:
    """Adds advertised pay by level as a table, where at least two are in a currency; returns its figures."""
    base = builder.base
    by_level = [figure for figure in figures if figure.level != ALL_LEVELS]
    advertised = [figure for figure in by_level if figure.kind is FigureKind.ADVERTISED_PAY]
    if not advertised:
        return []
    newest = max(advertised, key=lambda figure: figure.as_of)
    # One heading stands for all rows, and beside euros a table in dollars would mislead.
    figures = [figure for figure in advertised if figure.as_of == newest.as_of and figure.currency == currency]
    if len(figures) < 2:
        return []
    order = list(base.levels)
    figures.sort(key=lambda figure: order.index(figure.level))
    rows = [
        [
            sentence_case(base.levels[figure.level].name),
            money(figure.median or 0, figure.currency, base),
            f"{money(figure.p25, figure.currency, base)} to {money(figure.p75, figure.currency, base)}"
            if figure.p25 and figure.p75
            else "",
            f"{figure.sample_size:,}" if figure.sample_size else "",
        ]
        for figure in figures
    ]
    builder.add(
        TableBlock(
            title=f"Advertised pay by level, {_where(newest, base)}, {PERIOD_WORDS[newest.period]}, "
            f"{time_words(newest)}",
            columns=["Level", "Middle", "Half of them between", "Adverts"],
            rows=rows,
            sources=builder.cite(sorted({figure.source for figure in figures})),
        )
    )
    return figures


def _tell_estimates(builder: AnswerBuilder, figures: List[Figure]) -> List[Figure]:
    """Adds what publishers say of single levels, a line a source; returns the figures."""
    base = builder.base
    by_source: Dict[str, List[Figure]] = {}
    for figure in figures:
        if figure.kind is FigureKind.PUBLISHER_ESTIMATE:
            by_source.setdefault(figure.source, []).append(figure)
    items = [
        Item(
            text=sentence_case("; ".join(_level_and_amounts(figure, base) for figure in told))
            + f" ({_where(told[0], base)}, {date_words(told[0].as_of)}).",
            sources=builder.cite([source]),
        )
        for source, told in by_source.items()
    ]
    if items:
        builder.add(ListBlock(title="Older estimates by level, unverified", items=items))
    return [figure for told in by_source.values() for figure in told]


def _level_and_amounts(figure: Figure, base: KnowledgeBase) -> str:
    return f"{base.levels[figure.level].name}: {amounts_in_words(figure, base)}"


def _where(figure: Figure, base: KnowledgeBase) -> str:
    return "no country named" if figure.place == "world" else _without_article(base.places[figure.place].name)


def _tell_trend(builder: AnswerBuilder, figures: List[Figure]) -> None:
    """Says how the official median has moved since the first year on file."""
    surveys = [figure for figure in figures if figure.kind is FigureKind.EMPLOYEE_SURVEY]
    series = sorted(
        (figure for figure in surveys if figure.median is not None and figure.level == ALL_LEVELS),
        key=lambda figure: figure.as_of,
    )
    if len(series) < 2 or builder.question.level is not None:
        return
    first, last = series[0], series[-1]
    change = (last.median / first.median - 1) * 100
    builder.caution(
        f"Trend: in the survey of employees, the median was {money(first.median, first.currency, builder.base)} "
        f"in {date_words(first.as_of)}; by {date_words(last.as_of)} it had {'risen' if change >= 0 else 'fallen'} "
        f"by {abs(change):.0f} %, before inflation.",
        [first.source, last.source],
    )


def _offer_places(builder: AnswerBuilder) -> None:
    base = builder.base
    shown = builder.question.place or DEFAULT_PLACE
    others = [place for place in base.places_with_figures(builder.role.id) if place != shown]
    for place in others[:2]:
        name = base.places[place].name
        builder.offer(
            f"In {name}",
            f"How much does {builder.role.name} earn in {name}?",
            Question(Topic.SALARY, (builder.role.id,), place=place, level=builder.question.level),
        )
