"""``show ROLE``: a role or an imported occupation as the assistant would tell it, every topic."""

from __future__ import annotations

from typing import List, Optional, Sequence

from advisor.answers.answer import Answer
from advisor.answers.compose import compose
from advisor.answers.imported import TOPICS, ImportedQuestion, answer_imported
from advisor.answers.question import Question
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Role, Topic
from advisor.knowledge.onet.layer import OnetLayer
from advisor.knowledge.problems import nearest
from advisor.knowledge.validation import normal_form
from advisor.rendering.markdown import render_markdown


class UnknownRole(Exception):
    """Nothing is known by that name; the message names what comes nearest."""


def show(
    name: str, base: KnowledgeBase, layer: Optional[OnetLayer] = None, topics: Sequence[Topic] = tuple(Topic)
) -> str:
    """Returns the answers on all ``topics`` as markdown; ``name`` is a role's id or any of its names, or an O*NET
    code or title where there is an imported layer.

    Raises:
        UnknownRole: nothing is known by that name.
    """
    return render_markdown(_answers(name, base, layer, topics)) + "\n"


def _answers(name: str, base: KnowledgeBase, layer: Optional[OnetLayer], topics: Sequence[Topic]) -> List[Answer]:
    role = find_role(name, base)
    if role is not None:
        return [compose(Question(topic, (role.id,)), base) for topic in topics]
    code = _find_code(name, layer)
    if code is not None and layer is not None:
        told = [topic for topic in topics if topic in TOPICS]
        return [answer_imported(ImportedQuestion(topic, code, None if name == code else name), layer) for topic in told]
    near = nearest(name.lower(), base.roles)
    hint = f" Did you mean {near}?" if near else ""
    raise UnknownRole(f"There is no role '{name}'.{hint} The ids are the names of the files in roles/.")


def find_role(name: str, base: KnowledgeBase) -> Optional[Role]:
    """The role with an id, title or alias, None where there is none."""
    if name in base.roles:
        return base.roles[name]
    wanted = normal_form(name)
    for role in base.roles.values():
        if wanted in {normal_form(known) for known in (role.title, *role.aliases)}:
            return role
    return None


def _find_code(name: str, layer: Optional[OnetLayer]) -> Optional[str]:
    if layer is None:
        return None
    if name in layer:
        return name
    readings = layer.readings(name)
    return readings.likely[0] if readings is not None else None
