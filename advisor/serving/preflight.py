"""Checks before the start, each with a message that says what is wrong and what to do."""

from __future__ import annotations

import errno
import json
import socket
import tarfile
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import Any, Dict, Optional

from advisor.knowledge.problems import KnowledgeError
from advisor.knowledge.store import PROJECT_FOLDER, current_knowledge
from advisor.serving.database import DatabaseError, check_database, database_url
from advisor.serving.settings import SettingError, Settings

MODEL = PROJECT_FOLDER / "models" / "career_advisor.tar.gz"
_TRAIN_ANEW = "Remove it and train anew: rm {model} && make train"


class StartError(Exception):
    """The server can't start; the message is for the person who started it."""


def check_start(host: str, port: int, model: Path = MODEL) -> None:
    """Raises :class:`StartError` where settings, port, model, knowledge or database would make the start fail."""
    try:
        Settings.read()
    except SettingError as error:
        raise StartError(str(error)) from error
    check_port(host, port)
    check_model(model)
    try:
        current_knowledge()
    except KnowledgeError as error:
        raise StartError(f"{error}\nMend the files and start again; 'make check' lists what is wrong.") from error
    try:
        check_database(database_url())
    except DatabaseError as error:
        raise StartError(str(error)) from error


def check_port(host: str, port: int) -> None:
    """Raises :class:`StartError` unless the server can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            code = getattr(error, "errno", None)
            if code == errno.EADDRINUSE:
                raise StartError(
                    f"Port {port} on {host} is in use: another server runs there. "
                    f"Stop it, or choose another port: make run PORT={port + 1}"
                ) from error
            if code == errno.EACCES:
                raise StartError(
                    f"Port {port} needs special rights. Choose one above 1023: make run PORT=8080"
                ) from error
            raise StartError(
                f"Can't listen on {host}, port {port}: {error}. Try: make run HOST=127.0.0.1 PORT=5005"
            ) from error


def check_model(model: Path) -> None:
    """Raises :class:`StartError` unless there is a whole model archive that this version of Rasa trained."""
    if not model.is_file():
        raise StartError(f"There is no trained model at {model}. Train one: make train")
    mend = _TRAIN_ANEW.format(model=model)
    try:
        metadata = _read_metadata(model)
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError) as error:
        raise StartError(f"The model {model.name} is damaged ({error}). {mend}") from error
    if metadata is None:
        raise StartError(f"{model.name} is no Rasa model. {mend}")
    trained_with, running = metadata.get("rasa_open_source_version"), version("rasa")
    # Patch versions count too: 3.6.21 stores its components otherwise than 3.6.20.
    if trained_with != running:
        raise StartError(f"The model {model.name} was trained with Rasa {trained_with}, and this is {running}. {mend}")


def _read_metadata(model: Path) -> Optional[Dict[str, Any]]:
    """Reads an archive to its end, so that a cut one is noticed; returns its metadata, None where it has none."""
    metadata = None
    with tarfile.open(model, "r:gz") as archive:
        for member in archive:
            if Path(member.name) == Path("metadata.json"):
                metadata = json.load(archive.extractfile(member))
    return metadata if isinstance(metadata, dict) else None
