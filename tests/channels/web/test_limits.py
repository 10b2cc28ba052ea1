"""How much one conversation and one address may ask for, and whose word on addresses counts."""

from __future__ import annotations

import pytest
import requests

from advisor.serving import limits
from advisor.serving.limits import Limits, TokenBuckets, TooMany, client_address, is_loopback
from advisor.serving.settings import SettingError, Settings
from tests.channels.web.conftest import error_code, post

ADDRESS = "203.0.113.9"
PROXY = "10.0.0.7"


class Clock:
    """A clock that a test moves; seconds."""

    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def limits_of(clock, **settings):
    return Limits(Settings(**settings), clock)


# Buckets


def test_a_bucket_gives_as_many_tokens_as_it_holds(clock):
    buckets = TokenBuckets(3, 60, clock)
    assert [buckets.take("me") for _ in range(3)] == [None] * 3
    assert buckets.take("me") is not None


def test_an_empty_bucket_says_when_there_is_a_token_again(clock):
    buckets = TokenBuckets(3, 60, clock)
    for _ in range(3):
        buckets.take("me")
    assert buckets.take("me") == pytest.approx(20)
    clock.now += 15
    assert buckets.take("me") == pytest.approx(5)
    clock.now += 5
    assert buckets.take("me") is None


def test_asking_in_vain_does_not_make_the_wait_longer(clock):
    buckets = TokenBuckets(1, 60, clock)
    buckets.take("me")
    assert [buckets.take("me") for _ in range(5)] == [pytest.approx(60)] * 5


def test_a_bucket_never_holds_more_than_its_capacity(clock):
    buckets = TokenBuckets(2, 60, clock)
    buckets.take("me")
    clock.now += 86_400
    assert [buckets.take("me") for _ in range(2)] == [None] * 2
    assert buckets.take("me") is not None


def test_each_key_has_a_bucket_of_its_own(clock):
    buckets = TokenBuckets(1, 60, clock)
    buckets.take("me")
    assert buckets.take("you") is None


def test_a_capacity_of_zero_is_no_limit(clock):
    buckets = TokenBuckets(0, 60, clock)
    assert [buckets.take("me") for _ in range(1_000)] == [None] * 1_000


def test_buckets_do_not_fill_the_memory(clock, monkeypatch):
    monkeypatch.setattr(limits, "MOST_KEYS", 3)
    buckets = TokenBuckets(1, 60, clock)
    for key in "abcd":
        buckets.take(key)
    assert buckets.take("d") is not None
    assert buckets.take("a") is None


# Limits


def test_a_conversation_may_send_so_many_messages_a_minute(clock):
    limits = limits_of(clock, messages_per_minute=2)
    limits.check_message(ADDRESS, "me")
    limits.check_message(ADDRESS, "me")
    with pytest.raises(TooMany, match="faster than I can read") as refused:
        limits.check_message(ADDRESS, "me")
    assert refused.value.retry_after == 30
    limits.check_message(ADDRESS, "you")


def test_a_conversation_is_the_same_from_another_address(clock):
    limits = limits_of(clock, messages_per_minute=1)
    limits.check_message(ADDRESS, "me")
    with pytest.raises(TooMany):
        limits.check_message("203.0.113.10", "me")


def test_an_address_may_send_so_many_requests_a_minute(clock):
    limits = limits_of(clock, requests_per_minute=2)
    limits.check_request(ADDRESS)
    limits.check_request(ADDRESS)
    with pytest.raises(TooMany, match="Too many requests"):
        limits.check_request(ADDRESS)
    limits.check_request("203.0.113.10")


def test_an_address_may_open_so_many_conversations_an_hour(clock):
    limits = limits_of(clock, conversations_per_hour=2)
    limits.check_message(ADDRESS, "one")
    limits.check_message(ADDRESS, "two")
    with pytest.raises(TooMany, match="new conversations") as refused:
        limits.check_message(ADDRESS, "three")
    assert refused.value.retry_after == 1_800
    limits.check_message(ADDRESS, "one")


def test_the_wait_is_in_whole_seconds_and_never_zero():
    assert [TooMany(wait, "").retry_after for wait in (0.0, 0.01, 1.0, 1.2, 59.9)] == [1, 1, 1, 2, 60]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_is_exempt(clock, address):
    limits = limits_of(clock, messages_per_minute=1, requests_per_minute=1, conversations_per_hour=1)
    for number in range(10):
        limits.check_request(address)
        limits.check_message(address, f"sender {number}")


def test_this_machine_is_limited_where_the_setting_says_so(clock):
    limits = limits_of(clock, requests_per_minute=1, limit_loopback=True)
    limits.check_request("127.0.0.1")
    with pytest.raises(TooMany):
        limits.check_request("127.0.0.1")


# Addresses


@pytest.mark.parametrize(
    "peer, forwarded, trusted, address",
    [
        (ADDRESS, None, {PROXY}, ADDRESS),
        (PROXY, ADDRESS, {PROXY}, ADDRESS),
        (PROXY, None, {PROXY}, PROXY),
        (PROXY, "", {PROXY}, PROXY),
        # Nobody named the proxy: what it passes on may be anybody's invention.
        (PROXY, ADDRESS, set(), PROXY),
        (ADDRESS, "1.2.3.4", {PROXY}, ADDRESS),
        # The person wrote the first hop, the proxy the last.
        (PROXY, f"1.2.3.4, {ADDRESS}", {PROXY}, ADDRESS),
        (PROXY, f"127.0.0.1, {ADDRESS}", {PROXY}, ADDRESS),
        # Two proxies, one behind the other.
        (PROXY, f"1.2.3.4, {ADDRESS}, 10.0.0.8", {PROXY, "10.0.0.8"}, ADDRESS),
        (PROXY, f"{ADDRESS}, 10.0.0.8", {PROXY}, "10.0.0.8"),
        (PROXY, f" {ADDRESS} ,, ", {PROXY}, ADDRESS),
        ("::ffff:10.0.0.7", ADDRESS, {PROXY}, ADDRESS),
        ("127.0.0.1", ADDRESS, {"127.0.0.1"}, ADDRESS),
        ("0:0:0:0:0:0:0:1", None, set(), "::1"),
        ("", None, set(), ""),
    ],
)
def test_forwarded_addresses_are_believed_from_named_proxies_alone(peer, forwarded, trusted, address):
    assert client_address(peer, forwarded, frozenset(trusted)) == address


def test_what_a_proxy_on_this_machine_passes_on_is_not_from_this_machine():
    """Else a proxy that nobody named would take the limits off for the whole internet."""
    assert not is_loopback(client_address("127.0.0.1", ADDRESS, frozenset()))
    assert is_loopback(client_address("127.0.0.1", None, frozenset()))


def test_proxies_are_written_in_one_way():
    assert Settings.read({"ADVISOR_TRUSTED_PROXIES": " 10.0.0.7, 0:0::1"}).trusted_proxies == {PROXY, "::1"}


@pytest.mark.parametrize("value", ["nginx", "10.0.0.0/8", "10.0.0.7:80", "*"])
def test_what_is_no_address_is_refused_at_the_start(value):
    with pytest.raises(SettingError, match="ADVISOR_TRUSTED_PROXIES.*no address"):
        Settings.read({"ADVISOR_TRUSTED_PROXIES": value})


# A real server


@pytest.fixture(scope="module")
def limited(breakable):
    """A server behind a proxy on this machine, whose people are limited as on the internet."""
    return breakable(
        ADVISOR_LIMIT_LOOPBACK="yes",
        ADVISOR_TRUSTED_PROXIES="127.0.0.1",
        ADVISOR_MESSAGES_PER_MINUTE="2",
        ADVISOR_CONVERSATIONS_PER_HOUR="3",
        ADVISOR_REQUESTS_PER_MINUTE="10",
    ).run()


def say(limited, sender, address):
    return post(limited.server, json={"sender": sender, "message": "hello"}, headers={"X-Forwarded-For": address})


def assert_refused(response):
    assert (response.status_code, error_code(response)) == (429, "too_many")
    assert int(response.headers["Retry-After"]) >= 1


def test_a_conversation_over_its_limit_gets_429_and_when_to_come_back(limited):
    assert [say(limited, "fast", "203.0.113.1").status_code for _ in range(2)] == [200, 200]
    assert_refused(say(limited, "fast", "203.0.113.1"))
    assert say(limited, "slow", "203.0.113.1").status_code == 200


def test_an_address_over_its_limit_gets_429_on_every_route_and_others_do_not(limited):
    for _ in range(10):
        requests.get(f"{limited.url}/health", headers={"X-Forwarded-For": "203.0.113.2"}, timeout=30)
    for path in ("/version", "/suggestions", "/nothing"):
        assert_refused(requests.get(f"{limited.url}{path}", headers={"X-Forwarded-For": "203.0.113.2"}, timeout=30))
    assert say(limited, "other", "203.0.113.3").status_code == 200


def test_an_address_that_opens_too_many_conversations_gets_429_for_new_ones_alone(limited):
    assert [say(limited, f"opened {number}", "203.0.113.4").status_code for number in range(3)] == [200] * 3
    assert_refused(say(limited, "opened 4", "203.0.113.4"))
    assert say(limited, "opened 1", "203.0.113.4").status_code == 200


def test_an_invented_hop_does_not_help(limited):
    for number in range(11):
        response = say(limited, "inventor", f"198.51.100.{number}, 203.0.113.5")
    assert_refused(response)


def test_the_widgets_file_is_not_limited(limited):
    for _ in range(15):
        response = requests.get(f"{limited.url}/widget.js", headers={"X-Forwarded-For": "203.0.113.6"}, timeout=30)
    assert response.status_code != 429
