"""How much one conversation and one address may ask for, so that one can't crowd out the others."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Callable, FrozenSet, Optional, Text

from advisor.serving.settings import Settings

#: More keys than this are not remembered: the longest unused is forgotten first.
MOST_KEYS = 50_000


class TooMany(Exception):
    """A limit is reached; ``retry_after`` is when to come back, in whole seconds."""

    def __init__(self, retry_after: float, message: Text) -> None:
        super().__init__(message)
        self.retry_after = max(1, int(retry_after + 0.999))


@dataclass
class _Bucket:
    tokens: float
    filled: float


class TokenBuckets:
    """A bucket of tokens a key that fills steadily; every request takes one.

    Takes no library: those for Python 3.10 need a newer ``packaging`` than Rasa's pin.
    """

    def __init__(self, capacity: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """``capacity`` requests in ``seconds``; a capacity of 0 is no limit."""
        self._capacity = capacity
        self._rate = capacity / seconds
        self._clock = clock
        self._buckets: "OrderedDict[Text, _Bucket]" = OrderedDict()

    def take(self, key: Text) -> Optional[float]:
        """Takes a token; returns None, or the seconds until there is one again."""
        if not self._capacity:
            return None
        now = self._clock()
        bucket = self._buckets.pop(key, None) or _Bucket(float(self._capacity), now)
        bucket.tokens = min(float(self._capacity), bucket.tokens + (now - bucket.filled) * self._rate)
        bucket.filled = now
        self._buckets[key] = bucket
        if len(self._buckets) > MOST_KEYS:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / self._rate
        bucket.tokens -= 1
        return None


class Limits:
    """The limits of one server process. In memory: several workers each allow as much."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._loopback_too = settings.limit_loopback
        self._messages = TokenBuckets(settings.messages_per_minute, 60, clock)
        self._requests = TokenBuckets(settings.requests_per_minute, 60, clock)
        self._conversations = TokenBuckets(settings.conversations_per_hour, 3600, clock)
        self._known: "OrderedDict[Text, None]" = OrderedDict()

    def check_request(self, address: Text) -> None:
        """Counts a request of an address; raises :class:`TooMany`."""
        if self._is_exempt(address):
            return
        wait = self._requests.take(address)
        if wait is not None:
            raise TooMany(wait, "Too many requests from this address. Please wait a moment.")

    def check_message(self, address: Text, sender: Text) -> None:
        """Counts a message of a conversation, and the conversation itself where it is new; raises :class:`TooMany`."""
        if self._is_exempt(address):
            return
        if sender in self._known:
            self._known.move_to_end(sender)
        else:
            wait = self._conversations.take(address)
            if wait is not None:
                raise TooMany(wait, "Too many new conversations from this address. Please come back later.")
            self._known[sender] = None
            if len(self._known) > MOST_KEYS:
                self._known.popitem(last=False)
        wait = self._messages.take(sender)
        if wait is not None:
            raise TooMany(wait, "You are writing faster than I can read. Please wait a moment.")

    def _is_exempt(self, address: Text) -> bool:
        return not self._loopback_too and is_loopback(address)


def is_loopback(address: Text) -> bool:
    """Whether an address is of this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def client_address(peer: Text, forwarded: Optional[Text], trusted: FrozenSet[Text]) -> Text:
    """The address that a request comes from.

    ``X-Forwarded-For`` is believed as far as it was written by trusted proxies, from the right; anybody can write the
    rest. What a proxy on this machine passes on, that nobody named, does not count as coming from this machine.
    """
    hops = [part.strip() for part in (forwarded or "").split(",") if part.strip()]
    address = _normal(peer)
    while hops and address in trusted:
        address = _normal(hops.pop())
    return f"proxy at {address}" if hops and is_loopback(address) else address


def _normal(address: Text) -> Text:
    """One way of writing an address; an IPv4 one that came in through an IPv6 socket is written as IPv4."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
