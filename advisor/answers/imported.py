"""Answers from the imported layer: what O*NET and BLS hold on occupations that no editor has written about.

They are told as what they are: another database's words and figures, for the United States, with its name and date.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from advisor.answers.answer import (
    Answer,
    AnswerFigure,
    AnswerKind,
    AnswerSource,
    Block,
    FiguresBlock,
    Item,
    ListBlock,
    NamedId,
    NextQuestion,
    answer_id,
)
from advisor.answers.builder import MOST_NEXT_QUESTIONS, sentence_case
from advisor.answers.phrasing import KIND_LABELS, TOPIC_BUTTONS, TOPIC_TITLES, date_words
from advisor.knowledge.models import FigureKind, Period, Topic
from advisor.knowledge.onet.bls import OccupationOutlook, OccupationPay
from advisor.knowledge.onet.layer import OnetLayer
from advisor.knowledge.onet.models import Occupation, Ratings
from advisor.knowledge.onet.titles import key_of

PLACE = NamedId(id="united_states", name="the United States")
ONET_PUBLISHER = "U.S. Department of Labor, Employment and Training Administration"
BLS_PUBLISHER = "U.S. Bureau of Labor Statistics"
OCCUPATION_PAGE = "https://www.onetonline.org/link/summary/{code}"
WAGES_PAGE = "https://www.bls.gov/oes/"
PROJECTIONS_PAGE = "https://www.bls.gov/emp/"
#: The topics that the imported layer can say something on.
TOPICS = (
    Topic.RESPONSIBILITIES,
    Topic.SKILLS,
    Topic.TOOLS,
    Topic.EDUCATION,
    Topic.HOW_TO_BECOME,
    Topic.CAREER_PATH,
    Topic.SALARY,
    Topic.DEMAND,
)
MOST_TASKS = 7
MOST_RATINGS = 6
MOST_TOOLS = 8
MOST_SHARES = 5
MOST_RELATED = 8
MOST_READINGS = MOST_NEXT_QUESTIONS


@dataclass(frozen=True)
class ImportedQuestion:
    """A question about an imported occupation: its O*NET code, and the title that the person used, if any."""

    topic: Topic
    occupation: str
    said: Optional[str] = None
    place: Optional[str] = None


def answer_imported(question: ImportedQuestion, layer: OnetLayer) -> Answer:
    """Returns what the imported layer says; anything with the fields of :class:`ImportedQuestion` will do.

    Raises:
        KeyError: the layer has no such occupation.
    """
    telling = _Telling(question, layer)
    _TELLERS.get(question.topic, _tell_nothing)(telling)
    return telling.build()


def ask_which_occupation(topic: Topic, said: str, codes: Sequence[str], layer: OnetLayer) -> Answer:
    """Asks back where a title stands for several occupations, the ones with most people first."""
    offered = layer.by_size(codes)[:MOST_READINGS]
    return Answer(
        id=answer_id(["which occupation", topic.value, said, list(codes), layer.version]),
        kind=AnswerKind.CLARIFICATION,
        topic=topic,
        lead=f'"{sentence_case(said)}" is a title in several occupations, and they differ. Which one do you mean?',
        next_questions=[_next_question(topic, code, layer, _button(layer.title(code))) for code in offered],
    )


def imported_payload(topic: Topic, code: str) -> str:
    """What a button sends to ask about an imported occupation."""
    return f"/{topic.intent}{json.dumps({'occupation': [code]})}"


def names_of(title: str) -> str:
    """An occupation's title as it stands in a sentence: 'registered nurses', abbreviations kept."""
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in title.split())


class _Telling:
    """Collects the parts of one answer."""

    def __init__(self, question: ImportedQuestion, layer: OnetLayer) -> None:
        self.question = question
        self.layer = layer
        self.occupation: Occupation = layer.occupation(question.occupation)
        self.names = names_of(self.occupation.title)
        self.lead = ""
        self.kind = AnswerKind.TOPIC
        self.blocks: List[Block] = []
        self.caveats: List[Item] = []
        self.related: Tuple[str, ...] = ()
        self._lead_sources: List[int] = []
        self._sources: Dict[str, AnswerSource] = {}

    def set_lead(self, text: str, sources: Sequence[int] = ()) -> None:
        self.lead = text
        self._lead_sources = list(sources)

    def add_list(self, title: str, items: Sequence[Item]) -> None:
        if items:
            self.blocks.append(ListBlock(title=title, items=list(items)))

    def onet(self) -> List[int]:
        """Cites O*NET; gives the marks."""
        release, occupation = self.layer.release, self.occupation
        return self._cite(
            release.source_id,
            title=f"O*NET {release.version} Database: {occupation.title} ({occupation.code})",
            publisher=ONET_PUBLISHER,
            published=release.published,
            url=OCCUPATION_PAGE.format(code=occupation.code),
            reliability="Imported as it is, not checked by our editors; about the United States",
        )

    def wages(self, pay: OccupationPay) -> List[int]:
        """Cites BLS's wages; gives the marks."""
        return self._cite(
            pay.source,
            title=f"Occupational Employment and Wage Statistics: {pay.title} ({pay.code})",
            publisher=BLS_PUBLISHER,
            published=date_words(pay.as_of),
            url=WAGES_PAGE,
            reliability="Wages of employees in the United States, without bonus or stock",
        )

    def projections(self, outlook: OccupationOutlook) -> List[int]:
        """Cites BLS's projections; gives the marks."""
        return self._cite(
            outlook.source,
            title=f"Employment Projections {outlook.start_year}-{outlook.end_year}: {outlook.title} ({outlook.code})",
            publisher=BLS_PUBLISHER,
            published=date_words(outlook.as_of),
            url=PROJECTIONS_PAGE,
        )

    def _cite(self, id_: str, **values: str) -> List[int]:
        source = self._sources.setdefault(id_, AnswerSource(number=len(self._sources) + 1, id=id_, **values))
        return [source.number]

    def caution_wider(self, counted: str) -> None:
        """Says that a figure counts more people than the occupation asked about, where it does."""
        if self.occupation.is_specialty:
            wider = names_of(counted)
            text = f"There are no figures for {self.names} alone: these are for {wider}, which include them."
            self.caveats.append(Item(text=text))

    def build(self) -> Answer:
        question, occupation = self.question, self.occupation
        return Answer(
            id=answer_id(
                ["imported", question.topic.value, occupation.code, question.said, question.place, self.layer.version]
            ),
            kind=self.kind,
            topic=question.topic,
            roles=[NamedId(id=occupation.code, name=self.names)],
            place=PLACE if question.topic in (Topic.SALARY, Topic.DEMAND) else None,
            title=_title(question.topic, self.names),
            lead=self.lead,
            lead_sources=self._lead_sources,
            blocks=self.blocks,
            caveats=[*self._marking(), *self.caveats],
            sources=list(self._sources.values()),
            next_questions=self._next_questions(),
        )

    def _marking(self) -> List[Item]:
        """What marks the answer as imported, with the attribution that O*NET asks for."""
        if not self._sources:
            return []
        said = self.question.said
        is_other = said is not None and key_of(said) != key_of(self.occupation.title)
        taken = f'I take "{said}" to mean {self.names}. ' if is_other else ""
        version = self.layer.release.version
        return [
            Item(
                text=f"{taken}Imported, not written by our editors: includes information from the O*NET {version} "
                "Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA), used "
                "under the CC BY 4.0 license, shortened; USDOL/ETA has not approved, endorsed or tested this.",
                sources=self.onet(),
            )
        ]

    def _next_questions(self) -> List[NextQuestion]:
        offered = [
            _next_question(self.question.topic, code, self.layer, _button(self.layer.title(code)))
            for code in self.related[:2]
        ]
        for topic in TOPICS:
            if topic is not self.question.topic and self._can_tell(topic):
                offered.append(_next_question(topic, self.occupation.code, self.layer, TOPIC_BUTTONS[topic]))
        return offered[:MOST_NEXT_QUESTIONS]

    def _can_tell(self, topic: Topic) -> bool:
        occupation = self.occupation
        return {
            Topic.RESPONSIBILITIES: True,
            Topic.SKILLS: bool(occupation.skills.items),
            Topic.TOOLS: bool(occupation.technology),
            Topic.EDUCATION: bool(occupation.education.shares or self.layer.job_zone(occupation)),
            Topic.CAREER_PATH: bool(occupation.related),
            Topic.SALARY: self.layer.pay_of(occupation.code) is not None,
            Topic.DEMAND: self.layer.outlook_of(occupation.code) is not None,
        }.get(topic, False)


def _button(title: str) -> str:
    """An occupation's title, short enough for a button: what it excepts is left out."""
    return sentence_case(names_of(title).partition(", except ")[0])


def _title(topic: Topic, names: str) -> str:
    """The heading; O*NET's titles are plural, so those that need 'a nurse' are put in another way."""
    template = TOPIC_TITLES[topic]
    return f"{TOPIC_BUTTONS[topic]}: {names}" if "{name}" in template else template.format(names=names)


def _next_question(topic: Topic, code: str, layer: OnetLayer, title: str) -> NextQuestion:
    names = names_of(layer.title(code))
    wording = _QUESTIONS.get(topic, "What do {names} do?").format(names=names)
    return NextQuestion(title=title, question=wording, payload=imported_payload(topic, code))


#: How a person would ask; O*NET's titles are plural.
_QUESTIONS = {
    Topic.RESPONSIBILITIES: "What do {names} do?",
    Topic.SKILLS: "What skills do {names} need?",
    Topic.TOOLS: "Which tools do {names} use?",
    Topic.EDUCATION: "What education do {names} need?",
    Topic.HOW_TO_BECOME: "How do people become {names}?",
    Topic.CAREER_PATH: "Which occupations are close to {names}?",
    Topic.SALARY: "How much do {names} earn?",
    Topic.DEMAND: "What is the outlook for {names}?",
}


def _tell_responsibilities(telling: _Telling) -> None:
    occupation = telling.occupation
    marks = telling.onet()
    telling.set_lead(occupation.description, marks)
    shown = occupation.tasks[: min(MOST_TASKS, occupation.core_tasks or MOST_TASKS)]
    dated = f", {_month(occupation.tasks_dated)}" if occupation.tasks_dated else ""
    telling.add_list(f"Main tasks (United States{dated})", [Item(text=task, sources=marks) for task in shown])
    interests = ", ".join(f"{rating.name.lower()} ({rating.value:g})" for rating in occupation.interests.items[:3])
    if interests:
        telling.add_list(
            f"Interests that fit, from 1 to 7 (United States, {_month(occupation.interests.dated)})",
            [Item(text=f"{sentence_case(interests)}.", sources=marks)],
        )


def _tell_skills(telling: _Telling) -> None:
    occupation = telling.occupation
    if not occupation.skills.items:
        _say_unknown(telling, "which skills matter")
        return
    marks = telling.onet()
    first = [rating.name.lower() for rating in occupation.skills.items[:3]]
    telling.set_lead(f"What matters most, by O*NET's ratings: {', '.join(first[:-1])} and {first[-1]}.", marks)
    for title, ratings in (("Skills", occupation.skills), ("Knowledge", occupation.knowledge)):
        telling.add_list(_ratings_title(title, ratings), _rating_items(ratings, marks))


def _ratings_title(title: str, ratings: Ratings) -> str:
    return f"{title} by importance, from 1 to 5 (United States, {_month(ratings.dated)})"


def _rating_items(ratings: Ratings, marks: List[int]) -> List[Item]:
    return [Item(text=f"{rating.name}: {rating.value:.1f}", sources=marks) for rating in ratings.items[:MOST_RATINGS]]


def _tell_tools(telling: _Telling) -> None:
    tools = telling.occupation.technology
    if not tools:
        _say_unknown(telling, "which tools are used")
        return
    marks = telling.onet()
    telling.set_lead(f"O*NET lists {len(tools)} programs and technologies for {telling.names}. Some of them:", marks)
    groups = (
        ("Often asked for in adverts for this work", [tool for tool in tools if tool.in_demand]),
        ("Often asked for in adverts of all kinds", [tool for tool in tools if tool.hot and not tool.in_demand]),
        ("Also used", [tool for tool in tools if not tool.hot and not tool.in_demand]),
    )
    left = MOST_TOOLS
    for title, found in groups:
        shown = found[:left]
        left -= len(shown)
        items = [Item(text=f"{tool.name} ({names_of(tool.category)})", sources=marks) for tool in shown]
        telling.add_list(title, items)


def _tell_education(telling: _Telling) -> None:
    occupation = telling.occupation
    education, zone = occupation.education, telling.layer.job_zone(occupation)
    if not education.shares and zone is None:
        _say_unknown(telling, "which education is needed")
        return
    marks = telling.onet()
    if education.shares:
        first = education.shares[0]
        people = f"{education.people:,} people" if education.people else "people"
        telling.set_lead(
            f"Asked what a new hire needs, {people} who know the work named **{_level(first.level)}** most often "
            f"(United States, {_month(education.dated)}).",
            marks,
        )
        telling.add_list(
            f"Education that a new hire needs (United States, {_month(education.dated)})",
            [
                Item(
                    label=share.level,
                    text=f"{share.percent:.0f} % of answers" + (", a rough estimate" if share.rough else ""),
                    sources=marks,
                )
                for share in education.shares[:MOST_SHARES]
            ],
        )
    elif zone is not None:
        telling.set_lead(zone.education, marks)
    if zone is not None:
        points = (
            ("Education", zone.education),
            ("Experience", zone.experience),
            ("Training on the job", zone.training),
        )
        telling.add_list(
            "Preparation, as O*NET puts it for all occupations of this kind",
            [Item(label=label, text=text, sources=marks) for label, text in points if text],
        )


def _level(level: str) -> str:
    return names_of(level) if level.split()[0].lower() in ("some", "less") else f"a {names_of(level)}"


def _tell_related(telling: _Telling) -> None:
    related = telling.occupation.related
    if not related:
        _say_unknown(telling, "which occupations are close")
        return
    marks = telling.onet()
    telling.related = related
    telling.set_lead(
        f"O*NET has no ladder for {telling.names}. It names the occupations that are most like theirs in what people "
        "do and know, so a move may be shorter there.",
        marks,
    )
    titles = [telling.layer.title(code) for code in related[:MOST_RELATED]]
    items = [Item(text=title, sources=marks) for title in titles]
    telling.add_list("The closest occupations, the nearest first", items)


def _tell_pay(telling: _Telling) -> None:
    pay = telling.layer.pay_of(telling.occupation.code)
    if pay is None or not _amounts(pay):
        _say_unknown(telling, "what they earn")
        return
    marks = telling.wages(pay)
    asked = telling.question.place
    elsewhere = "I have no figures for there, only for the United States. " if asked not in (None, PLACE.id) else ""
    telling.set_lead(f"{elsewhere}This is what {names_of(pay.title)} earn as employees in the United States.", marks)
    if elsewhere:
        telling.caveats.append(Item(text="Pay does not carry over from one country to another."))
    telling.blocks.append(FiguresBlock(title="United States", figures=[_pay_figure(pay, marks)]))
    telling.caution_wider(pay.title)


def _amounts(pay: OccupationPay) -> str:
    """'**$93,600 a year** in the middle (median), eight in ten between $66,030 and $135,320'."""
    parts = []
    if pay.median is not None:
        parts.append(f"**${pay.median:,.0f} a year** in the middle (median)")
    elif pay.mean is not None:
        parts.append(f"**${pay.mean:,.0f} a year** on average")
    elif "median" in pay.top_coded:
        parts.append(f"**{pay.top_code} a year or more** in the middle (median)")
    if pay.p10 is not None and pay.p90 is not None:
        parts.append(f"eight in ten between ${pay.p10:,.0f} and ${pay.p90:,.0f}")
    elif pay.p10 is not None and "p90" in pay.top_coded:
        parts.append(f"nine in ten above ${pay.p10:,.0f}, and one in ten at {pay.top_code} or more")
    return ", ".join(parts)


def _pay_figure(pay: OccupationPay, marks: List[int]) -> AnswerFigure:
    employed = f" {pay.employed:,} people are employed in it." if pay.employed else ""
    return AnswerFigure(
        label=KIND_LABELS[FigureKind.EMPLOYEE_SURVEY],
        text=f"{_amounts(pay)} (United States, {date_words(pay.as_of)}).{employed}",
        place=PLACE,
        level="all",
        kind=FigureKind.EMPLOYEE_SURVEY,
        currency="USD",
        period=Period.YEAR,
        low=pay.p10,
        lower_middle=pay.p25,
        middle=pay.median or pay.mean,
        upper_middle=pay.p75,
        high=pay.p90,
        as_of=pay.as_of,
        sources=marks,
    )


def _tell_outlook(telling: _Telling) -> None:
    outlook = telling.layer.outlook_of(telling.occupation.code)
    if outlook is None:
        _say_unknown(telling, "how demand will develop")
        return
    marks = telling.projections(outlook)
    kind = "growth of" if outlook.growth_percent >= 0 else "a decline of"
    openings = (
        f" About {outlook.openings_per_year:,} openings a year are expected, most of them to replace people who leave."
        if outlook.openings_per_year
        else ""
    )
    telling.set_lead(
        f"The official projection for {names_of(outlook.title)} in the United States is **{kind} "
        f"{abs(outlook.growth_percent):g} %** from {outlook.start_year} to {outlook.end_year}, against "
        f"{outlook.all_occupations_percent:g} % for all occupations.{openings}",
        marks,
    )
    telling.caution_wider(outlook.title)


def _tell_nothing(telling: _Telling) -> None:
    _say_unknown(telling, f"anything on this ({TOPIC_BUTTONS[telling.question.topic].lower()})")


def _say_unknown(telling: _Telling, what: str) -> None:
    """Says what isn't there, and that nothing is guessed; what there is stands in the next questions."""
    telling.kind = AnswerKind.NOTICE
    telling.set_lead(
        f"I know {telling.names} only from imported tables, which don't say {what}, and I would rather not guess."
    )


def _month(dated: str) -> str:
    """'August 2021' for O*NET's '08/2021'."""
    month, _, year = dated.partition("/")
    return date_words(f"{year}-{month}") if year else "undated"


_TELLERS: Dict[Topic, Callable[[_Telling], None]] = {
    Topic.RESPONSIBILITIES: _tell_responsibilities,
    Topic.SKILLS: _tell_skills,
    Topic.TOOLS: _tell_tools,
    Topic.EDUCATION: _tell_education,
    Topic.HOW_TO_BECOME: _tell_education,
    Topic.CAREER_PATH: _tell_related,
    Topic.SALARY: _tell_pay,
    Topic.DEMAND: _tell_outlook,
}
