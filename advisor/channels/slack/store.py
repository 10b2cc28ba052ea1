"""What the channel has seen and what it still has to do, in the conversations' database: a restart loses nothing."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Sequence, Union

import sqlalchemy as sa
from sqlalchemy.engine import URL

from advisor.channels.slack.redaction import slack_logger
from advisor.channels.slack.tasks import Task, task_from_dict, task_to_dict
from advisor.serving.tracker_store import create_engine

logger = slack_logger(__name__)

_metadata = sa.MetaData()
#: Hashes of what has been taken in: an id of a delivery or of a press says nothing to who reads the table.
seen_table = sa.Table(
    "slack_seen",
    _metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("seen", sa.Float, nullable=False, index=True),
)
#: What waits or is under way; a row goes when its answer is delivered, and with it what was asked.
work_table = sa.Table(
    "slack_work",
    _metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("task", sa.Text, nullable=False),
    sa.Column("replies", sa.Text),
    sa.Column("sent", sa.Integer, nullable=False),
    sa.Column("sending", sa.Boolean, nullable=False),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("lease", sa.Float, nullable=False, index=True),
    sa.Column("received", sa.Float, nullable=False),
)


@dataclass(frozen=True)
class StoredWork:
    """A task that was begun. ``replies`` is what the bot said, ``sent`` how many messages of it are in Slack.

    ``sending``: the next message was being sent when the work stopped, so it may be in Slack already.
    """

    id: str
    task: Task
    replies: Optional[List[Dict[str, Any]]]
    sent: int
    sending: bool
    received: float


class WorkStore:
    """The two tables. A process holds a lease on its work: what a dead one leaves is taken over, and only then."""

    def __init__(self, url: Union[str, URL], lease_seconds: float, clock: Callable[[], float] = time.time) -> None:
        self._engine = create_engine(url)
        self._lease_seconds = lease_seconds
        self._clock = clock
        self._owner = secrets.token_hex(8)
        _metadata.create_all(self._engine)

    def add(self, keys: Sequence[str], task: Task) -> Optional[int]:
        """Takes a task in, unless one of its keys has been seen; returns the place of the first that has, else None."""
        hashes = [hash_key(key) for key in keys]
        now = self._clock()
        try:
            with self._engine.begin() as connection:
                known = self._first_seen(connection, hashes)
                if known is not None:
                    return known
                connection.execute(seen_table.insert(), [{"key": key, "seen": now} for key in hashes])
                connection.execute(
                    work_table.insert().values(
                        id=hashes[-1],
                        task=json.dumps(task_to_dict(task)),
                        sent=0,
                        sending=False,
                        owner=self._owner,
                        lease=now + self._lease_seconds,
                        received=now,
                    )
                )
        except sa.exc.IntegrityError:
            # The same thing came in twice at once; the other one has it.
            return 0
        return None

    @staticmethod
    def _first_seen(connection: Any, hashes: Sequence[str]) -> Optional[int]:
        rows = connection.execute(sa.select(seen_table.c.key).where(seen_table.c.key.in_(hashes)))
        known = {row.key for row in rows}
        return next((place for place, key in enumerate(hashes) if key in known), None)

    def is_open(self, key: str) -> bool:
        """Whether the task of a key is still to be done."""
        with self._engine.connect() as connection:
            query = sa.select(work_table.c.id).where(work_table.c.id == hash_key(key))
            return connection.execute(query).first() is not None

    def claim(self) -> List[StoredWork]:
        """Takes over all work whose lease has run out; no two processes get the same."""
        now = self._clock()
        claimed = []
        with self._engine.begin() as connection:
            expired = connection.execute(
                sa.select(work_table).where(work_table.c.lease < now).order_by(work_table.c.received)
            ).fetchall()
            for row in expired:
                taken = connection.execute(
                    work_table.update()
                    .where(work_table.c.id == row.id, work_table.c.owner == row.owner, work_table.c.lease == row.lease)
                    .values(owner=self._owner, lease=now + self._lease_seconds)
                )
                if taken.rowcount:
                    claimed.append(row)
        return [work for work in map(self._read_work, claimed) if work is not None]

    def renew(self, ids: Sequence[str]) -> None:
        """Keeps the lease on work under way."""
        self._update(work_table.c.id.in_(list(ids)), lease=self._clock() + self._lease_seconds)

    def release(self, id_: str, seconds: float = 0.0) -> None:
        """Gives work back, to be taken up again after some seconds."""
        self._update(work_table.c.id == id_, lease=self._clock() + seconds)

    def save_replies(self, id_: str, replies: List[Dict[str, Any]]) -> None:
        """Keeps what the bot said, so that it isn't asked again when only the delivery failed."""
        self._update(work_table.c.id == id_, replies=json.dumps(replies))

    def start_sending(self, id_: str) -> None:
        self._update(work_table.c.id == id_, sending=True)

    def finish_sending(self, id_: str, sent: int) -> None:
        """Notes that ``sent`` messages are in Slack."""
        self._update(work_table.c.id == id_, sending=False, sent=sent)

    def finish(self, id_: str) -> None:
        """Removes work that is done, and with it what was asked and answered."""
        with self._engine.begin() as connection:
            connection.execute(work_table.delete().where(work_table.c.id == id_))

    def purge(self, older_than_seconds: float) -> None:
        """Forgets what was seen long ago: nothing delivers it again."""
        with self._engine.begin() as connection:
            connection.execute(seen_table.delete().where(seen_table.c.seen < self._clock() - older_than_seconds))

    def close(self) -> None:
        self._engine.dispose()

    def _read_work(self, row: Any) -> Optional[StoredWork]:
        try:
            replies = json.loads(row.replies) if row.replies else None
            return StoredWork(
                row.id, task_from_dict(json.loads(row.task)), replies, row.sent, row.sending, row.received
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            logger.error("Row %s of the table slack_work is corrupt and is dropped: %s", row.id, error)
            self.finish(row.id)
            return None

    def _update(self, condition: Any, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(work_table.update().where(condition, work_table.c.owner == self._owner).values(**values))


def hash_key(key: str) -> str:
    """Returns the form in which a key is kept."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
