"""What the server counts, for Prometheus at ``/metrics``."""

from __future__ import annotations

import time
from typing import Any, Dict, Text

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

#: Upper ends of the latency classes, in seconds.
_LATENCIES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """The counters of one server process."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.messages = Counter(
            "advisor_messages",
            "Messages by what they ask and where they come from",
            ["intent", "channel"],
            registry=self._registry,
        )
        self.declined = Counter(
            "advisor_declined", "Messages that were declined or not understood", registry=self._registry
        )
        self.errors = Counter("advisor_errors", "Messages that could not be answered", registry=self._registry)
        self.refused = Counter(
            "advisor_refused", "Requests that were refused, by HTTP status", ["code"], registry=self._registry
        )
        self.latency = Histogram(
            "advisor_message_seconds", "Time to answer a message", buckets=_LATENCIES, registry=self._registry
        )
        self._knowledge_loaded = Gauge(
            "advisor_knowledge_age_seconds", "Time since the knowledge in use was loaded", registry=self._registry
        )
        self._loaded_at = time.time()
        self._knowledge_loaded.set_function(lambda: time.time() - self._loaded_at)

    def knowledge_loaded(self) -> None:
        """Notes that other knowledge is in use from now on."""
        self._loaded_at = time.time()

    def count_understood(self, parsed: Dict[Text, Any], channel: Text) -> None:
        """Counts a message by what the NLU made of it."""
        intent = (parsed.get("intent") or {}).get("name") or "none"
        self.messages.labels(intent, channel).inc()
        if intent.startswith("out_of_scope") or intent == "nlu_fallback":
            self.declined.inc()

    def exposition(self) -> bytes:
        """Returns all metrics in Prometheus's text format."""
        return generate_latest(self._registry)
