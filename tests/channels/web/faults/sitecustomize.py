"""Runs in a server whose PYTHONPATH names this folder: makes it fail while a file of a fault's name is there.

``answers``: what looks answers up raises. ``actions``: what runs actions raises. ``read_only``: SQLite refuses to
write. ``clock``: the clock is set back by as many seconds as the file says.
"""

import os
import sqlite3
import time
from pathlib import Path

_FOLDER = Path(os.environ["TEST_FAULTS"])


def _is_on(fault):
    return (_FOLDER / fault).exists()


def _failing(function, fault):
    def wrapper(*args, **kwargs):
        if _is_on(fault):
            raise RuntimeError(f"The fault '{fault}' is on.")
        return function(*args, **kwargs)

    return wrapper


class _Connection(sqlite3.Connection):
    def cursor(self, *args, **kwargs):
        super().cursor().execute(f"PRAGMA query_only = {'ON' if _is_on('read_only') else 'OFF'}")
        return super().cursor(*args, **kwargs)


def _set_back(clock):
    def wrapper():
        try:
            return clock() - float((_FOLDER / "clock").read_text())
        except FileNotFoundError:
            return clock()

    return wrapper


_connect = sqlite3.connect
sqlite3.connect = sqlite3.dbapi2.connect = lambda *args, **kwargs: _connect(*args, factory=_Connection, **kwargs)
time.time = _set_back(time.time)

import rasa_sdk.executor  # noqa: E402 (after the clock is replaced)

import actions.base  # noqa: E402

actions.base.current_knowledge = _failing(actions.base.current_knowledge, "answers")
rasa_sdk.executor.ActionExecutor.run = _failing(rasa_sdk.executor.ActionExecutor.run, "actions")
