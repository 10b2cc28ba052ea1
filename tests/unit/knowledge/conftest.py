"""A small valid knowledge base in a folder of its own, to be broken in one place by each test."""

from __future__ import annotations

from pathlib import Path
from typing import List

import pytest

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.loading import inspect_knowledge_base
from advisor.knowledge.models import Figure, Outlook
from advisor.knowledge.problems import Problem

SMALL = {
    "sources.yml": """\
- id: office
  title: Wage statistics
  publisher: The Office
  published: "2025"
""",
    "families.yml": """\
- {id: crafts, title: Crafts}
""",
    "levels.yml": """\
- id: entry
  name: entry-level
  description: The first two years
  names: [junior]
  years_from: 0
  years_to: 2
- id: senior
  name: senior
  description: From five years on
  years_from: 5
""",
    "places.yml": """\
- id: united_states
  name: the United States
  currency: USD
  symbol: "$"
  names: [US, USA]
- id: germany
  name: Germany
  currency: EUR
  symbol: "€"
  nearest: [united_states]
""",
    "guide.yml": "[]\n",
    "topics.yml": """\
- {id: salary, cues: [pay, salary]}
""",
    "aspects.yml": """\
- {id: duties, topic: responsibilities, title: Main duties, question: "What are the duties of {role}?", cues: [duties]}
- {id: technical, topic: skills, title: Technical skills, question: "Which skills does {role} need?", cues: []}
""",
    "skills.yml": """\
- {id: python, name: Python, kind: language}
- {id: carving, name: Carving, kind: technical, aliases: [wood carving]}
""",
    "certifications.yml": """\
- id: master_carver
  name: Master Carver
  vendor: The Guild
  exam_codes: [MC-1]
  level: professional
  status: active
  as_of: 2026-11-20
  sources: [office]
""",
    "courses.yml": """\
- id: carving_course
  title: Carving for beginners
  provider: The Guild
  url: https://example.org/carving
  cost: free
  as_of: 2026-11-20
  sources: [office]
""",
    "occupations.yml": """\
- nurse
""",
    "roles/carver.yml": """\
id: carver
title: carver
family: crafts
aliases: [wood carver, woodworker]
fields: [carving]
""",
    "roles/joiner.yml": """\
id: joiner
title: joiner
family: crafts
aliases: [cabinet maker]
topics:
  responsibilities:
    lead: {text: Joins wood., sources: [office]}
    groups:
      - aspect: duties
        points:
          - {text: Join., skill: carving, sources: [office]}
          - {text: Sand., sources: [office]}
""",
    "salaries.csv": ",".join(Figure.__fields__)
    + """
carver,united_states,all,employee_survey,,USD,year,,30000,40000,50000,60000,70000,,,,,,2025-05,office,
""",
    "outlook.csv": ",".join(Outlook.__fields__)
    + """
carver,united_states,,2025,2035,3.1,3.5,1200,10000,10310,2026-08-27,office,
""",
}


class SmallKnowledge:
    """A folder with a knowledge base of two roles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in SMALL.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Changes a file in one place, which must be there."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> None:
        self.write(name, self.read(name) + text)

    def set_cell(self, column: str, value: str, name: str = "salaries.csv") -> None:
        """Changes a cell of the only row of a CSV file."""
        header, row = self.read(name).splitlines()
        cells = row.split(",")
        cells[header.split(",").index(column)] = value
        self.write(name, f"{header}\n{','.join(cells)}\n")

    @property
    def problems(self) -> List[Problem]:
        return inspect_knowledge_base(self.folder)[1]

    @property
    def problem(self) -> Problem:
        """The one thing that is wrong."""
        problems = self.problems
        assert len(problems) == 1, [str(problem) for problem in problems]
        return problems[0]

    @property
    def base(self) -> KnowledgeBase:
        base, problems = inspect_knowledge_base(self.folder)
        assert base is not None and not problems, [str(problem) for problem in problems]
        return base


@pytest.fixture
def small(tmp_path: Path) -> SmallKnowledge:
    return SmallKnowledge(tmp_path / "knowledge_base")
