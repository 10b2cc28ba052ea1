"""Runs the Rasa server with our channels: the same as ``rasa run``, with quiet logs and a line when it is ready."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any

from rasa.core.run import serve_application
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from advisor.knowledge.store import PROJECT_FOLDER
from advisor.logs import quiet_logs
from advisor.serving.preflight import MODEL


def serve(host: str, port: int, quiet: bool = False) -> None:
    """Serves until interrupted; SIGTERM and Ctrl-C let messages under way be answered."""
    os.chdir(PROJECT_FOLDER)
    quiet_logs()
    listeners = [] if quiet else [(partial(_announce, host, port), "after_server_start")]
    serve_application(
        model_path=str(MODEL),
        interface=host,
        port=port,
        credentials=str(PROJECT_FOLDER / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(PROJECT_FOLDER / "endpoints.yml")),
        enable_api=False,
        server_listeners=listeners,
    )


async def _announce(host: str, port: int, app: Sanic, _: Any) -> None:
    print(f"Career Advisor is ready at http://{host}:{port} (Ctrl-C stops it).", file=sys.stderr, flush=True)
