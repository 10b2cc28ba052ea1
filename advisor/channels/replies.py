"""Replies that may be asked for once more: a client that got none sends its message again, and must not be answered twice."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Awaitable, Callable, Optional, Text, Tuple

from sanic.response import HTTPResponse

#: The last message of so many conversations is remembered.
MOST_CONVERSATIONS = 10_000


class RecentReplies:
    """The reply to the last message of each conversation, finished or under way."""

    def __init__(self) -> None:
        self._replies: "OrderedDict[Text, Tuple[Text, asyncio.Task]]" = OrderedDict()

    async def reply(
        self, sender: Text, message_id: Optional[Text], answer: Callable[[], Awaitable[HTTPResponse]]
    ) -> HTTPResponse:
        """Returns the reply to a message, which is answered once however often it is sent.

        A client that hangs up doesn't end it: half a turn must not be left behind.
        """
        known = self._replies.get(sender)
        if message_id is not None and known is not None and known[0] == message_id:
            return _copy(await asyncio.shield(known[1]))
        task = asyncio.ensure_future(answer())
        if message_id is not None:
            self._replies.pop(sender, None)
            self._replies[sender] = (message_id, task)
            if len(self._replies) > MOST_CONVERSATIONS:
                self._replies.popitem(last=False)
        return _copy(await asyncio.shield(task))

    def forget(self, sender: Text) -> None:
        """Drops what is remembered of a conversation."""
        self._replies.pop(sender, None)


def _copy(reply: HTTPResponse) -> HTTPResponse:
    """A response can be sent once only."""
    return HTTPResponse(body=reply.body, status=reply.status, content_type=reply.content_type)
