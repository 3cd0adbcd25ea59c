"""I9: the server dies at any moment; what it acknowledged is there, and nothing is half applied."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from attendance.clock import database_now, to_ms
from attendance.models import StudyBeat
from people.models import User
from tests.attendance.http_client import NetworkBrowser
from tests.attendance.invariants import assert_invariants, assert_rebuilt
from tests.factories.attendance import make_edition
from tests.factories.people import make_person
from tests.harness.server import Server

KILLS = 10
LEARNERS = 4
HOLD_MS = 5


@dataclass
class Player(threading.Thread):
    """Sends beats without a pause; after a failure the same beat again, as the page's queue does."""

    browser: NetworkBrowser
    opened: dict[str, Any]
    stop: threading.Event
    acknowledged: dict[int, Any] = field(default_factory=dict)
    refused: list[bytes] = field(default_factory=list)
    again: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        seq = 1
        while not self.stop.is_set():
            try:
                answer = self.browser.beat(self.opened, seq, [[seq * HOLD_MS, (seq + 1) * HOLD_MS]])
            except (OSError, http.client.HTTPException):
                self.again += 1
                time.sleep(0.05)
                continue
            if answer.status == 200:
                self.acknowledged[seq] = answer.json()
                seq += 1
            elif answer.status == 425:
                time.sleep(0.05)
            elif answer.status < 500:
                self.refused.append(answer.content)
                return


def test_acknowledged_beats_survive_the_death_of_the_server_at_any_moment(server: Server) -> None:
    lesson = make_edition(media_ms=3_600_000, is_offered=True)
    browsers = [NetworkBrowser(server.base_url, make_person()) for _ in range(LEARNERS)]
    stop = threading.Event()
    players = [Player(browser, browser.open(lesson), stop) for browser in browsers]
    for player in players:
        player.start()
    dice = random.Random(1)
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.05, 0.4))
        server.kill9()
        server.start()
    time.sleep(0.3)
    stop.set()
    for player in players:
        player.join(30)
    server.kill9()
    print(f"\n{KILLS + 1} kills, {sum(len(one.acknowledged) for one in players)} beats acknowledged,", end=" ")
    print(f"{sum(one.again for one in players)} requests failed and were sent again")
    for player in players:
        assert_kept(player.browser.person, player)


def assert_kept(person: User, player: Player) -> None:
    assert not player.refused
    assert len(player.acknowledged) > KILLS
    stored = dict(StudyBeat.objects.filter(session=player.opened["session"]).values_list("seq", "answer"))
    for seq, answer in player.acknowledged.items():
        assert json.loads(json.dumps(stored[seq])) == answer, f"beat {seq} was acknowledged otherwise"
    assert len(stored) - len(player.acknowledged) <= 1, "only the last one may be stored without having been told"
    assert_invariants(person, latest_ms=to_ms(database_now()))
    assert_rebuilt(person)
