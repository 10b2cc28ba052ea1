"""Keeps tokens and secret addresses out of the log, whichever library writes the line."""

from __future__ import annotations

import logging
import re

_SECRETS = re.compile(
    r"xox[a-z]-[\w-]+"  # tokens
    r"|xapp-[\w-]+"
    r"|(?<=ticket=)[\w.%-]+"  # of a Socket Mode address
    r"|(?<=hooks\.slack\.com/)[\w/.-]+"  # what may post into a channel
    r"|(?<=hooks\.slack-gov\.com/)[\w/.-]+"
)
MASK = "(secret)"


def redact(text: str) -> str:
    """Returns text with whatever looks like one of Slack's secrets masked."""
    return _SECRETS.sub(MASK, text)


class RedactSecrets(logging.Filter):
    """Masks secrets in a record's message and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True


def slack_logger(name: str) -> logging.Logger:
    """Returns the logger of a name, which masks secrets."""
    logger = logging.getLogger(name)
    if not any(isinstance(present, RedactSecrets) for present in logger.filters):
        logger.addFilter(RedactSecrets())
    return logger


def library_logger(name: str) -> logging.Logger:
    """Returns a logger for slack_sdk: warnings only, for its other lines hold whole messages."""
    logger = slack_logger(name)
    logger.setLevel(logging.WARNING)
    return logger
