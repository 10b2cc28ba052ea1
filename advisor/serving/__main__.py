"""``python -m advisor.serving``: starts the assistant's server, or says in a line why it can't."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from pathlib import Path
from typing import Optional, Sequence

from advisor.serving.preflight import MODEL, StartError, check_start

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 5005


def main(argv: Optional[Sequence[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m advisor.serving", description=__doc__)
    parser.add_argument("--host", default=DEFAULT_HOST, help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--model", type=Path, default=MODEL, help="the model archive (default: the one trained here)")
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    arguments = parser.parse_args(argv)
    if not arguments.quiet:
        print("Starting the assistant (a few seconds) …", file=sys.stderr, flush=True)
    try:
        check_start(arguments.host, arguments.port, arguments.model)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    # Rasa and TensorFlow take seconds to import: only now that nothing stands in the way.
    # Messages are answered one after the other: threads inside numpy would only wait for one another.
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    import sanic  # noqa: F401 (switches deprecation warnings on: ours goes over it)

    # They are about Rasa's pins, which nobody here can mend.
    warnings.simplefilter("ignore", DeprecationWarning)
    from advisor.serving.server import serve

    try:
        serve(arguments.host, arguments.port, arguments.quiet, arguments.model.resolve())
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
