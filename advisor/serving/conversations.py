"""Forgetting, purging and feedback: what the database holds of conversations beside their turns."""

from __future__ import annotations

import argparse
import csv
import secrets
import sys
import time
from dataclasses import dataclass
from typing import Iterator, Optional, Sequence, Text

import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.shared.core.events import SlotSet
from sqlalchemy.engine import Engine

from advisor.serving.database import DatabaseError, check_database, database_url, empty_log
from advisor.serving.outage import OutageStore
from advisor.serving.settings import SettingError, Settings
from advisor.serving.tracker_store import ConversationStore, conversations, events_table, metadata

DAY_SECONDS = 86_400

feedback_table = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("answer_id", sa.String(64), nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("comment", sa.Text),
    sa.Column("given", sa.Float, nullable=False),
)
secrets_table = sa.Table(
    "secrets",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.String(128), nullable=False),
)


@dataclass(frozen=True)
class Feedback:
    """Whether an answer helped. ``given`` is seconds since 1970."""

    sender: Text
    answer_id: Text
    helpful: bool
    comment: Optional[Text] = None
    given: float = 0.0


class Records:
    """The records of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        metadata.create_all(engine)

    def delete(self, sender: Text) -> bool:
        """Deletes everything that is kept of a conversation; returns whether there was anything."""
        found = self._delete(sender)
        empty_log(self._engine)
        return found

    def _delete(self, sender: Text) -> bool:
        with self._engine.begin() as connection:
            counts = [
                connection.execute(table.delete().where(table.c.sender_id == sender)).rowcount
                for table in (events_table, conversations, feedback_table)
            ]
        return any(counts)

    def purge(self, days: int, now: Optional[float] = None) -> int:
        """Deletes conversations that nobody went on with for ``days``; returns how many. 0 days deletes none.

        Feedback goes with its conversation; where it came without one, by its own age.
        """
        if not days:
            return 0
        before = (time.time() if now is None else now) - days * DAY_SECONDS
        with self._engine.connect() as connection:
            old = connection.execute(
                sa.select(conversations.c.sender_id).where(conversations.c.updated < before)
            ).scalars().all()
        for sender in old:
            self._delete(sender)
        with self._engine.begin() as connection:
            going_on = sa.select(conversations.c.sender_id)
            connection.execute(
                feedback_table.delete().where(
                    (feedback_table.c.given < before) & feedback_table.c.sender_id.not_in(going_on)
                )
            )
        empty_log(self._engine)
        return len(old)

    def add_feedback(self, feedback: Feedback) -> None:
        """Keeps feedback; a second one on the same answer by the same person takes the place of the first."""
        with self._engine.begin() as connection:
            connection.execute(
                feedback_table.delete().where(
                    (feedback_table.c.sender_id == feedback.sender) & (feedback_table.c.answer_id == feedback.answer_id)
                )
            )
            connection.execute(
                feedback_table.insert().values(
                    sender_id=feedback.sender,
                    answer_id=feedback.answer_id,
                    helpful=feedback.helpful,
                    comment=feedback.comment,
                    given=feedback.given or time.time(),
                )
            )

    def all_feedback(self) -> Iterator[Feedback]:
        """All feedback, oldest first."""
        with self._engine.connect() as connection:
            for row in connection.execute(sa.select(feedback_table).order_by(feedback_table.c.given)):
                yield Feedback(row.sender_id, row.answer_id, row.helpful, row.comment, row.given)

    def secret(self, name: Text) -> bytes:
        """Returns a secret of this installation, made at the first call."""
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(secrets_table.c.value).where(secrets_table.c.name == name)).first()
            if row is not None:
                return bytes.fromhex(row.value)
            value = secrets.token_bytes(32)
            connection.execute(secrets_table.insert().values(name=name, value=value.hex()))
            return value

    def check_writable(self) -> None:
        """Raises an SQLAlchemy error where the database can't be written."""
        with self._engine.begin() as connection:
            connection.execute(
                conversations.update().where(conversations.c.sender_id == "").values(updated=conversations.c.updated)
            )


def conversation_store(agent: Agent) -> ConversationStore:
    """The store in the database, behind our wrapper, or the one that Rasa puts around it."""
    store = agent.tracker_store
    return store.database if isinstance(store, OutageStore) else getattr(store, "_tracker_store", store)


async def forget(agent: Agent, sender: Text) -> None:
    """Deletes a conversation under its lock: a message under way would save it anew behind the deletion."""
    async with agent.lock_store.lock(sender):
        if isinstance(agent.tracker_store, OutageStore):
            agent.tracker_store.drop(sender)
        Records(conversation_store(agent).engine).delete(sender)


async def set_role(agent: Agent, sender: Text, role: Text) -> None:
    """Makes a role what a conversation is about, as a page about one career does."""
    async with agent.lock_store.lock(sender):
        tracker = await agent.tracker_store.get_or_create_tracker(sender)
        if tracker.get_slot("roles") != [role]:
            tracker.update(SlotSet("roles", [role]))
            await agent.tracker_store.save(tracker)


def main(argv: Optional[Sequence[Text]] = None) -> int:
    try:
        arguments = _parse(argv, Settings.read())
        check_database(database_url())
        _run(arguments, Records(ConversationStore().engine))
    except (SettingError, DatabaseError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parse(argv: Optional[Sequence[Text]], settings: Settings) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m advisor.serving.conversations", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    purge = commands.add_parser("purge", help="delete conversations that are older than ADVISOR_KEEP_DAYS")
    purge.add_argument("--days", type=_days, default=settings.keep_days, help="another age than ADVISOR_KEEP_DAYS")
    forget_parser = commands.add_parser("forget", help="delete one conversation")
    forget_parser.add_argument("sender")
    commands.add_parser("feedback", help="print all feedback as CSV")
    return parser.parse_args(argv)


def _days(value: Text) -> int:
    if not value.isdecimal() or int(value) == 0:
        raise argparse.ArgumentTypeError("a whole number of days, 1 or more")
    return int(value)


def _run(arguments: argparse.Namespace, records: Records) -> None:
    if arguments.command == "purge" and not arguments.days:
        print("Nothing deleted: ADVISOR_KEEP_DAYS=0 keeps all conversations. Name an age with --days.")
    elif arguments.command == "purge":
        print(f"Deleted {records.purge(arguments.days)} conversations older than {arguments.days} days.")
    elif arguments.command == "forget":
        print("Deleted." if records.delete(arguments.sender) else "There is nothing of that conversation.")
    else:
        writer = csv.writer(sys.stdout)
        writer.writerow(["given", "answer_id", "helpful", "comment"])
        for feedback in records.all_feedback():
            answer, comment = _cell(feedback.answer_id), _cell(feedback.comment or "")
            writer.writerow([f"{feedback.given:.0f}", answer, feedback.helpful, comment])


def _cell(text: Text) -> Text:
    """What somebody wrote, so that a spreadsheet shows it and does not take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


if __name__ == "__main__":
    sys.exit(main())
