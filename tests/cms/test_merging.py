"""Putting two accounts together at the desk: who may, what the page says beforehand, and what is there afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from attendance.models import HourEntry
from certificates.enums import Product
from certificates.models import Certificate
from certificates.services.issuing import issue_certificate
from cms.data_export import whole_record
from cms.demo.id_numbers import make_id_number
from cms.merging import merge_accounts, preview_merge
from people import rules
from people.duplicates import Facts, Sign, is_like, signs
from people.enums import Role
from people.enums.qualifications import QualificationLevel, QualificationState
from people.errors import MergeNotPossible, NotAllowed
from people.models import ExamResult, Membership, PersonMerge, Qualification, User
from people.selectors.duplicates import likely_duplicates
from people.services.identity import open_id_number, set_id_number
from people.services.roles import grant_role
from tests.attendance.invariants import total
from tests.attendance.world import HOUR, MINUTE, World, predictable_checks, shanghai
from tests.factories.attendance import make_edition
from tests.factories.people import PASSWORD, Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
NOON = shanghai("2025-05-20T12:00:00")
NUMBER, OTHER_NUMBER = "330000197803121235", "33000019850617006X"


@pytest.fixture
def tree() -> Tree:
    cache.clear()
    return make_tree()


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="赵人事", role=Role.HR, organisation=tree.township)


@pytest.fixture
def two(tree: Tree) -> tuple[User, User]:
    kept = make_person(name="李小明", organisation=tree.community, username="li.one", phone="13800138000")
    return kept, make_person(name="李小明", organisation=tree.other_community, username="li.two", phone="13800138001")


@pytest.fixture
def world(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> World:
    predictable_checks(monkeypatch)
    return World(make_person(name="教员"), tree.township)


def merge(kept: User, duplicate: User, by: User | None = None, **more: Any) -> PersonMerge:
    return merge_accounts(kept=kept, duplicate=duplicate, reason="同一个人", by=by, at=timezone.now(), **more)


def address(one: User, other: User) -> str:
    return f"/manage/people/{one.pk}/merge/{other.pk}/"


FORM = {"reason": "本人到场核实身份证", "is_understood": "on"}


def test_page_says_in_numbers_what_will_happen_and_changes_nothing(
    client: Client, world: World, two: tuple[User, User], hr: User
) -> None:
    edition = make_edition(media_ms=2 * MINUTE)
    for person in two:
        world.play(world.open(person, edition), 120)
    before = list(HourEntry.objects.values_list())
    preview = preview_merge(kept=two[0], duplicate=two[1], by=hr, at=timezone.now())
    assert (preview.kept_seconds, preview.duplicate_seconds, preview.merged_seconds) == (120, 120, 120)
    assert preview.not_twice_seconds == 120
    client.force_login(hr)
    page = client.get(address(*two)).content.decode()
    assert "li.one" in page
    assert "li.two" in page
    assert "13800138000" not in page
    assert list(HourEntry.objects.values_list()) == before
    assert not PersonMerge.objects.exists()
    assert User.objects.get(pk=two[1].pk).is_active


def test_hr_puts_two_accounts_together(client: Client, world: World, two: tuple[User, User], hr: User) -> None:
    kept, duplicate = two
    world.attend(duplicate, NOON, NOON + HOUR)
    client.force_login(hr)
    answer = client.post(address(kept, duplicate), {**FORM, "kept": str(kept.pk)})
    assert answer["Location"] == f"/manage/people/{kept.pk}/"
    assert (total(kept), total(duplicate)) == (3600, 0)
    merge = PersonMerge.objects.get()
    assert (merge.kept, merge.duplicate, merge.by) == (kept, duplicate, hr)
    assert ModelLogEntry.objects.filter(action="people.merge_people").count() == 2
    client.logout()
    client.post("/accounts/login/", {"login": "li.two", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/login/", {"login": "li.one", "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_either_account_may_be_the_one_that_goes_on(client: Client, two: tuple[User, User], hr: User) -> None:
    client.force_login(hr)
    client.post(address(*two), {**FORM, "kept": str(two[1].pk)})
    assert PersonMerge.objects.get().kept == two[1]


@pytest.mark.parametrize("missing", ["reason", "is_understood", "kept"])
def test_reason_and_confirmation_are_needed(client: Client, two: tuple[User, User], hr: User, missing: str) -> None:
    client.force_login(hr)
    given = {**FORM, "kept": str(two[0].pk)}
    del given[missing]
    assert client.post(address(*two), given).status_code == 200
    assert not PersonMerge.objects.exists()


def test_accounts_outside_the_own_care_are_not_there(client: Client, tree: Tree, two: tuple[User, User]) -> None:
    for user in (make_person(role=Role.HR, organisation=tree.other_township), two[0], make_person()):
        client.force_login(user)
        assert client.get(address(*two)).status_code in {302, 404}
        with pytest.raises(NotAllowed):
            merge(*two, by=user)


def test_hr_cannot_make_an_administrator_or_take_over_one(tree: Tree, two: tuple[User, User], hr: User) -> None:
    kept, duplicate = two
    boss = make_person(name="李小明", role=Role.ADMINISTRATOR, organisation=tree.community)
    for pair in ((kept, boss), (boss, duplicate)):
        assert not rules.may_merge_people(hr, *pair)
        with pytest.raises(NotAllowed):
            merge(*pair, by=hr)
    assert rules.may_merge_people(make_person(role=Role.ADMINISTRATOR, organisation=tree.township), kept, boss)


def test_roles_move_and_the_same_role_does_not_become_two(tree: Tree, two: tuple[User, User]) -> None:
    kept, duplicate = two
    for organisation in (tree.community, tree.township):
        grant_role(
            person=duplicate,
            organisation=organisation,
            role=Role.LEARNER,
            starts_on=timezone.localdate(),
            by=None,
            at=timezone.now(),
        )
    count = Membership.objects.count()
    merge(kept, duplicate)
    assert (Membership.objects.count(), duplicate.memberships.count()) == (count, 0)
    open_now = kept.memberships.filter(ends_on=None).values_list("organisation", flat=True)
    assert set(open_now) == {tree.community.pk, tree.other_community.pk, tree.township.pk}


def test_qualifications_and_results_move_the_verified_one_stands(two: tuple[User, User], hr: User) -> None:
    kept, duplicate = two
    facts = {"level": QualificationLevel.JUNIOR, "source": "desk", "claimed_at": timezone.now()}
    mine = Qualification.objects.create(person=kept, **facts)
    theirs = Qualification.objects.create(
        person=duplicate,
        state=QualificationState.VERIFIED,
        decided_by=hr,
        decided_at=timezone.now(),
        certificate_number="A1",
        issued_on="2020-01-01",
        **facts,
    )
    merge(kept, duplicate)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state) == (QualificationState.WITHDRAWN, QualificationState.VERIFIED)
    assert theirs.person == kept
    assert ExamResult.objects.filter(person=duplicate).count() == 0


def test_what_the_kept_account_lacks_is_given_to_it(two: tuple[User, User]) -> None:
    kept, duplicate = two
    set_id_number(person=duplicate, id_number=NUMBER, by=None, at=timezone.now())
    duplicate.email = "li@example.org"
    duplicate.save()
    merge(kept, duplicate)
    kept.refresh_from_db()
    duplicate.refresh_from_db()
    assert (open_id_number(kept), kept.email, kept.phone) == (NUMBER, "li@example.org", "13800138000")
    assert (open_id_number(duplicate), duplicate.email, duplicate.phone) == ("", "", "")


def test_two_id_numbers_need_a_word(client: Client, two: tuple[User, User], hr: User) -> None:
    kept, duplicate = two
    for person, number in zip(two, (NUMBER, OTHER_NUMBER), strict=True):
        set_id_number(person=person, id_number=number, by=None, at=timezone.now())
    with pytest.raises(MergeNotPossible) as refusal:
        merge(kept, duplicate)
    assert NUMBER not in str(refusal.value)
    client.force_login(hr)
    assert client.post(address(*two), {**FORM, "kept": str(kept.pk)}).status_code == 200
    client.post(address(*two), {**FORM, "kept": str(kept.pk), "is_wrong_number": "on"})
    kept.refresh_from_db()
    duplicate.refresh_from_db()
    assert (open_id_number(kept), open_id_number(duplicate)) == (NUMBER, OTHER_NUMBER)


def test_shut_accounts_and_one_account_alone_are_refused(two: tuple[User, User]) -> None:
    kept, duplicate = two
    with pytest.raises(MergeNotPossible):
        merge(kept, kept)
    merge(kept, duplicate)
    for pair in ((kept, duplicate), (duplicate, kept)):
        with pytest.raises(MergeNotPossible):
            merge(*pair)


def test_record_of_a_merge_is_never_changed(two: tuple[User, User]) -> None:
    merge(*two)
    for statement in ("UPDATE people_personmerge SET reason = 'x'", "DELETE FROM attendance_mergedevidence"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_certificates_of_both_stay_valid_and_are_shown_to_the_person(
    client: Client, world: World, two: tuple[User, User], hr: User
) -> None:
    kept, duplicate = two
    edition = make_edition(media_ms=2 * MINUTE, is_offered=True)
    for person in two:
        world.play(world.open(person, edition), 120)
    course = str(edition.course_key)
    issued = [
        issue_certificate(learner=one, product=Product.COURSE, subject_key=course, by=None, at=world.at) for one in two
    ]
    bytes_before = bytes(issued[1].file.pdf)
    merge(kept, duplicate)
    issued[1].refresh_from_db()
    client.force_login(kept)
    page = client.get("/my/certificates/").content.decode()
    assert all(one.number in page for one in issued)
    assert client.get(f"/my/certificates/{issued[1].pk}/").status_code == 200
    assert bytes(issued[1].file.pdf) == bytes_before
    again = issue_certificate(learner=kept, product=Product.COURSE, subject_key=course, by=None, at=world.at)
    assert again in issued
    assert set(Certificate.objects.visible_to(hr)) == set(issued)
    assert len(whole_record(kept)["certificates"]) == 2


def test_course_finished_by_the_union_is_certified_once(world: World, two: tuple[User, User]) -> None:
    kept, duplicate = two
    edition = make_edition(media_ms=2 * MINUTE, is_offered=True)
    world.play(world.open(duplicate, edition), 120)
    merge(kept, duplicate)
    course = str(edition.course_key)
    facts: dict[str, Any] = {"product": Product.COURSE, "subject_key": course, "by": None, "at": world.at}
    first = issue_certificate(learner=kept, **facts)
    assert issue_certificate(learner=kept, **facts) == first


def test_other_account_is_found_by_name_or_phone(client: Client, two: tuple[User, User], hr: User) -> None:
    client.force_login(hr)
    choose = f"/manage/people/{two[0].pk}/merge/"
    assert choose in client.get(f"/manage/people/{two[0].pk}/").content.decode()
    for text in ("li.two", "138 0013 8001"):
        assert client.post(choose, {"account": text})["Location"] == address(*two)
    for text in ("li.one", "nobody", "13900139000"):
        assert client.post(choose, {"account": text}).status_code == 200


# Candidates


def test_pairs_with_a_sign_are_offered_and_others_not(
    client: Client, tree: Tree, two: tuple[User, User], hr: User
) -> None:
    make_person(name="王芳", organisation=tree.community, phone="13900000001")
    make_person(name="王芳", organisation=tree.other_community, phone="13777777777")
    make_person(name="李小明", organisation=tree.other_township, phone="13800138002")
    [pair] = likely_duplicates(hr)
    assert ({pair.one, pair.other}, pair.signs) == (set(two), [Sign.PHONE])
    client.force_login(hr)
    page = client.get("/manage/people/duplicates/").content.decode()
    assert address(pair.one, pair.other) in page
    assert "13800138000" not in page


def test_same_birth_date_is_a_sign_and_another_one_speaks_against_it(hr: User, two: tuple[User, User]) -> None:
    numbers = [make_id_number(date(1978, 3, 12), 123), make_id_number(date(1978, 3, 12), 125)]
    for person, number in zip(two, numbers, strict=True):
        set_id_number(person=person, id_number=number, by=None, at=timezone.now())
    [pair] = likely_duplicates(hr)
    assert pair.signs == [Sign.BIRTH_DATE]
    set_id_number(person=two[1], id_number=OTHER_NUMBER, by=None, at=timezone.now())
    assert likely_duplicates(hr) == []


@pytest.mark.parametrize("pairs", [1, 3])
def test_candidates_cost_the_same_for_any_number(
    tree: Tree, hr: User, pairs: int, django_assert_num_queries: Any
) -> None:
    for number in range(pairs):
        for end in "12":
            make_person(name=f"重名{number}", organisation=tree.community, phone=f"1380013{number:03d}{end}")
    with django_assert_num_queries(5):
        assert len(likely_duplicates(hr)) == pairs


def test_phones_alike() -> None:
    assert is_like("13800138000", "13800138001")
    assert is_like("13800138000", "13800183000")
    assert not is_like("13800138000", "13800138000")
    assert not is_like("13800138000", "13900139000")
    assert not is_like("", "13900139000")
    assert signs(Facts(None, "", frozenset({1})), Facts(None, "", frozenset({1}))) == [Sign.PLACE]
