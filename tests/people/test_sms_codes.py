"""One-time codes: who gets one, how often, and that nobody guesses one, in parallel neither."""

from __future__ import annotations

import datetime as dt
import re
import statistics
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from people import sms_limits
from people.enums import SmsPurpose
from people.errors import CodeSpent, CodeWrong, Refusal, SmsNotSent, TooManyCodes
from people.models import SmsCode, SmsGatewayState, SmsQuota, User
from people.one_time_codes import hash_code, make_code, waiting_words
from people.services.sms import AskedCode, ask_again, ask_code, clear_away, confirm_code
from people.services.sms.quota import give_back, take
from tests.factories.people import make_person
from tests.factories.sms import Outbox, outbox_instead_of_gateway
from tests.harness.template import Database

PHONE, OTHER = "13800138000", "13900139000"
AT = dt.datetime(2026, 11, 24, 4, 0, tzinfo=dt.UTC)
SECOND, MINUTE, DAY = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    return outbox_instead_of_gateway(monkeypatch)


@pytest.fixture
def person(db: None) -> User:
    return make_person(phone=PHONE)


def ask(
    person: User | None,
    *,
    phone: str = PHONE,
    purpose: SmsPurpose = SmsPurpose.SIGN_IN,
    at: dt.datetime = AT,
    address: str = "203.0.113.9",
) -> AskedCode:
    return ask_code(purpose=purpose, phone=phone, person=person, address=address, at=at)


def confirm(
    asked: AskedCode,
    code: str,
    *,
    phone: str = PHONE,
    purpose: SmsPurpose = SmsPurpose.SIGN_IN,
    at: dt.datetime = AT,
) -> User | None:
    return confirm_code(key=asked.key, purpose=purpose, phone=phone, code=code, at=at)


def wrong(outbox: Outbox) -> str:
    return f"{(int(outbox.code) + 1) % 1_000_000:06}"


def outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except Refusal as refusal:
        return refusal.code
    return "ok"


def test_code_opens_the_account_it_was_sent_for_once(person: User, outbox: Outbox) -> None:
    asked = ask(person)
    assert asked.again_at == AT + MINUTE
    assert [one.phone for one in outbox.sent] == [PHONE]
    assert confirm(asked, outbox.code) == person
    with pytest.raises(CodeSpent):
        confirm(asked, outbox.code)


def test_database_holds_neither_code_nor_number(person: User, outbox: Outbox) -> None:
    ask(person)
    held = str(list(SmsCode.objects.values())) + str(list(SmsQuota.objects.values()))
    assert outbox.code not in held
    assert PHONE not in held
    assert PHONE[:7] not in held


def test_codes_are_six_digits_and_differ() -> None:
    codes = [make_code() for _ in range(200)]
    assert all(len(code) == 6 and code.isascii() and code.isdecimal() for code in codes)
    assert len(set(codes)) > 190


def test_hash_depends_on_row_purpose_number_code_and_secret(settings: object) -> None:
    key = uuid.uuid4()
    facts = {"key": key, "purpose": "sign_in", "phone": PHONE}
    others = [
        hash_code("204816", **{**facts, "key": uuid.uuid4()}),
        hash_code("204816", **{**facts, "purpose": "claim"}),
        hash_code("204816", **{**facts, "phone": OTHER}),
        hash_code("204817", **facts),
    ]
    first = hash_code("204816", **facts)
    settings.SECRET_KEY = "another"
    assert len({first, *others, hash_code("204816", **facts)}) == 6


@pytest.mark.parametrize("purpose", [SmsPurpose.CLAIM, SmsPurpose.REGISTER, SmsPurpose.CHANGE_PHONE])
def test_code_for_one_purpose_opens_no_other(person: User, outbox: Outbox, purpose: SmsPurpose) -> None:
    asked = ask(person)
    with pytest.raises(CodeSpent):
        confirm(asked, outbox.code, purpose=purpose)
    assert confirm(asked, outbox.code) == person


def test_code_for_one_number_does_not_prove_another(person: User, outbox: Outbox) -> None:
    asked = ask(None, purpose=SmsPurpose.REGISTER)
    with pytest.raises(CodeWrong):
        confirm(asked, outbox.code, purpose=SmsPurpose.REGISTER, phone=OTHER)


@pytest.mark.parametrize("purpose", SmsPurpose)
def test_every_purpose_has_words_of_its_own(person: User, outbox: Outbox, purpose: SmsPurpose) -> None:
    ask(person, purpose=purpose)
    (one,) = outbox.sent
    assert one.template == purpose
    assert one.text.count(outbox.code) == 1
    assert len(one.text) <= 70 * 3


def test_code_is_valid_for_five_minutes(person: User, outbox: Outbox) -> None:
    asked = ask(person)
    with pytest.raises(CodeSpent):
        confirm(asked, outbox.code, at=AT + 5 * MINUTE)
    assert confirm(asked, outbox.code, at=AT + 5 * MINUTE - SECOND) == person


def test_fifth_wrong_try_ends_the_code(person: User, outbox: Outbox) -> None:
    asked = ask(person)
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeWrong) as refused:
            confirm(asked, wrong(outbox))
        assert refused.value.facts["tries_left"] == left
    with pytest.raises(CodeSpent):
        confirm(asked, wrong(outbox))
    with pytest.raises(CodeSpent):
        confirm(asked, outbox.code)


def test_unknown_number_is_sent_nothing_and_no_code_fits(db: None, outbox: Outbox) -> None:
    asked = ask(None)
    assert outbox.sent == []
    SmsCode.objects.update(code_hash=hash_code("204816", key=asked.key, purpose=SmsPurpose.SIGN_IN, phone=PHONE))
    answers = [outcome(lambda: confirm(asked, "204816")) for _ in range(6)]
    assert answers == ["code_wrong"] * 4 + ["code_spent"] * 2


def test_known_and_unknown_numbers_run_the_same_statements(person: User, outbox: Outbox) -> None:
    ask(person, phone="13700137000")  # the first message of all makes the gateway's row
    runs = []
    for known, phone in ((person, PHONE), (None, OTHER)):
        with CaptureQueriesContext(connection) as queries:
            ask(known, phone=phone)
        runs.append([(query["sql"].split()[0], *set(re.findall(r"people_\w+", query["sql"]))) for query in queries])
    assert runs[0] == runs[1]


def test_unknown_number_takes_as_long_as_a_message(person: User, outbox: Outbox) -> None:
    outbox.seconds = 0.05
    times: dict[bool, list[float]] = {True: [], False: []}
    ask(person, phone="13700137000")
    for turn in range(8):
        for known in (True, False):
            begun = time.perf_counter()
            ask(person if known else None, phone=f"1350013{turn}{int(known)}00")
            times[known].append(time.perf_counter() - begun)
    known, unknown = statistics.median(times[True]), statistics.median(times[False])
    print(f"known {known * 1000:.1f} ms, unknown {unknown * 1000:.1f} ms")
    assert abs(known - unknown) < 0.02


# How often


def test_one_message_a_minute_for_a_number_counted_from_the_last_one(person: User, outbox: Outbox) -> None:
    ask(person)
    with pytest.raises(TooManyCodes) as refused:
        ask(person, at=AT + 17 * SECOND)
    assert refused.value.facts == {"retry_after": 43}
    ask(person, at=AT + MINUTE)
    with pytest.raises(TooManyCodes):
        ask(person, at=AT + MINUTE + 59 * SECOND)
    assert len(outbox.sent) == 2


def test_limit_is_the_same_for_every_purpose_and_for_unknown_numbers(person: User, outbox: Outbox) -> None:
    ask(None, phone=OTHER)
    assert outcome(lambda: ask(None, phone=OTHER)) == "too_many_codes"
    assert outcome(lambda: ask(None, phone=OTHER, purpose=SmsPurpose.REGISTER)) == "too_many_codes"


def test_ten_messages_a_day_for_a_number(person: User, outbox: Outbox) -> None:
    curve = [outcome(lambda turn=turn: ask(person, at=AT + turn * 2 * MINUTE)) for turn in range(14)]
    assert curve == ["ok"] * 10 + ["too_many_codes"] * 4
    assert outcome(lambda: ask(person, at=AT + DAY)) == "ok"


def test_numbers_in_a_row_share_a_limit(person: User, outbox: Outbox) -> None:
    most = 300
    numbers = [f"1380013{last:04}" for last in range(most + 2)]
    curve = [
        outcome(lambda turn=turn, phone=phone: ask(person, phone=phone, address=f"10.0.{turn % 200}.1"))
        for turn, phone in enumerate(numbers)
    ]
    assert curve == ["ok"] * most + ["too_many_codes"] * 2
    assert outcome(lambda: ask(person, phone=OTHER)) == "ok"


def test_address_is_generous_and_ends(person: User, outbox: Outbox) -> None:
    curve = [outcome(lambda turn=turn: ask(person, phone=f"13{turn:03}138000")) for turn in range(300, 505)]
    assert curve == ["ok"] * 200 + ["too_many_codes"] * 5
    assert outcome(lambda: ask(person, address="203.0.113.10")) == "ok"


def test_budget_of_the_day_stops_everybody_and_says_so_in_the_log(
    person: User, outbox: Outbox, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SMS_DAILY_BUDGET = 2
    phones = [f"13{turn:03}138000" for turn in range(500, 504)]
    assert outcome(lambda: ask(None, phone=OTHER)) == "ok"  # nothing sent, nothing spent
    assert [outcome(lambda phone=phone: ask(person, phone=phone)) for phone in phones] == [
        *["ok"] * 2,
        *["sms_not_sent"] * 2,
    ]
    assert outcome(lambda: ask(None, phone="13700137000")) == "sms_not_sent"
    assert "budget of the day" in caplog.text
    assert outcome(lambda: ask(person, at=AT + DAY)) == "ok"


def test_budget_of_nothing_sends_nothing(person: User, outbox: Outbox, settings: object) -> None:
    settings.SMS_DAILY_BUDGET = 0
    assert outcome(lambda: ask(person)) == "sms_not_sent"
    assert SmsQuota.objects.count() == SmsCode.objects.count() == 0


def test_refused_by_one_limit_takes_from_no_other(person: User, outbox: Outbox) -> None:
    ask(person)
    before = list(SmsQuota.objects.order_by("key").values())
    assert outcome(lambda: ask(person)) == "too_many_codes"
    assert list(SmsQuota.objects.order_by("key").values()) == before


@pytest.mark.django_db
def test_place_given_back_frees_its_whole_time() -> None:
    limit = sms_limits.Limit("x", 1, 60)
    assert take(limit, at=AT) == 0
    give_back([limit])
    assert take(limit, at=AT + 50 * SECOND) == 0
    assert take(limit, at=AT + 70 * SECOND) == 40


@pytest.mark.django_db
@given(st.lists(st.tuples(st.integers(0, 90), st.booleans()), min_size=1, max_size=12))
def test_no_two_messages_go_out_within_a_minute_whatever_fails(steps: list[tuple[int, bool]]) -> None:
    """Each step waits some seconds, asks, and its message goes out or not."""
    limit, second, sent = sms_limits.Limit(f"number:{uuid.uuid4().hex}", 1, 60), 0, [-60]
    for wait, goes_out in steps:
        second += wait
        left = take(limit, at=AT + second * SECOND)
        assert left == max(0, sent[-1] + 60 - second)
        if not left and goes_out:
            sent.append(second)
        elif not left:
            give_back([limit])


@pytest.mark.django_db
def test_database_itself_holds_five_tries() -> None:
    facts = {"purpose": "sign_in", "phone_index": "x", "code_hash": "x", "asked_at": AT, "expires_at": AT}
    for wrong_facts in ({"tries_left": 6}, {"tries_left": -1}, {"tries_left": 5, "purpose": "anything"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SmsCode.objects.create(**{**facts, **wrong_facts})


# The gateway down


def test_dead_gateway_is_said_and_frees_the_right_to_ask_again(
    person: User, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    outbox.is_down = True
    with pytest.raises(SmsNotSent) as refused:
        ask(person)
    assert refused.value.status == 503
    assert SmsCode.objects.count() == 0
    assert set(SmsQuota.objects.values_list("key", flat=True)) <= {"cleaning"}
    assert "not sent: no answer" in caplog.text
    assert PHONE not in caplog.text
    outbox.is_down = False
    assert confirm(ask(person, at=AT + SECOND), outbox.code) == person


def test_unknown_number_fails_while_the_gateway_fails(person: User, outbox: Outbox) -> None:
    outbox.is_down = True
    assert outcome(lambda: ask(person)) == outcome(lambda: ask(None, phone=OTHER)) == "sms_not_sent"
    outbox.is_down = False
    assert outcome(lambda: ask(person)) == outcome(lambda: ask(None, phone=OTHER)) == "ok"


def test_breaker_opens_after_three_failures_and_tries_once_every_half_minute(person: User, outbox: Outbox) -> None:
    outbox.is_down = True
    assert [outcome(lambda: ask(person)) for _ in range(9)] == ["sms_not_sent"] * 9
    assert outbox.asked == 3
    for _ in range(3):
        assert outcome(lambda: ask(person, at=AT + 31 * SECOND)) == "sms_not_sent"
        assert outcome(lambda: ask(None, phone=OTHER, at=AT + 31 * SECOND)) == "sms_not_sent"
    assert outbox.asked == 4
    outbox.is_down = False
    assert outcome(lambda: ask(person, at=AT + 62 * SECOND)) == "ok"
    assert SmsGatewayState.objects.get().failures == 0
    assert outcome(lambda: ask(None, phone=OTHER, at=AT + 62 * SECOND)) == "ok"


def test_numbers_that_the_gateway_does_not_take_open_no_breaker(person: User, outbox: Outbox) -> None:
    """Anybody can type such numbers to register: nobody else's message may hang on them."""
    bad = [f"19{turn:03}138000" for turn in range(6)]
    outbox.refused.update(bad)
    for phone in bad:
        assert outcome(lambda phone=phone: ask(None, phone=phone, purpose=SmsPurpose.REGISTER)) == "sms_not_sent"
    assert outcome(lambda: ask(None, phone=bad[0], purpose=SmsPurpose.REGISTER)) == "too_many_codes"
    assert outcome(lambda: ask(None, phone=OTHER)) == "ok"
    assert outcome(lambda: ask(person)) == "ok"


# Again, and away


def test_asked_again_another_code_goes_to_the_same_account(person: User, outbox: Outbox) -> None:
    first = ask(person, purpose=SmsPurpose.CLAIM)
    again = ask_again(key=first.key, purpose=SmsPurpose.CLAIM, phone=PHONE, address="x", at=AT + MINUTE)
    assert confirm(again, outbox.code, purpose=SmsPurpose.CLAIM, at=AT + MINUTE) == person
    assert again.key != first.key


def test_asked_again_for_another_number_or_purpose_is_refused(person: User, outbox: Outbox) -> None:
    first = ask(person)
    later = AT + MINUTE
    for purpose, phone in ((SmsPurpose.SIGN_IN, OTHER), (SmsPurpose.REGISTER, PHONE)):
        with pytest.raises(CodeSpent):
            ask_again(key=first.key, purpose=purpose, phone=phone, address="x", at=later)
    assert len(outbox.sent) == 1


def test_old_rows_are_cleared_away_by_those_who_ask(person: User, outbox: Outbox) -> None:
    first = ask(person)
    clear_away(at=AT + 30 * MINUTE)
    assert SmsCode.objects.filter(pk=first.key).exists()
    ask(person, at=AT + 2 * DAY)
    assert not SmsCode.objects.filter(pk=first.key).exists()
    assert not SmsQuota.objects.filter(resets_at__lt=AT + 2 * DAY).exists()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 seconds"),
        (90, "90 seconds"),
        (91, "2 minutes"),
        (5_400, "90 minutes"),
        (5_401, "2 hours"),
        (86_400, "24 hours"),
    ],
)
def test_waiting_is_said_in_a_unit_that_fits(seconds: int, words: str) -> None:
    with translation.override("en"):
        assert waiting_words(seconds) == words


# At the same time


def at_once(attempts: list[Callable[[], object]]) -> Counter[str]:
    def run(attempt: Callable[[], object]) -> str:
        try:
            return outcome(attempt)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=16) as pool:
        return Counter(pool.map(run, attempts))


def test_fifty_requests_at_once_send_one_message(committed_db: Database, outbox: Outbox) -> None:
    person = make_person(phone=PHONE)
    at = timezone.now()
    assert at_once([lambda: ask(person, at=at)] * 50) == {"ok": 1, "too_many_codes": 49}
    assert len(outbox.sent) == 1
    assert SmsCode.objects.count() == 1


def test_hundred_guesses_at_once_are_five(committed_db: Database, outbox: Outbox) -> None:
    asked = ask(make_person(phone=PHONE))
    bad = wrong(outbox)
    counted = at_once([lambda: confirm(asked, bad)] * 60)
    assert counted["code_wrong"] <= 4
    assert set(counted) <= {"code_wrong", "code_spent"}
    assert SmsCode.objects.get().tries_left == 0
    with pytest.raises(CodeSpent):
        confirm(asked, outbox.code)


def test_right_code_sent_twice_at_once_opens_once(committed_db: Database, outbox: Outbox) -> None:
    asked = ask(make_person(phone=PHONE))
    assert at_once([lambda: confirm(asked, outbox.code)] * 5)["ok"] == 1


def test_many_numbers_at_once_from_one_classroom_and_a_dying_gateway(committed_db: Database, outbox: Outbox) -> None:
    """Limits are taken and given back in one order: nothing deadlocks, nothing is lost."""
    person = make_person(phone=PHONE)
    outbox.seconds = 0.002
    phones = [f"13800{turn:02}8000" for turn in range(40)]
    at_once([lambda phone=phone: ask(person, phone=phone) for phone in phones])
    outbox.is_down = True
    done = at_once([lambda phone=phone: ask(person, phone=phone, at=AT + 2 * MINUTE) for phone in phones])
    assert set(done) <= {"sms_not_sent"}
    taken = dict(SmsQuota.objects.values_list("key", "taken"))
    assert taken["budget-day"] == 40
    assert [count for key, count in taken.items() if key.startswith("address-day")] == [40]
