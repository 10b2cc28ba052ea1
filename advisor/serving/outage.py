"""Goes on while the database can't be used: what it does not take is kept in memory and written when it is back."""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import Iterable, Optional, Text

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from advisor.serving.database import reason
from advisor.serving.tracker_store import ConversationStore, is_unread, mark_unread

logger = logging.getLogger(__name__)

#: More conversations than this are not kept in memory: the one that waits longest is given up.
MOST_WAITING = 5_000


class OutageStore(TrackerStore):
    """A tracker store around the one in the database. Rasa's own wrapper would answer, and lose what was said."""

    def __init__(self, database: ConversationStore) -> None:
        super().__init__(database.domain, database.event_broker)
        self.database = database
        self._waiting: "OrderedDict[Text, DialogueStateTracker]" = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many conversations wait to be written."""
        return len(self._waiting)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """Returns the conversation; where it can't be read, an empty one, which is added to what is stored later."""
        if sender_id in self._waiting and is_unread(self._waiting[sender_id]):
            await self.write_waiting()
        if sender_id in self._waiting:
            return self._waiting[sender_id]
        try:
            return await self.database.retrieve(sender_id)
        except SQLAlchemyError as error:
            logger.error("The database can't be read (%s): a conversation goes on without its context.", reason(error))
            return mark_unread(DialogueStateTracker(sender_id, self.domain.slots))

    async def retrieve_full_tracker(self, conversation_id: Text) -> Optional[DialogueStateTracker]:
        return await self.database.retrieve_full_tracker(conversation_id)

    async def keys(self) -> Iterable[Text]:
        return await self.database.keys()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes a conversation and all that wait; keeps it where the database refuses."""
        try:
            await self.database.save(tracker)
        except SQLAlchemyError as error:
            self._keep(tracker, error)
            return
        self._waiting.pop(tracker.sender_id, None)
        await self.write_waiting()

    async def write_waiting(self) -> None:
        """Writes the conversations that wait, until the database refuses one again."""
        while self._waiting:
            sender = next(iter(self._waiting))
            try:
                await self.database.save(self._waiting[sender])
            except SQLAlchemyError:
                self._waiting.move_to_end(sender)
                return
            self._waiting.pop(sender)
            if not self._waiting:
                logger.warning("The database is back: everything that waited for it is written.")

    def drop(self, sender_id: Text) -> None:
        """Forgets what waits of a conversation."""
        self._waiting.pop(sender_id, None)

    def _keep(self, tracker: DialogueStateTracker, error: SQLAlchemyError) -> None:
        self._waiting[tracker.sender_id] = tracker
        logger.error(
            "The database can't be written (%s). Conversations that wait in memory: %d.", reason(error), self.waiting
        )
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
            logger.error("More than %d conversations wait: the oldest is given up.", MOST_WAITING)
