"""What the knowledge base holds, as types: roles and their topics, figures, certifications, courses, places, sources.

Every model refuses unknown fields, so that a misspelt key is an error and never silently lost.
References between records are ids; :mod:`advisor.knowledge.validation` checks that they resolve.
"""

from __future__ import annotations

import datetime
import re
from enum import Enum
from typing import Dict, Iterator, List, Optional, Tuple

from pydantic import (
    BaseModel,
    ConstrainedStr,
    Extra,
    Field,
    HttpUrl,
    confloat,
    conint,
    constr,
    root_validator,
    validator,
)

Id = constr(regex=r"^[a-z0-9]+(_[a-z0-9]+)*$")
Text = constr(strip_whitespace=True, min_length=1)
#: Stands for a level in figures of sources that don't tell levels apart.
ALL_LEVELS = "all"
#: Unlike other texts it may end in a space, which then stands before the amount: 'CHF '.
Symbol = constr(regex=r"^\S+ ?$")


class Topic(str, Enum):
    """The fourteen things that people ask about a career; the intent of a topic is ``ask_<topic>``."""

    RESPONSIBILITIES = "responsibilities"
    SKILLS = "skills"
    TOOLS = "tools"
    EDUCATION = "education"
    CERTIFICATIONS = "certifications"
    DEMAND = "demand"
    SALARY = "salary"
    HOW_TO_BECOME = "how_to_become"
    LEARNING_RESOURCES = "learning_resources"
    CAREER_PATH = "career_path"
    COMPARISON = "comparison"
    DAY_IN_LIFE = "day_in_life"
    FREELANCE = "freelance"
    JOB_SEARCH = "job_search"

    @property
    def intent(self) -> str:
        return f"ask_{self.value}"


class Record(BaseModel):
    """Base of all records: immutable, and an unknown field is an error."""

    class Config:
        extra = Extra.forbid
        frozen = True


class Source(Record):
    """Where a statement or figure comes from, as it is shown to people."""

    id: Id
    title: Text = Field(description="Title of the page, table or survey")
    publisher: Text
    published: Text = Field(description="Date or year of publication as people write it, 'undated' where none is given")
    url: Optional[HttpUrl] = None
    licence: Optional[Text] = None
    attribution: Optional[Text] = Field(
        None, description="The line that the licence asks for; it stands in NOTICE, so that answers stay short"
    )
    reliability: Optional[Text] = Field(None, description="What to keep in mind when this source is used")
    weak: bool = Field(False, description="Whether every answer that names the source says how reliable it is")

    @root_validator(skip_on_failure=True)
    def weak_needs_its_reason(cls, values: Dict) -> Dict:
        if values["weak"] and values.get("reliability") is None:
            raise ValueError("a weak source needs 'reliability', which is what people are shown")
        return values


class Place(Record):
    """A country (or the world) that figures and questions are about."""

    id: Id
    name: Text = Field(description="As it stands in a sentence after 'in': 'the United Kingdom', 'Germany'")
    currency: Optional[constr(regex=r"^[A-Z]{3}$")] = Field(None, description="ISO 4217 code")
    symbol: Optional[Symbol] = Field(None, description="Sign put before an amount: '$', 'CA$', 'CHF ' with its space")
    names: List[Text] = Field(default_factory=list, description="Other names and abbreviations: UK, Britain")
    adjectives: List[Text] = Field(default_factory=list, description="British; 'pounds' and the like count too")
    cities: List[Text] = Field(default_factory=list, description="Cities, states and regions that stand for the place")
    nearest: List[Id] = Field(default_factory=list, description="Places to fall back on when there is no figure here")


class Level(Record):
    """A level of experience: entry, mid, senior, lead."""

    id: Id
    name: Text = Field(description="As it stands before a job title: 'entry-level'")
    description: Text
    names: List[Text] = Field(default_factory=list)
    years_from: conint(ge=0)
    years_to: Optional[conint(ge=0)] = Field(None, description="Exclusive; empty for no upper end")


class Family(Record):
    """A family of roles, used in lists and suggestions."""

    id: Id
    title: Text


class Aspect(Record):
    """A part of a topic that can be asked for by itself: the maths among the skills, the industries in demand."""

    id: Id
    topic: Topic
    title: Text = Field(description="Heading over its points")
    question: Text = Field(description="How a person would ask for it; {role} stands for 'a data scientist'")
    cues: List[Text] = Field(default_factory=list, description="Words in a message that ask for it")
    decisive: bool = Field(False, description="Its words say what is asked, whatever topic the rest suggests")


class TopicWords(Record):
    """Words that ask for a topic by themselves: "skills, tools and salary"."""

    id: Id = Field(description="The topic")
    cues: List[Text]

    @validator("id")
    def is_a_topic(cls, value: str) -> str:
        Topic(value)
        return value

    @property
    def topic(self) -> Topic:
        return Topic(self.id)


class GuideOption(Record):
    """An answer that the guided conversation offers, the roles that it speaks for (best first), and why."""

    id: Id
    title: Text
    cues: List[Text] = Field(default_factory=list)
    reason: Text = Field(description="After 'named because': 'you like finding answers in numbers'")
    roles: List[Id] = Field(min_items=1)


class GuideQuestion(Record):
    """A question of the guided conversation."""

    id: Id
    text: Text
    options: List[GuideOption] = Field(min_items=2)


class SkillKind(str, Enum):
    LANGUAGE = "language"
    FRAMEWORK = "framework"
    TOOL = "tool"
    PLATFORM = "platform"
    TECHNICAL = "technical"
    MATHEMATICS = "mathematics"
    SOFT = "soft"
    DOMAIN = "domain"


class Skill(Record):
    """A skill, language, framework or tool that roles share, so that roles can be compared by it."""

    id: Id
    name: Text
    kind: SkillKind
    aliases: List[Text] = Field(default_factory=list)


class CertificationStatus(str, Enum):
    ACTIVE = "active"
    RETIRED = "retired"
    UNCLEAR = "unclear"


class Certification(Record):
    """A certification with what is known of its standing; prices are 'about', from the source's date."""

    id: Id
    name: Text
    vendor: Text
    exam_codes: List[Text] = Field(default_factory=list)
    level: Text
    status: CertificationStatus
    retired_on: Optional[datetime.date] = None
    successor: Optional[Id] = None
    price: Optional[Text] = Field(None, description="'about $150'; say where sources disagree")
    validity: Optional[Text] = None
    note: Optional[Text] = None
    aliases: List[Text] = Field(default_factory=list)
    as_of: datetime.date
    sources: List[Id] = Field(min_items=1)

    @root_validator(skip_on_failure=True)
    def retired_needs_its_date(cls, values: Dict) -> Dict:
        if values["status"] is CertificationStatus.RETIRED and values.get("retired_on") is None:
            raise ValueError("a retired certification needs 'retired_on' (YYYY-MM-DD)")
        return values


class Course(Record):
    """A learning resource, linked and never copied."""

    id: Id
    title: Text
    provider: Text
    url: HttpUrl
    cost: Text
    length: Optional[Text] = None
    note: Optional[Text] = None
    as_of: datetime.date
    sources: List[Id] = Field(min_items=1)


class Statement(Record):
    """One thing said, with the ids of the sources that say it."""

    text: Text
    sources: List[Id] = Field(min_items=1)


class Point(Statement):
    """A statement in a list; it may be about a role, skill, certification or course of the knowledge base."""

    role: Optional[Id] = None
    skill: Optional[Id] = None
    certification: Optional[Id] = None
    course: Optional[Id] = None
    importance: Optional[confloat(ge=1, le=5)] = Field(
        None, description="O*NET's importance, 1 (not important) to 5 (extremely important)"
    )


class Caveat(Statement):
    """Something to keep in mind: thin, old or conflicting evidence."""

    about: List[Id] = Field(
        default_factory=list,
        description="Places and levels ('all' too) whose pay figures it concerns; empty for what its first source says",
    )


class Group(Record):
    """The points of one aspect, the most important first."""

    aspect: Id
    points: List[Point] = Field(min_items=1)


class Section(Record):
    """What a role file says on one topic."""

    lead: Statement = Field(description="The answer in one or two sentences")
    groups: List[Group] = Field(default_factory=list)
    caveats: List[Caveat] = Field(default_factory=list, description="Thin, old or conflicting evidence")


class Topics(Record):
    """The fourteen topics of a role; a missing one is said to be not written yet."""

    responsibilities: Optional[Section] = None
    skills: Optional[Section] = None
    tools: Optional[Section] = None
    education: Optional[Section] = None
    certifications: Optional[Section] = None
    demand: Optional[Section] = None
    salary: Optional[Section] = None
    how_to_become: Optional[Section] = None
    learning_resources: Optional[Section] = None
    career_path: Optional[Section] = None
    comparison: Optional[Section] = None
    day_in_life: Optional[Section] = None
    freelance: Optional[Section] = None
    job_search: Optional[Section] = None

    def get(self, topic: Topic) -> Optional[Section]:
        return getattr(self, topic.value)


class Fit(str, Enum):
    """How well an official occupation matches the role."""

    EXACT = "exact"
    CLOSE = "close"
    PROXY = "proxy"


class Occupation(Record):
    """An official occupation that statistics for the role are taken from."""

    system: constr(regex=r"^(SOC|O\*NET|ESCO)$")
    code: Text
    title: Text
    fit: Fit


class Role(Record):
    """A career that the assistant knows."""

    id: Id
    title: Text = Field(description="Singular, lower case but for abbreviations: 'data scientist'")
    plural: Optional[Text] = None
    article: constr(regex=r"^an?$") = "a"
    family: Id
    aliases: List[Text] = Field(default_factory=list, description="Titles, abbreviations, common wrong names")
    fields: List[Text] = Field(default_factory=list, description="Fields that people name for the role: 'data science'")
    occupations: List[Occupation] = Field(default_factory=list)
    summary: Optional[Statement] = None
    topics: Topics = Field(default_factory=Topics)

    @property
    def name(self) -> str:
        """With its article: 'a data scientist'."""
        return f"{self.article} {self.title}"

    @property
    def names(self) -> str:
        """Plural: 'data scientists'."""
        return self.plural or f"{self.title}s"

    def sections(self) -> Iterator[Tuple[Topic, Section]]:
        """The topics that are written, in the order of :class:`Topic`."""
        for topic in Topic:
            section = self.topics.get(topic)
            if section is not None:
                yield topic, section


class FigureKind(str, Enum):
    """What a pay figure is; figures of different kinds are never mixed."""

    EMPLOYEE_SURVEY = "employee_survey"
    ADVERTISED_PAY = "advertised_pay"
    SELF_REPORTED = "self_reported"
    PUBLISHER_ESTIMATE = "publisher_estimate"
    FREELANCE_RATE = "freelance_rate"


class Period(str, Enum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"


class AsOf(ConstrainedStr):
    """An ISO date as precise as it is known: a year, a month or a day of the calendar."""

    regex = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")

    @classmethod
    def validate(cls, value: str) -> str:
        value = super().validate(value)
        year, month, day = ([int(part) for part in value.split("-")] + [1, 1])[:3]
        try:
            datetime.date(year, month, day)
        except ValueError as error:
            raise ValueError("no date of the calendar (YYYY, YYYY-MM or YYYY-MM-DD)") from error
        return value


#: The amounts of a figure that must not fall from left to right. Percentiles are of one distribution; the ends of a
#: range may be medians of their own (the middle advert's lowest and highest offer), and only enclose the median.
ORDERED_AMOUNTS = (("p10", "p25", "median", "p75", "p90"), ("low", "median", "high"))
AMOUNTS = ("low", "p10", "p25", "median", "p75", "p90", "high", "mean", "estimate")


class Figure(Record):
    """A pay figure: a row of ``salaries.csv``. Amounts are in ``currency`` per ``period``, before tax."""

    role: Id
    place: Id
    level: Id = Field(description="'all' where the source does not tell levels apart")
    kind: FigureKind
    occupation: Optional[Text] = Field(None, description="The occupation measured, where it is not the role itself")
    currency: constr(regex=r"^[A-Z]{3}$")
    period: Period
    low: Optional[confloat(gt=0)] = Field(None, description="Lower end of a range that a source gives")
    p10: Optional[confloat(gt=0)] = None
    p25: Optional[confloat(gt=0)] = None
    median: Optional[confloat(gt=0)] = None
    p75: Optional[confloat(gt=0)] = None
    p90: Optional[confloat(gt=0)] = None
    high: Optional[confloat(gt=0)] = Field(None, description="Upper end of a range that a source gives")
    mean: Optional[confloat(gt=0)] = None
    estimate: Optional[confloat(gt=0)] = Field(None, description="A number of a source that does not say what it is")
    sample_size: Optional[conint(ge=1)] = None
    since: Optional[AsOf] = Field(None, description="Start of the time that the figure covers, where it is long")
    as_of: AsOf
    source: Id
    note: Optional[Text] = None

    @root_validator(skip_on_failure=True)
    def amounts_in_order(cls, values: Dict) -> Dict:
        for chain in ORDERED_AMOUNTS:
            given = [(name, values[name]) for name in chain if values.get(name) is not None]
            for (lower, low), (upper, high) in zip(given, given[1:]):
                if low > high:
                    raise ValueError(f"{lower} ({low:g}) is higher than {upper} ({high:g})")
        if all(values.get(name) is None for name in AMOUNTS):
            raise ValueError(f"no amount: give at least one of {', '.join(AMOUNTS)}")
        return values


class Outlook(Record):
    """A projection of employment: a row of ``outlook.csv``."""

    role: Id
    place: Id
    occupation: Optional[Text] = Field(None, description="The occupation projected, where it is not the role itself")
    start_year: conint(ge=2000, le=2100)
    end_year: conint(ge=2000, le=2100)
    growth_percent: float
    all_occupations_percent: float
    openings_per_year: Optional[conint(ge=0)] = None
    employment_start: Optional[conint(ge=0)] = None
    employment_end: Optional[conint(ge=0)] = None
    as_of: AsOf
    source: Id
    note: Optional[Text] = None

    @validator("end_year")
    def years_in_order(cls, value: int, values: Dict) -> int:
        if value <= values.get("start_year", value - 1):
            raise ValueError("end_year must be later than start_year")
        return value
