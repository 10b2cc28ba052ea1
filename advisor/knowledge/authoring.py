"""``new ROLE``: a role file to fill in, with everything that may be said as comments, sound from the first moment."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List, Optional, Tuple

import yaml

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.loading import OCCUPATIONS_FILE, ROLES_FOLDER
from advisor.knowledge.models import Aspect, Role, Topic
from advisor.knowledge.problems import listing
from advisor.knowledge.validation import normal_form
from advisor.linking.tokens import fold

#: O*NET occupations offered in the file.
MOST_OCCUPATIONS = 3


class AuthoringError(Exception):
    """The role can't be begun; the message is for the person who wants it."""


@dataclass(frozen=True)
class SuggestedOccupation:
    """An O*NET occupation that lists the title, to be judged by the editor."""

    code: str
    title: str


def role_id(title: str) -> str:
    """The id that a title makes: 'Site-reliability engineer' is site_reliability_engineer.

    Raises:
        AuthoringError: the title has no letter.
    """
    id_ = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")
    if not re.search(r"[a-z]", id_):
        raise AuthoringError(f"'{title}' can't be made into an id: use letters, as in 'data engineer'.")
    return id_


def in_lower_case(title: str) -> str:
    """A title as it stands in a sentence: 'QA Engineer' and 'qa_engineer' become 'QA engineer' and 'qa engineer'."""
    words = title.replace("_", " ").split()
    return " ".join(word.lower() if word.istitle() and len(word) > 2 else word for word in words)


def new_role(
    title: str,
    base: KnowledgeBase,
    folder: Path,
    family: Optional[str] = None,
    occupations: Tuple[SuggestedOccupation, ...] = (),
) -> Path:
    """Writes the file of a new role into the knowledge base in ``folder`` and gives its path.

    Raises:
        AuthoringError: the role or its title is there already, the family is unknown, or the file can't be written.
    """
    title = in_lower_case(title)
    id_ = role_id(title)
    path = folder / ROLES_FOLDER / f"{id_}.yml"
    if path.exists() or id_ in base.roles:
        raise AuthoringError(f"The role '{id_}' is there already: edit {path}.")
    owner = _owner(title, base)
    if owner is not None:
        raise AuthoringError(
            f"'{title}' is a name of the role '{owner.id}': take it out of {ROLES_FOLDER}/{owner.id}.yml first, "
            "or leave it there if the two are one job."
        )
    if normal_form(title) in {normal_form(name) for name in base.occupations}:
        raise AuthoringError(
            f"'{title}' stands in {OCCUPATIONS_FILE}, among the jobs not covered: take the line out first."
        )
    if family is not None and family not in base.families:
        raise AuthoringError(f"There is no family '{family}'; there are: {listing(base.families)}.")
    text = role_template(id_, title, base, family or next(iter(base.families)), occupations)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise AuthoringError(f"{path} can't be written: {error.strerror}.") from error
    return path


def role_template(
    id_: str, title: str, base: KnowledgeBase, family: str, occupations: Tuple[SuggestedOccupation, ...] = ()
) -> str:
    """The text of a new role's file: valid as it is, and commented."""
    article = "an" if fold(title)[:1] in "aeiou" else "a"
    lines = [
        f"# {title}. Fill in what you know and delete the rest: what isn't written is said to be not written yet.",
        "# A line starts with '# ' until it is filled in. Every statement names its sources (ids in sources.yml).",
        "# Check with: make check        See it as people will: python -m advisor.knowledge show " + id_,
        f"id: {id_}",
        f"title: {_as_yaml(title)}",
        f"article: {article}",
        f"# plural: {title}s",
        f"family: {family}    # one of: {', '.join(base.families)}",
        "# Other titles, abbreviations and common wrong names that mean this job and no other.",
        "aliases: []",
        "# Fields that people name for the job, as 'data science' for data scientists.",
        "fields: []",
        *_occupation_lines(occupations),
        "# summary: {text: What it is in one sentence., sources: [editors]}",
        "#",
        "# topics:",
    ]
    for topic in Topic:
        lines += _topic_lines(topic, base, named=f"{article} {title}", plural=f"{title}s")
    return "\n".join(lines) + "\n"


def _as_yaml(text: str) -> str:
    """The text as YAML reads it back: quoted where it would be taken for something else."""
    return text if re.fullmatch(r"[A-Za-z][\w /.'+-]*", text) and yaml.safe_load(text) == text else json.dumps(text)


def _owner(title: str, base: KnowledgeBase) -> Optional[Role]:
    wanted = normal_form(title)
    for role in base.roles.values():
        if wanted in {normal_form(name) for name in (role.title, *role.aliases, *role.fields)}:
            return role
    return None


def _occupation_lines(occupations: Tuple[SuggestedOccupation, ...]) -> Iterator[str]:
    yield "# Official occupations that statistics are taken from; fit is exact, close or proxy. Figures themselves are"
    yield "# built into salaries.csv and outlook.csv: add the role to figure_sources.yml (docs/data.md)."
    yield "# occupations:"
    suggested = occupations[:MOST_OCCUPATIONS] or (SuggestedOccupation("00-0000.00", "The official title"),)
    for occupation in suggested:
        yield f"#   - {{system: O*NET, code: {occupation.code}, title: \"{occupation.title}\", fit: close}}"


def _topic_lines(topic: Topic, base: KnowledgeBase, named: str, plural: str) -> List[str]:
    lines = [
        f"#   {topic.value}:",
        f"#     lead: {{text: {_LEADS[topic]}, sources: []}}",
        "#     groups:",
    ]
    for aspect in base.aspects_of(topic):
        lines += _aspect_lines(aspect, aspect.question.format(role=named, roles=plural))
    if topic in (Topic.SALARY, Topic.DEMAND):
        lines.append("#     # Figures don't go here: they are rows of salaries.csv and outlook.csv.")
    lines.append("#     caveats: []    # thin, old or conflicting evidence: {text: ..., sources: [...]}")
    return lines


def _aspect_lines(aspect: Aspect, question: str) -> List[str]:
    link = _LINKS.get(aspect.id) or _TOPIC_LINKS.get(aspect.topic)
    extra = f"{link}: an_id, " if link else ""
    return [
        f"#       - aspect: {aspect.id}    # {question}",
        "#         points:",
        f"#           - {{text: ..., {extra}sources: []}}",
    ]


#: What the lead of a topic should answer.
_LEADS = {
    Topic.RESPONSIBILITIES: "What they do in one or two sentences.",
    Topic.SKILLS: "What they must be able to do.",
    Topic.TOOLS: "What they work with.",
    Topic.EDUCATION: "Which education they have and whether it is needed.",
    Topic.CERTIFICATIONS: "Whether certifications help.",
    Topic.DEMAND: "How demand is developing and why.",
    Topic.SALARY: "How to read the pay figures.",
    Topic.HOW_TO_BECOME: "The usual way in.",
    Topic.LEARNING_RESOURCES: "Where to start learning.",
    Topic.CAREER_PATH: "What leads here and what comes next.",
    Topic.COMPARISON: "Which roles it is mixed up with.",
    Topic.DAY_IN_LIFE: "What a working day is like.",
    Topic.FREELANCE: "Whether people freelance in it.",
    Topic.JOB_SEARCH: "How to find work.",
}
#: What the points of a topic or aspect are usually about: the field that links them.
_TOPIC_LINKS = {Topic.TOOLS: "skill", Topic.CERTIFICATIONS: "certification"}
_LINKS = {
    "technical": "skill",
    "mathematics": "skill",
    "soft": "skill",
    "courses": "course",
    "leads_here": "role",
    "leads_on": "role",
    "neighbours": "role",
}
