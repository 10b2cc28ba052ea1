"""Roles by topics: what is missing, thin or old, and where each figure comes from; as a table and as a page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import Dict, List, Mapping, Tuple

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Figure, Role, Section, Topic
from advisor.knowledge.upkeep import Upkeep, is_old, newest_of_series


class State(str, Enum):
    """How a topic of a role stands, the worst first."""

    MISSING = "missing"
    OLD = "old"
    THIN = "thin"
    GOOD = "good"


#: How a state is shown in the table of the terminal.
MARKS = {State.MISSING: "-", State.OLD: "o", State.THIN: "~", State.GOOD: "+"}
#: What the origin of a projection is called.
PROJECTION = "projection"
#: Column heads of the terminal's table.
SHORT = {
    Topic.RESPONSIBILITIES: "does",
    Topic.SKILLS: "skill",
    Topic.TOOLS: "tools",
    Topic.EDUCATION: "educ",
    Topic.CERTIFICATIONS: "cert",
    Topic.DEMAND: "outlk",
    Topic.SALARY: "pay",
    Topic.HOW_TO_BECOME: "start",
    Topic.LEARNING_RESOURCES: "learn",
    Topic.CAREER_PATH: "path",
    Topic.COMPARISON: "comp",
    Topic.DAY_IN_LIFE: "day",
    Topic.FREELANCE: "free",
    Topic.JOB_SEARCH: "jobs",
}


@dataclass(frozen=True)
class Cell:
    """One topic of one role: its state and the reasons for it, its points, the sources of what it says."""

    state: State
    reasons: Tuple[str, ...]
    points: int
    sources: Tuple[str, ...]


@dataclass(frozen=True)
class Origin:
    """Where figures of a role come from: ``count`` of one kind, source and date."""

    what: str
    source: str
    as_of: str
    places: Tuple[str, ...]
    count: int
    is_old: bool


@dataclass(frozen=True)
class Coverage:
    """How complete a knowledge base is."""

    cells: Mapping[str, Mapping[Topic, Cell]]
    origins: Mapping[str, Tuple[Origin, ...]]

    def count(self, state: State) -> int:
        """How many topics of all roles are in a state."""
        return sum(cell.state is state for cells in self.cells.values() for cell in cells.values())


def coverage_of(base: KnowledgeBase, upkeep: Upkeep, today: datetime.date) -> Coverage:
    """Looks at every topic of every role."""
    judge = _Judge(base, upkeep, today)
    return Coverage(
        cells={role.id: {topic: judge.cell(role, topic) for topic in Topic} for role in base.roles.values()},
        origins={role.id: judge.origins(role) for role in base.roles.values()},
    )


class _Judge:
    def __init__(self, base: KnowledgeBase, upkeep: Upkeep, today: datetime.date) -> None:
        self.base = base
        self.upkeep = upkeep
        self.today = today

    def cell(self, role: Role, topic: Topic) -> Cell:
        section = role.topics.get(topic)
        if section is None:
            return Cell(State.MISSING, ("not written",), 0, ())
        points = sum(len(group.points) for group in section.groups)
        sources = _sources(section)
        old = tuple(self._old(role, topic, section))
        thin = tuple(self._thin(points, sources, role, topic))
        state = State.OLD if old else State.THIN if thin else State.GOOD
        return Cell(state, old + thin, points, sources)

    def _thin(self, points: int, sources: Tuple[str, ...], role: Role, topic: Topic) -> List[str]:
        reasons = []
        if points < self.upkeep.thin.fewest_points:
            reasons.append(f"{points} point{'s' if points != 1 else ''} only")
        if sources and set(sources) <= set(self.upkeep.thin.weak_sources):
            reasons.append(f"rests on {', '.join(sources)} alone")
        if topic is Topic.SALARY and not self.base.figures_of(role.id):
            reasons.append("no pay figure")
        if topic is Topic.DEMAND and not self.base.outlooks_of(role.id):
            reasons.append("no projection")
        return reasons

    def _old(self, role: Role, topic: Topic, section: Section) -> List[str]:
        if topic in (Topic.SALARY, Topic.DEMAND):
            return [
                f"{origin.what} of {origin.as_of} ({origin.source})"
                for origin in self.origins(role)
                if origin.is_old
                and origin.source not in self.upkeep.kept_although_old
                and (origin.what == PROJECTION) == (topic is Topic.DEMAND)
            ]
        lives = self.upkeep.shelf_lives
        points = [point for group in section.groups for point in group.points]
        linked = [
            (self.base.certifications[point.certification], lives.certifications)
            for point in points
            if point.certification
        ]
        linked += [(self.base.courses[point.course], lives.courses) for point in points if point.course]
        return [
            f"{record.id} last checked on {record.as_of}"
            for record, shelf_life in linked
            if is_old(record.as_of.isoformat(), shelf_life, self.today)
            and record.id not in self.upkeep.kept_although_old
        ]

    def origins(self, role: Role) -> Tuple[Origin, ...]:
        """The figures that stand for today, by kind, source and date."""
        groups: Dict[Tuple[str, str, str], List[str]] = {}
        for figure in newest_of_series(self.base.figures_of(role.id)):
            groups.setdefault((_what(figure), figure.source, figure.as_of), []).append(figure.place)
        for outlook in self.base.outlooks_of(role.id)[:1]:
            groups.setdefault((PROJECTION, outlook.source, outlook.as_of), []).append(outlook.place)
        return tuple(
            Origin(what, source, as_of, tuple(dict.fromkeys(places)), len(places), self._is_old(what, as_of))
            for (what, source, as_of), places in groups.items()
        )

    def _is_old(self, what: str, as_of: str) -> bool:
        lives = self.upkeep.shelf_lives
        by_kind = {kind.value: months for kind, months in lives.figures.items()}
        shelf_life = lives.outlook if what == PROJECTION else by_kind.get(what.partition(": ")[0])
        return is_old(as_of, shelf_life, self.today)


def _what(figure: Figure) -> str:
    kind = figure.kind.value
    return f"{kind}: {figure.occupation}" if figure.occupation else kind


def _sources(section: Section) -> Tuple[str, ...]:
    statements = [section.lead, *(point for group in section.groups for point in group.points)]
    return tuple(dict.fromkeys(source for statement in statements for source in statement.sources))


def as_table(coverage: Coverage, base: KnowledgeBase) -> str:
    """The coverage for a terminal: the table, the reasons of what isn't good, and the origins of the figures."""
    width = max((len(id_) for id_ in coverage.cells), default=4)
    lines = [" " * width + "  " + " ".join(f"{SHORT[topic]:<5}" for topic in Topic)]
    for id_, cells in coverage.cells.items():
        lines.append(f"{id_:<{width}}  " + " ".join(f"{MARKS[cells[topic].state]:<5}" for topic in Topic))
    counts = ", ".join(f"{MARKS[state]} {state.value} {coverage.count(state)}" for state in reversed(State))
    lines += ["", counts]
    reasons = [
        f"  {id_}, {topic.value}: {cell.state.value}: {'; '.join(cell.reasons)}"
        for id_, cells in coverage.cells.items()
        for topic, cell in cells.items()
        if cell.state is not State.GOOD
    ]
    lines += ["", "What wants work:", *reasons] if reasons else []
    return "\n".join([*lines, "", "Where the figures come from:", *_origin_lines(coverage, base)])


def _origin_lines(coverage: Coverage, base: KnowledgeBase) -> List[str]:
    """The origins over all roles, a line each: source, date, number of figures and of roles."""
    totals: Dict[Tuple[str, str, str], List[int]] = {}
    for origins in coverage.origins.values():
        for origin in origins:
            total = totals.setdefault((origin.source, origin.as_of, origin.what.partition(": ")[0]), [0, 0])
            total[0] += origin.count
            total[1] += 1
    return [
        f"  {source} ({as_of}, {what}): {figures} figures of {roles} roles; {base.sources[source].title}"
        for (source, as_of, what), (figures, roles) in sorted(totals.items())
    ]


def as_page(coverage: Coverage, base: KnowledgeBase, today: datetime.date) -> str:
    """The coverage as one HTML page that needs nothing else, with states in words and in colour."""
    heads = "".join(f'<th scope="col">{escape(_words(topic.value))}</th>' for topic in Topic)
    rows = "\n".join(_page_row(base.roles[id_], cells) for id_, cells in coverage.cells.items())
    counts = "".join(
        f'<li class="{state.value}"><b>{coverage.count(state)}</b> {state.value}</li>' for state in reversed(State)
    )
    details = "\n".join(_page_origins(base.roles[id_], origins, base) for id_, origins in coverage.origins.items())
    return _PAGE.format(
        heads=heads,
        rows=rows,
        counts=counts,
        details=details,
        version=escape(base.version),
        date=today.isoformat(),
        roles=len(base.roles),
    )


def _words(id_: str) -> str:
    return id_.replace("_", " ").capitalize()


def _page_row(role: Role, cells: Mapping[Topic, Cell]) -> str:
    shown = "".join(_page_cell(cells[topic]) for topic in Topic)
    return f'<tr><th scope="row"><a href="#{escape(role.id)}">{escape(role.title)}</a></th>{shown}</tr>'


def _page_cell(cell: Cell) -> str:
    told = "; ".join(cell.reasons) if cell.reasons else f"{cell.points} points"
    sources = f"Sources: {', '.join(cell.sources)}" if cell.sources else ""
    return (
        f'<td class="{cell.state.value}" title="{escape(sources)}"><b>{cell.state.value}</b>'
        f"<span>{escape(told)}</span></td>"
    )


def _page_origins(role: Role, origins: Tuple[Origin, ...], base: KnowledgeBase) -> str:
    rows = "".join(_page_origin(origin, base) for origin in origins)
    table = (
        f"<table><thead><tr><th>Figures</th><th>What</th><th>As of</th><th>Places</th><th>Source</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        if rows
        else "<p>No figures.</p>"
    )
    return f'<details id="{escape(role.id)}"><summary>{escape(role.title)}</summary>{table}</details>'


def _page_origin(origin: Origin, base: KnowledgeBase) -> str:
    source = base.sources[origin.source]
    title = escape(source.title)
    link = f'<a href="{escape(str(source.url))}">{title}</a>' if source.url else title
    places = ", ".join(base.places[place].name for place in origin.places)
    state = ' class="old"' if origin.is_old else ""
    return (
        f"<tr><td>{origin.count}</td><td>{escape(_words(origin.what))}</td><td{state}>{escape(origin.as_of)}</td>"
        f"<td>{escape(places)}</td><td>{link} ({escape(origin.source)})</td></tr>"
    )


_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What Career Advisor covers</title>
<style>
body {{ font: 15px/1.4 system-ui, sans-serif; margin: 2rem; color: #1c2530; background: #fff; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #c9d1da; padding: .3rem .5rem; text-align: left; vertical-align: top; font-size: .85rem; }}
thead th {{ position: sticky; top: 0; background: #eef2f6; }}
td span {{ display: block; font-size: .75rem; }}
ul.counts {{ list-style: none; padding: 0; display: flex; gap: .5rem; flex-wrap: wrap; }}
ul.counts li {{ padding: .3rem .8rem; border-radius: 4px; }}
.good {{ background: #dff3e4; }}
.thin {{ background: #fff2c6; }}
.old {{ background: #ffe0c2; }}
.missing {{ background: #ffd3d3; }}
.wide {{ overflow-x: auto; }}
details {{ margin: .5rem 0; }}
summary {{ cursor: pointer; font-weight: 600; }}
</style>
</head>
<body>
<h1>What Career Advisor covers</h1>
<p>{roles} roles, knowledge {version}, looked at on {date}. Rest the pointer on a cell to see its sources.</p>
<ul class="counts">{counts}</ul>
<div class="wide">
<table>
<caption>Topics of each role: points, or what wants work</caption>
<thead><tr><th scope="col">Role</th>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
<h2>Where the figures come from</h2>
{details}
</body>
</html>
"""
