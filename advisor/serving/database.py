"""The conversations' database: an SQLite file, or another by its URL. Imports no Rasa: a start checks it first."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, List, Optional, Text

import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from advisor.knowledge.store import PROJECT_FOLDER

#: Names another database: an SQLAlchemy URL such as postgresql://user:password@host/career_advisor.
URL_VARIABLE = "ADVISOR_DATABASE_URL"
DEFAULT_URL = f"sqlite:///{PROJECT_FOLDER / 'conversations.db'}"
#: Seconds to wait for another process that writes to the same SQLite file; nobody is answered meanwhile.
BUSY_SECONDS = 1


class DatabaseError(Exception):
    """The database can't be used; the message says why and how to mend it, and holds no password."""


class FileGone(SQLAlchemyError):
    """The file of an SQLite database was taken away while it was in use."""


def database_url(configured: Optional[Text] = None) -> Text:
    """The URL of the database: the environment's, else the configured one, else a file in the project's folder."""
    return os.environ.get(URL_VARIABLE) or configured or DEFAULT_URL


def create_engine(url: "Text | URL") -> Engine:
    """Returns an engine; SQLite files get write-ahead logging, kept connections, and deletion that leaves no bytes."""
    parsed = sa.engine.make_url(url)
    # An error names the values of a statement otherwise, and with them what people wrote: it would be in the log.
    if not is_sqlite(parsed):
        return sa.create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(
        parsed,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _set_pragmas)
    if parsed.database and not parsed.database.startswith(("file:", ":")):
        _watch_file(engine, Path(parsed.database))
    return engine


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def empty_log(engine: Engine) -> None:
    """Empties SQLite's write-ahead log, where deleted rows stay readable until it is written over."""
    if is_sqlite(engine.url):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def check_database(url: Text) -> None:
    """Raises :class:`DatabaseError` unless the database can be written to."""
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError):
        # The value may hold a password: it is not repeated.
        raise DatabaseError(
            f"{URL_VARIABLE} is not the URL of a database that can be used here. "
            "Allowed: sqlite:////folder/conversations.db, postgresql://user:password@host/name"
        ) from None
    try:
        with engine.connect() as connection:
            if is_sqlite(engine.url):
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                connection.exec_driver_sql("ROLLBACK")
    except SQLAlchemyError as error:
        raise DatabaseError(
            f"The database {_place(engine.url)} can't be used: {reason(error)}. "
            f"Check that it is there, not locked, and may be written, or name another one in {URL_VARIABLE}."
        ) from error
    finally:
        engine.dispose()


def reason(error: SQLAlchemyError) -> Text:
    """What the database itself says, in one line, without the statement and its values."""
    words = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return " ".join(words.split()) or type(error).__name__


def _place(url: URL) -> Text:
    return url.database or "" if is_sqlite(url) else f"{url.database} on {url.host}"


def _set_pragmas(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    # Readers don't wait for the writer; a crash of the machine may lose the last turn, never the file.
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    # What is deleted is written over: who asks to be forgotten is not to be found in the file's free pages.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _watch_file(engine: Engine, path: Path) -> None:
    """Notices that a database's file was taken away or replaced.

    An open connection would go on writing to the file that nobody sees any more, and a new one would make an empty one.
    """
    opened: List[int] = []

    def file_number() -> int:
        try:
            return path.stat().st_ino
        except OSError:
            raise FileGone(f"its file {path.name} is gone") from None

    @sa.event.listens_for(engine, "do_connect")
    def before_connecting(*_: Any) -> None:
        if opened:
            file_number()

    @sa.event.listens_for(engine, "connect")
    def remember(_: Any, record: Any) -> None:
        record.info["file"] = file_number()
        opened[:] = [record.info["file"]]

    @sa.event.listens_for(engine, "checkout")
    def compare(_: Any, record: Any, __: Any) -> None:
        if record.info.get("file") != file_number():
            raise sa.exc.DisconnectionError("another file is in its place")
