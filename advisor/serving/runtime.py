"""What a running server holds, put together once when it starts."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Text

import aiohttp
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.exc import SQLAlchemyError

from advisor.knowledge.onet import current_layer
from advisor.knowledge.store import current_knowledge
from advisor.serving.actions import InProcessActions, connect_actions
from advisor.serving.conversations import Records, conversation_store
from advisor.serving.database import reason
from advisor.serving.limits import Limits
from advisor.serving.metrics import Metrics
from advisor.serving.outage import OutageStore
from advisor.serving.rasa_mends import mend_action_validation
from advisor.serving.reload import KnowledgeWatch
from advisor.serving.settings import Settings
from advisor.serving.signing import PayloadSigner

#: How long the action server may take to say that it is there, in seconds.
ACTION_SERVER_SECONDS = 2


@dataclass(frozen=True)
class Runtime:
    """The parts of a running server that channels use."""

    agent: Agent
    settings: Settings
    limits: Limits
    metrics: Metrics
    records: Records
    conversations: OutageStore
    signer: PayloadSigner
    actions: EndpointConfig
    knowledge: KnowledgeWatch

    async def problems(self) -> List[Text]:
        """Everything that keeps the server from answering as it should; none when it is ready."""
        found: List[Text] = []
        if not self.agent.is_ready():
            found.append("The model is not loaded.")
        try:
            self.records.check_writable()
        except SQLAlchemyError as error:
            found.append(f"The database can't be written: {reason(error)}.")
        if self.conversations.waiting:
            found.append(f"Conversations that wait in memory for the database: {self.conversations.waiting}.")
        if not isinstance(self.actions, InProcessActions):
            problem = await _action_server_problem(self.actions)
            found += [problem] if problem else []
        if self.knowledge.problem is not None:
            found.append(self.knowledge.problem)
        return found


def build_runtime(agent: Agent, settings: Settings) -> Runtime:
    """Connects what Rasa loaded with what is ours; old conversations are purged."""
    mend_action_validation()
    current_knowledge()
    current_layer()
    database = conversation_store(agent)
    agent.tracker_store = agent.processor.tracker_store = OutageStore(database)
    records = Records(database.engine)
    records.purge(settings.keep_days)
    metrics = Metrics()
    _count_messages(agent, metrics)
    return Runtime(
        agent=agent,
        settings=settings,
        limits=Limits(settings),
        metrics=metrics,
        records=records,
        conversations=agent.tracker_store,
        signer=PayloadSigner(records.secret("payloads")),
        actions=connect_actions(agent, settings.action_seconds),
        knowledge=KnowledgeWatch(metrics),
    )


def _count_messages(agent: Agent, metrics: Metrics) -> None:
    """Counts every message that the processor parses, whatever channel it came by."""
    parse = agent.processor.parse_message

    @functools.wraps(parse)
    async def counted(message: UserMessage, *args: Any, **kwargs: Any) -> Dict[Text, Any]:
        parsed = await parse(message, *args, **kwargs)
        if message.input_channel is not None:
            metrics.count_understood(parsed, message.input_channel)
        return parsed

    agent.processor.parse_message = counted


async def _action_server_problem(endpoint: EndpointConfig) -> Optional[Text]:
    address = endpoint.url.rsplit("/", 1)[0]
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ACTION_SERVER_SECONDS)) as session:
            async with session.get(f"{address}/health") as answer:
                return None if answer.status == 200 else f"The action server at {address} answers with {answer.status}."
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
        return f"The action server at {address} does not answer. Start it: rasa run actions"
