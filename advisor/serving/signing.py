"""Signs what buttons send, so that only payloads that the assistant itself offered come back in."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Optional, Text

_SIGNED = re.compile(r"(?s)(?P<payload>/.*)~(?P<signature>[0-9a-f]{32})")


class PayloadSigner:
    """Signs with a secret that outlives restarts, so that a late press still works."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def sign(self, payload: Text) -> Text:
        """Returns a payload with its signature behind it."""
        return f"{payload}~{self._signature(payload)}"

    def verify(self, message: Text) -> Optional[Text]:
        """Returns the payload of a signed message, None where the signature is missing or wrong."""
        match = _SIGNED.fullmatch(message.strip())
        if match is None:
            return None
        expected = self._signature(match["payload"])
        return match["payload"] if hmac.compare_digest(expected, match["signature"]) else None

    def _signature(self, payload: Text) -> Text:
        return hmac.new(self._secret, payload.encode(), hashlib.sha256).hexdigest()[:32]
