"""Quiet logs for everything that runs Rasa: warnings and errors only, and no message text."""

from __future__ import annotations

import logging
import warnings


def quiet_logs() -> None:
    """Sets Rasa's two loggers (the standard one and structlog) to warnings, and drops its dependencies' deprecations."""
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(logging.WARNING)
    configure_structlog(logging.WARNING)
    # They are about Rasa's pins, which nobody here can mend, and hide what matters.
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", PendingDeprecationWarning)
