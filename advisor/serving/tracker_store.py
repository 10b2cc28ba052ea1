"""Conversations in SQLite or PostgreSQL, at the same cost for the first turn and the thousandth.

Stock Rasa reads and replays all events of a conversation at every turn. Nothing here needs them: rules look at the
latest turn, and what the conversation is about is in the slots. So the slots are kept in a row of their own, the
processor gets them together with the last turns, and the whole history stays in the ``events`` table, which is
Rasa's own, so that its tools read it.
"""

from __future__ import annotations

import functools
import json
import logging
import time
from typing import Any, Dict, Iterable, List, Optional, Sequence, Text, Type

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from advisor.serving.database import create_engine, database_url
from advisor.serving.settings import Settings

logger = logging.getLogger(__name__)

#: The processor gets this many turns back: the latest, and the one that it may refer to.
RECENT_TURNS = 2
#: No two turns have more events than this.
MOST_RECENT_EVENTS = 30

metadata = sa.MetaData()
conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("slots", sa.Text, nullable=False),
    sa.Column("updated", sa.Float, nullable=False, index=True),
)
events_table = SQLTrackerStore.SQLEvent.__table__


class ConversationStore(SQLTrackerStore):
    """Rasa's tracker store with a bounded cost a turn, and deletion."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[Text] = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: Any,
    ) -> None:
        """``host`` is the URL of ``endpoints.yml``; the environment's takes precedence."""
        TrackerStore.__init__(self, domain, event_broker)
        self.engine = create_engine(database_url(host))
        self.Base.metadata.create_all(self.engine)
        metadata.create_all(self.engine)
        self._keep_text = Settings.read().keep_text
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """Returns a tracker of the slots and the last turns; :meth:`retrieve_full_tracker` has all events."""
        with self.engine.connect() as connection:
            row = connection.execute(_slots_of(sender_id)).first()
            if row is None:
                return None
            rows = connection.execute(
                sa.select(events_table.c.id, events_table.c.data)
                .where(events_table.c.sender_id == sender_id)
                .order_by(events_table.c.id.desc())
                .limit(MOST_RECENT_EVENTS)
            ).fetchall()
        recent = _last_turns([event for event in map(_read_event, reversed(rows)) if event is not None])
        slots = [SlotSet(name, value, timestamp=0.0) for name, value in _read_slots(row.slots).items()]
        # The slots are those after the latest turn: the beginning of a session in it must not empty them again.
        going_on = [event for event in recent if not isinstance(event, SessionStarted)]
        tracker = DialogueStateTracker.from_events(sender_id, [*slots, *going_on], self.domain.slots)
        _set_saved(tracker)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: Text) -> Optional[DialogueStateTracker]:
        """Returns a tracker of all events of a conversation, those of former sessions included."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                sa.select(events_table.c.id, events_table.c.data)
                .where(events_table.c.sender_id == conversation_id)
                .order_by(events_table.c.id)
            ).fetchall()
        events = [event for event in map(_read_event, rows) if event is not None]
        if not events:
            return None
        tracker = DialogueStateTracker.from_events(conversation_id, events, self.domain.slots)
        _set_saved(tracker)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Adds the tracker's new events and its slots, both or neither."""
        await self.stream_events(tracker)
        events = list(tracker.events)[_saved(tracker) :]
        values = {name: slot.value for name, slot in tracker.slots.items() if slot.value is not None}
        with self.engine.begin() as connection:
            if is_unread(tracker):
                row = connection.execute(_slots_of(tracker.sender_id)).first()
                values = {**(_read_slots(row.slots) if row else {}), **values}
            slots = json.dumps(values)
            if events:
                connection.execute(events_table.insert(), [self._row(tracker.sender_id, event) for event in events])
            changed = connection.execute(
                conversations.update()
                .where(conversations.c.sender_id == tracker.sender_id)
                .values(slots=slots, updated=time.time())
            )
            if changed.rowcount == 0:
                connection.execute(
                    conversations.insert().values(sender_id=tracker.sender_id, slots=slots, updated=time.time())
                )
        _set_saved(tracker)
        tracker.is_unread = False

    def _row(self, sender_id: Text, event: Event) -> Dict[Text, Any]:
        """The row of an event; without what the person wrote, where that is not to be kept."""
        data = event.as_dict()
        if not self._keep_text and isinstance(event, UserUttered):
            data = {**data, "text": "", "parse_data": {**data.get("parse_data", {}), "text": ""}}
        return _event_row(sender_id, event, data)

    async def keys(self) -> Iterable[Text]:
        with self.engine.connect() as connection:
            return [row.sender_id for row in connection.execute(sa.select(conversations.c.sender_id))]


def mark_unread(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """Marks a tracker that stands for a conversation that could not be read: its slots are added to the stored ones."""
    tracker.is_unread = True
    return tracker


def is_unread(tracker: DialogueStateTracker) -> bool:
    """Whether :func:`mark_unread` was called and the tracker has not been saved since."""
    return getattr(tracker, "is_unread", False)


def _slots_of(sender_id: Text) -> Any:
    return sa.select(conversations.c.slots).where(conversations.c.sender_id == sender_id)


def _saved(tracker: DialogueStateTracker) -> int:
    """How many of a tracker's events are in the database (or stand for the slots row) already."""
    return getattr(tracker, "saved_events", 0)


def _set_saved(tracker: DialogueStateTracker) -> None:
    tracker.saved_events = len(tracker.events)


def _event_row(sender_id: Text, event: Event, data: Dict[Text, Any]) -> Dict[Text, Any]:
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


@functools.lru_cache(maxsize=None)
def _event_types() -> Dict[Text, Type[Event]]:
    """Rasa's events by name, which it looks for anew among all classes at every event."""
    return {event.type_name: event for event in all_subclasses(Event)}


def _read_event(row: Any) -> Optional[Event]:
    """Reads one stored event; a corrupt one is left out and named in the log, the rest of the conversation lives on."""
    try:
        data = json.loads(row.data)
        return _event_types()[data["event"]]._from_parameters(data)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        logger.error("Row %s of the events table is corrupt and is left out: %s", row.id, error)
        return None


def _read_slots(text: Text) -> Dict[Text, Any]:
    try:
        slots = json.loads(text)
        return slots if isinstance(slots, dict) else {}
    except ValueError as error:
        logger.error("The slots of a conversation are corrupt; it goes on without its context: %s", error)
        return {}


def _last_turns(events: Sequence[Event]) -> List[Event]:
    """The events from the beginning of the last turns on, the listening that they start from included."""
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= RECENT_TURNS:
        return list(events)
    return list(events[max(0, starts[-RECENT_TURNS] - 1) :])
