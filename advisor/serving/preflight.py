"""Checks before the start, each with a message that says what is wrong and what to do."""

from __future__ import annotations

import errno
import socket
import tarfile
from pathlib import Path

from advisor.knowledge.problems import KnowledgeError
from advisor.knowledge.store import PROJECT_FOLDER, current_knowledge

MODEL = PROJECT_FOLDER / "models" / "career_advisor.tar.gz"


class StartError(Exception):
    """The server can't start; the message is for the person who started it."""


def check_start(host: str, port: int, model: Path = MODEL) -> None:
    """Raises :class:`StartError` where the port, the model or the knowledge base would make the start fail."""
    check_port(host, port)
    check_model(model)
    try:
        current_knowledge()
    except KnowledgeError as error:
        raise StartError(f"{error}\nMend the files and start again; 'make check' lists what is wrong.") from error


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
                raise StartError(f"Port {port} needs special rights. Choose one above 1023: make run PORT=8080") from error
            raise StartError(f"Can't listen on {host}, port {port}: {error}. Try: make run HOST=127.0.0.1 PORT=5005") from error


def check_model(model: Path) -> None:
    """Raises :class:`StartError` unless there is a whole model archive."""
    if not model.is_file():
        raise StartError(f"There is no trained model ({model.name}). Train one: make train")
    try:
        with tarfile.open(model, "r:gz") as archive:
            names = archive.getnames()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise StartError(f"The model {model.name} is damaged ({error}). Train it anew: make clean-model train") from error
    if not any(name.endswith("metadata.json") for name in names):
        raise StartError(f"{model.name} is no Rasa model. Train it anew: make clean-model train")
