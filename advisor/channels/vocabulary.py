"""``GET /vocabulary``: the names of roles and places, for clients that complete what is typed."""

from __future__ import annotations

from typing import Dict, List, Text

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.store import current_knowledge


def vocabulary(base: KnowledgeBase) -> Dict[Text, List[Text]]:
    """Returns ``roles`` (titles, as in a sentence) and ``places``, each in alphabetical order."""
    article = "the "
    names = [place.name for place in base.places.values()]
    places = [name[len(article) :] if name.startswith(article) else name for name in names]
    return {
        "roles": sorted((role.title for role in base.roles.values()), key=str.lower),
        "places": sorted(places, key=str.lower),
    }


def vocabulary_blueprint() -> Blueprint:
    """Returns the route; it reads the knowledge base and nothing else."""
    blueprint = Blueprint("vocabulary")

    @blueprint.get("/vocabulary")
    async def names(request: Request) -> HTTPResponse:
        return response.json(vocabulary(current_knowledge()), headers={"Cache-Control": "no-cache"})

    return blueprint
