"""Tests whether the links of a knowledge base still lead somewhere. Needs network; without it, it says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import Callable, Dict, Iterable, List, Optional

import requests

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.problems import Problem

#: Seconds to wait for a page; a slow one is told as unsure, not as broken.
TIMEOUT = 15
#: Pages asked for at the same time.
AT_ONCE = 8
GONE = (404, 410)
#: Answers of servers that don't want HEAD or programs; the page may well be there.
_ASK_AGAIN = (400, 401, 403, 405, 406, 501)
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; career-advisor link check)"}


class LinkState(str, Enum):
    FINE = "fine"
    MOVED = "moved"
    GONE = "gone"
    UNSURE = "unsure"
    UNREACHED = "unreached"


@dataclass(frozen=True)
class Link:
    """A link and the record that has it."""

    url: str
    file: str
    record: str


@dataclass(frozen=True)
class LinkResult:
    """What became of asking for a link; ``detail`` is the status, the new address or the error."""

    link: Link
    state: LinkState
    detail: str = ""


def links_of(base: KnowledgeBase) -> List[Link]:
    """All links of sources and courses."""
    found = []
    for name in ("sources", "courses"):
        for record in getattr(base, name).values():
            if record.url is not None:
                found.append(Link(str(record.url), f"{name}.yml", record.id))
    return found


def check_links(links: Iterable[Link], timeout: float = TIMEOUT) -> List[LinkResult]:
    """Asks for every link once, in their order; the same address is asked for only once."""
    links = list(links)
    addresses = list(dict.fromkeys(link.url for link in links))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers: Dict[str, LinkResult] = dict(
            zip(addresses, pool.map(lambda url: _ask(Link(url, "", ""), timeout), addresses))
        )
    return [LinkResult(link, answers[link.url].state, answers[link.url].detail) for link in links]


def link_problems(results: Iterable[LinkResult]) -> List[Problem]:
    """What an editor should know: links that are gone are errors, moved and unsure ones warnings.

    Where no address at all could be reached, that is one warning: there is no network here.
    """
    results = list(results)
    if results and all(result.state is LinkState.UNREACHED for result in results):
        message = f"none of {len(results)} links could be reached, so there seems to be no network: they are not tested"
        return [Problem("links", message, found=results[0].detail, is_error=False)]
    return [_PROBLEMS[result.state](result) for result in results if result.state is not LinkState.FINE]


def _ask(link: Link, timeout: float) -> LinkResult:
    try:
        response = requests.head(link.url, timeout=timeout, headers=_HEADERS, allow_redirects=True)
        if response.status_code in _ASK_AGAIN or response.status_code in GONE:
            with requests.get(link.url, timeout=timeout, headers=_HEADERS, stream=True) as response:
                return _judge(link, response)
        return _judge(link, response)
    except requests.Timeout:
        return LinkResult(link, LinkState.UNSURE, f"no answer within {timeout:g} seconds")
    except requests.exceptions.SSLError as error:
        return LinkResult(link, LinkState.UNSURE, f"its certificate is not valid: {error}")
    except requests.ConnectionError as error:
        return LinkResult(link, LinkState.UNREACHED, str(error))
    except requests.RequestException as error:
        return LinkResult(link, LinkState.UNSURE, str(error))


def _judge(link: Link, response: requests.Response) -> LinkResult:
    status = f"HTTP {response.status_code}"
    if response.status_code in GONE:
        return LinkResult(link, LinkState.GONE, status)
    if not response.ok:
        return LinkResult(link, LinkState.UNSURE, status)
    permanent = [step for step in response.history if step.status_code in (301, 308)]
    if permanent and len(permanent) == len(response.history):
        return LinkResult(link, LinkState.MOVED, response.url)
    return LinkResult(link, LinkState.FINE)


def _problem(message: str, is_error: bool) -> Callable[[LinkResult], Problem]:
    def told(result: LinkResult) -> Problem:
        link = result.link
        detail: Optional[str] = f"{link.url} ({result.detail})" if result.detail else link.url
        return Problem(link.file, message, record=link.record, field="url", found=detail, is_error=is_error)

    return told


_PROBLEMS: Dict[LinkState, Callable[[LinkResult], Problem]] = {
    LinkState.GONE: _problem("the page is gone: find another, or take the record out", True),
    LinkState.MOVED: _problem("the page has moved for good: write down its new address", False),
    LinkState.UNSURE: _problem("the page could not be tested: open it in a browser", False),
    LinkState.UNREACHED: _problem("the server could not be reached: open it in a browser", False),
}
