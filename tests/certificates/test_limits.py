"""How often one network may ask."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from certificates import limits
from certificates.errors import TooManyChecks
from certificates.models import CheckCount
from certificates.services.limiting import count_check
from tests.harness.template import Database


@pytest.mark.django_db
def test_sixty_first_check_of_a_day_waits_until_tomorrow() -> None:
    day = dt.datetime(2026, 5, 20, tzinfo=dt.UTC)
    for number in range(60):
        count_check("n", day + dt.timedelta(minutes=number), limits.ANONYMOUS)
    with pytest.raises(TooManyChecks) as refused:
        count_check("n", day + dt.timedelta(hours=23), limits.ANONYMOUS)
    assert refused.value.facts == {"retry_after": 3600}
    count_check("n", day + dt.timedelta(hours=24), limits.ANONYMOUS)


def test_checks_sent_at_once_take_no_place_twice(committed_db: Database) -> None:
    at = dt.datetime(2026, 5, 20, 4, 0, 5, tzinfo=dt.UTC)

    def ask_once(_: int) -> bool:
        try:
            count_check("n", at, limits.ANONYMOUS)
        except TooManyChecks:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=10) as pool:
        assert sum(pool.map(ask_once, range(40))) == limits.ANONYMOUS.per_minute


@pytest.mark.django_db
def test_counts_of_past_windows_are_thrown_away() -> None:
    day = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
    count_check("n", day, limits.ANONYMOUS)
    count_check("n", day + dt.timedelta(days=2), limits.ANONYMOUS)
    assert CheckCount.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0-24"),
        ("::ffff:203.0.113.9", "203.0.113.0-24"),
        ("2001:db8:1:2ff::9", "2001.db8.1.200..-56"),
        ("", "unknown"),
        ("junk", "unknown"),
    ],
)
def test_network_of_an_address(address: str, network: str) -> None:
    assert limits.network_of(address) == network


def test_behind_a_proxy_only_its_own_entry_counts() -> None:
    assert limits.client_address("10.0.0.1", "1.1.1.1, 2.2.2.2", behind_proxy=True) == "2.2.2.2"
    assert limits.client_address("10.0.0.1", "1.1.1.1", behind_proxy=False) == "10.0.0.1"
    assert limits.client_address("10.0.0.1", "", behind_proxy=True) == "10.0.0.1"
