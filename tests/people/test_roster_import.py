"""Writing a roster: who is created, what is changed, what is left alone; twice, broken off, taken back, forgotten."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.enums import Role, RosterColumn, RosterOutcome, RosterState, WorkerCategory
from people.errors import (
    Malformed,
    NotAllowed,
    NothingToConfirm,
    PlaceUnknown,
    Refusal,
    RosterElsewhere,
    UndoTooLate,
)
from people.models import Membership, Organisation, Qualification, RosterFile, RosterImport, RosterRow, User
from people.rosters.sentences import split
from people.services.identity import find_person_by_id_number, open_id_number, set_id_number
from people.services.roles import grant_role
from people.services.rosters import row_writing, writing
from people.services.rosters.cancelling import cancel_import
from people.services.rosters.confirming import confirm_rows
from people.services.rosters.correcting import choose_place, fix_cells
from people.services.rosters.intake import start_import
from people.services.rosters.judging import judge_import
from people.services.rosters.purging import purge_rosters
from people.services.rosters.undoing import begin_undo, undo_chunk
from people.services.rosters.writing import begin_import, import_chunk
from tests.factories.people import Tree, make_organisation, make_person, make_tree
from tests.factories.rosters import MESSY, csv_file, judged_roster, person_row, plant_messy_places, sample

NUMBER = "330000199109262547"
OTHER = person_row(name="李雪", id_number="330000199211282069", phone="18400000015", place="小和山社区")


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(role=Role.HR, organisation=tree.province)


def ready(tree: Tree, hr: User, *rows: tuple[str, ...], organisation: Organisation | None = None) -> RosterImport:
    return judged_roster(csv_file(rows), organisation=organisation or tree.province, by=hr)


def write(roster: RosterImport, hr: User | None, at: dt.datetime | None = None) -> Counter[str]:
    begin_import(roster=roster, by=hr, at=at or timezone.now())
    while import_chunk(roster=roster, at=at or timezone.now()):
        pass
    roster.refresh_from_db()
    return outcomes(roster)


def undo(roster: RosterImport, hr: User) -> Counter[str]:
    begin_undo(roster=roster, by=hr, at=timezone.now())
    while undo_chunk(roster=roster, at=timezone.now()):
        pass
    roster.refresh_from_db()
    return outcomes(roster)


def outcomes(roster: RosterImport) -> Counter[str]:
    return Counter(roster.rows.values_list("outcome", flat=True))


def state_of_people() -> list[Any]:
    fields = ("username", "real_name", "phone", "is_active", "id_number_index")
    people = User.objects.order_by("username").values_list(*fields)
    held = Membership.objects.order_by("pk").values_list("person__username", "organisation", "post", "starts_on")
    return [*people, *held]


def test_good_rows_become_people_with_sealed_numbers_and_memberships(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(post="网格员", day="2019.7.1"), person_row(name="坏1"))
    assert write(roster, hr) == {"created": 1, "pending": 1}
    person = find_person_by_id_number(NUMBER)
    assert person is not None
    assert (person.real_name, person.phone, person.has_usable_password()) == ("王芳", "18200000039", False)
    assert NUMBER not in person.id_number_sealed
    assert open_id_number(person) == NUMBER
    held = person.memberships.get()
    assert (held.organisation, held.role, held.post) == (tree.community, Role.LEARNER, "网格员")
    assert (held.worker_category, held.starts_on) == (WorkerCategory.COMMUNITY, dt.date(2019, 7, 1))
    assert (roster.state, roster.done, roster.total) == (RosterState.WRITTEN, 1, 1)
    logged = ModelLogEntry.objects.get(action="people.add_by_roster")
    assert (logged.object_id, logged.user, logged.uuid) == (str(person.pk), hr, roster.pk)
    assert "王芳" not in str(logged.data)


def test_without_a_start_date_the_day_of_the_import_counts(tree: Tree, hr: User) -> None:
    write(ready(tree, hr, person_row(day="")), hr)
    assert Membership.objects.get(organisation=tree.community).starts_on == timezone.localdate()


def test_same_file_again_changes_nothing(tree: Tree, hr: User) -> None:
    rows = (person_row(), OTHER)
    assert write(ready(tree, hr, *rows), hr) == {"created": 2}
    before = state_of_people()
    assert write(ready(tree, hr, *rows), hr) == {"unchanged": 2}
    assert state_of_people() == before
    assert not ModelLogEntry.objects.filter(action="people.change_by_roster").exists()


def test_messy_file_twice_adds_nobody_the_second_time(db: None) -> None:
    province = plant_messy_places()
    root = make_person(is_superuser=True)
    for first, expected in ((True, "created"), (False, "unchanged")):
        roster = judged_roster(sample(MESSY[0]), organisation=province, by=root, name=MESSY[0])
        for reason in ("ask_place_variant", "ask_id_missing", "ask_date_no_day"):
            confirm_rows(roster=roster, reason=reason, by=root, at=timezone.now())
        found = write(roster, root)
        assert found == {expected: 23 + 4, "pending": 42 - 27}, first
    assert User.objects.exclude(pk=root.pk).count() == 27


def test_known_person_is_changed_where_the_row_differs(tree: Tree, hr: User) -> None:
    write(ready(tree, hr, person_row()), hr)
    changed = person_row(phone="18200000040", post="居委会主任", place="茶市街社区")
    roster = ready(tree, hr, changed)
    assert write(roster, hr) == {"changed": 1}
    person = find_person_by_id_number(NUMBER)
    assert person is not None
    assert (person.phone, person.memberships.get().post) == ("18200000040", "居委会主任")
    logged = ModelLogEntry.objects.get(action="people.change_by_roster")
    assert logged.data["fields"] == ["phone", "post"]


def test_missing_number_is_completed_by_a_later_file(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(id_number=""))
    confirm_rows(roster=roster, number=2, by=hr, at=timezone.now())
    assert write(roster, hr) == {"created": 1}
    assert find_person_by_id_number(NUMBER) is None
    roster = ready(tree, hr, person_row())
    assert write(roster, hr) == {"changed": 1}
    assert find_person_by_id_number(NUMBER) is not None
    assert undo(roster, hr) == {"undone": 1}
    assert find_person_by_id_number(NUMBER) is None


def test_phone_of_an_account_in_use_is_never_changed(tree: Tree, hr: User) -> None:
    """Whoever sets the phone can sign in with a code: an officer must not take over an administrator so."""
    admin = make_person(name="王芳", phone="18200000041", role=Role.ADMINISTRATOR, organisation=tree.community)
    set_id_number(person=admin, id_number=NUMBER, by=None, at=timezone.now())
    roster = ready(tree, hr, person_row())
    confirm_rows(roster=roster, number=2, by=hr, at=timezone.now())
    write(roster, hr)
    admin.refresh_from_db()
    assert admin.phone == "18200000041"


def test_level_is_recorded_as_a_claim_once_and_taken_back_by_the_undo(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(level="中级"), OTHER)
    write(roster, hr)
    claim = Qualification.objects.get()
    assert (claim.level, claim.source, claim.state, claim.claimed_by) == ("intermediate", "roster", "claimed", hr)
    assert write(ready(tree, hr, person_row(level="社会工作师"), OTHER), hr) == {"unchanged": 2}
    higher = ready(tree, hr, person_row(level="高级"))
    assert write(higher, hr) == {"changed": 1}
    assert undo(higher, hr) == {"undone": 1}
    assert list(Qualification.objects.current().values_list("level", flat=True)) == ["intermediate"]
    Qualification.objects.exclude(pk=claim.pk).delete()
    assert undo(roster, hr) == {"undone": 2}
    assert not Qualification.objects.exists()


def test_verified_level_keeps_the_account_when_the_import_is_undone(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(level="中级"))
    write(roster, hr)
    facts = {"state": "verified", "decided_by": hr, "decided_at": timezone.now(), "issued_on": dt.date(2020, 1, 1)}
    Qualification.objects.update(certificate_number="X1", **facts)
    assert undo(roster, hr) == {"kept": 1}
    assert not User.objects.get(phone="18200000039").is_active


def test_warning_waits_for_its_yes(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(gender="男"), OTHER)
    assert write(roster, hr) == {"created": 1, "pending": 1}
    assert find_person_by_id_number(NUMBER) is None


def test_one_kind_of_warning_is_confirmed_on_all_rows_and_others_wait(tree: Tree, hr: User) -> None:
    both = person_row(gender="男", id_number=NUMBER, place="茶市街社区居委会")
    roster = ready(tree, hr, both, (*OTHER[:4], "小和山社区居委会", *OTHER[5:]))
    assert confirm_rows(roster=roster, reason="ask_place_variant", by=hr, at=timezone.now()) == 2
    assert list(roster.rows.values_list("open_reasons", flat=True)) == [",ask_gender_differs,", ""]
    with pytest.raises(NothingToConfirm):
        confirm_rows(roster=roster, reason="ask_place_variant", by=hr, at=timezone.now())
    assert confirm_rows(roster=roster, number=2, by=hr, at=timezone.now()) == 1
    assert write(roster, hr) == {"created": 2}


def test_abolished_county_cannot_be_confirmed_without_an_organisation(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(place="无此社区", county="下城区"))
    assert roster.rows.get().verdict == "warn"
    with pytest.raises(NothingToConfirm):
        confirm_rows(roster=roster, number=2, by=hr, at=timezone.now())
    row = choose_place(roster=roster, number=2, organisation=tree.community, by=hr, at=timezone.now())
    assert (row.verdict, row.place) == ("ok", tree.community)
    assert write(roster, hr) == {"created": 1}


def test_organisation_outside_the_import_cannot_be_chosen(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.township)
    roster = ready(tree, hr, person_row(place="无此社区"), organisation=tree.township)
    with pytest.raises(PlaceUnknown):
        choose_place(roster=roster, number=2, organisation=tree.other_county, by=hr, at=timezone.now())


def test_corrected_cell_is_judged_again_with_its_neighbours(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(), (*person_row()[:2], NUMBER, "18200000040", *person_row()[4:]))
    assert [row.verdict for row in roster.rows.all()] == ["ok", "error"]
    number = {RosterColumn.ID_NUMBER: "330000199211282069"}
    row = fix_cells(roster=roster, number=2, texts=number, by=hr, at=timezone.now())
    assert [row.verdict for row in roster.rows.all()] == ["ok", "ok"]
    row = fix_cells(roster=roster, number=3, texts={RosterColumn.NAME: "王1"}, by=hr, at=timezone.now())
    assert (row.verdict, split(row.reasons)) == ("error", ["name_digit"])


def test_yes_stays_when_another_row_is_corrected_and_goes_when_its_own_is(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(gender="男"), (*OTHER[:1], "", *OTHER[2:]))
    confirm_rows(roster=roster, number=2, by=hr, at=timezone.now())
    fix_cells(roster=roster, number=3, texts={RosterColumn.POST: "主任"}, by=hr, at=timezone.now())
    assert roster.rows.get(number=2).open_reasons == ""
    fix_cells(roster=roster, number=2, texts={RosterColumn.POST: "主任"}, by=hr, at=timezone.now())
    assert roster.rows.get(number=2).open_reasons == ",ask_gender_differs,"


def test_number_typed_by_hand_is_not_taken_for_a_rounded_one(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(gender="", id_number="330000196912028000"))
    assert roster.rows.get().verdict == "error"
    texts = {RosterColumn.ID_NUMBER: "330000196912028000"}
    assert fix_cells(roster=roster, number=2, texts=texts, by=hr, at=timezone.now()).verdict == "ok"
    write(roster, hr)
    assert find_person_by_id_number("330000196912028000") is not None


def test_file_sent_twice_is_one_import(tree: Tree, hr: User) -> None:
    content = csv_file([person_row()])
    first = start_import(name="a.csv", content=content, organisation=tree.province, by=hr, at=timezone.now())
    again = start_import(name="a.csv", content=content, organisation=tree.province, by=hr, at=timezone.now())
    assert first == again
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterImport.objects.create(
            organisation=tree.province,
            file_digest=first.file_digest,
            created_at=timezone.now(),
            worked_at=timezone.now(),
            expires_at=timezone.now(),
        )


def test_file_is_taken_in_only_where_one_may_manage_people(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.township)
    for organisation in (tree.county, tree.other_county, tree.other_township):
        with pytest.raises(NotAllowed):
            start_import(name="a.csv", content=b"x", organisation=organisation, by=hr, at=timezone.now())
    with pytest.raises(Malformed) as refused:
        start_import(name="a.xls", content=b"x", organisation=tree.township, by=hr, at=timezone.now())
    assert set(refused.value.fields) == {"file"}
    assert not RosterImport.objects.exists()


def test_unusable_file_ends_the_import_and_leaves_nothing(tree: Tree, hr: User) -> None:
    roster = judged_roster(b"%PDF-1.7", organisation=tree.province, by=hr)
    assert (roster.state, roster.fault) == (RosterState.REFUSED, "file_kind")
    assert not RosterFile.objects.exists()
    assert not RosterRow.objects.exists()


def test_judging_delivered_twice_judges_once(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row())
    row = roster.rows.get()
    judge_import(roster=RosterImport.objects.get(), at=timezone.now())
    assert roster.rows.get().pk == row.pk


def test_import_broken_off_goes_on_where_it_was(tree: Tree, hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CHUNK", 1)
    roster = ready(tree, hr, person_row(), OTHER)
    begin_import(roster=roster, by=hr, at=timezone.now())
    assert import_chunk(roster=roster, at=timezone.now())
    assert (outcomes(roster), RosterImport.objects.get().state) == ({"created": 1, "pending": 1}, "writing")
    stale = RosterImport.objects.get()
    while import_chunk(roster=stale, at=timezone.now()):
        pass
    assert not import_chunk(roster=roster, at=timezone.now())
    assert outcomes(roster) == {"created": 2}
    with pytest.raises(RosterElsewhere):
        begin_import(roster=roster, by=hr, at=timezone.now())


def test_number_taken_between_judging_and_writing_fails_that_row_only(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(), OTHER)
    make_person(name="别人", phone="18200000039", organisation=tree.community)
    assert write(roster, hr) == {"failed": 1, "created": 1}
    assert split(roster.rows.get(outcome="failed").reasons) == ["row_phone_taken"]


def test_conflict_that_only_the_database_sees_fails_that_row_only(
    tree: Tree, hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer commits between the look-up and the insert."""
    from people.rosters.accounts import Accounts

    roster = ready(tree, hr, person_row(), OTHER)
    make_person(name="别人", phone="18200000039", organisation=tree.community)
    monkeypatch.setattr(row_writing, "known_accounts", lambda *args, **options: Accounts({}, {}))
    assert write(roster, hr) == {"failed": 1, "created": 1}


def test_author_who_lost_the_role_imports_nobody(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row())
    begin_import(roster=roster, by=hr, at=timezone.now())
    Membership.objects.filter(person=hr).update(ends_on=dt.date(2021, 1, 1))
    while import_chunk(roster=roster, at=timezone.now()):
        pass
    assert outcomes(roster) == {"failed": 1}


def test_payload_goes_with_the_import_but_refused_rows_stay_for_the_error_file(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(), person_row(name="坏1"))
    write(roster, hr)
    assert not RosterFile.objects.exists()
    assert [bool(row.cells_sealed) for row in roster.rows.all()] == [False, True]
    assert purge_rosters(at=timezone.now()) == 0
    assert purge_rosters(at=timezone.now() + dt.timedelta(days=8)) == 1
    roster.refresh_from_db()
    assert (roster.headings_sealed, roster.state) == ("", RosterState.WRITTEN)
    assert not any(row.cells_sealed or row.before_sealed for row in roster.rows.all())
    assert purge_rosters(at=timezone.now() + dt.timedelta(days=8)) == 0


def test_daily_command_says_how_many_imports_it_emptied(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row())
    RosterImport.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    out = StringIO()
    call_command("purge_rosters", stdout=out)
    roster.refresh_from_db()
    assert "1" in out.getvalue()
    assert roster.purged_at is not None


def test_import_that_nobody_finished_expires_and_is_forgotten(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row())
    later = timezone.now() + dt.timedelta(days=8)
    start_import(name="b.csv", content=b"x", organisation=tree.county, by=hr, at=later)
    roster.refresh_from_db()
    assert roster.state == RosterState.CANCELLED
    assert not RosterFile.objects.filter(roster=roster).exists()


def test_import_that_was_never_finished_is_ended_and_forgotten(
    tree: Tree, hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK", 1)
    roster = ready(tree, hr, person_row(), OTHER)
    begin_import(roster=roster, by=hr, at=timezone.now())
    import_chunk(roster=roster, at=timezone.now())
    RosterImport.objects.update(expires_at=timezone.now())
    assert purge_rosters(at=timezone.now()) == 0
    assert purge_rosters(at=timezone.now() + dt.timedelta(days=2)) == 1
    assert not import_chunk(roster=roster, at=timezone.now())
    assert outcomes(roster) == {"created": 1, "pending": 1}


def test_cancelled_import_changes_nobody_and_is_forgotten(tree: Tree, hr: User) -> None:
    before = state_of_people()
    roster = ready(tree, hr, person_row())
    cancel_import(roster=roster, by=hr, at=timezone.now())
    assert (roster.state, state_of_people()) == (RosterState.CANCELLED, before)
    assert not RosterFile.objects.exists()
    assert roster.rows.get().cells_sealed == ""
    with pytest.raises(RosterElsewhere):
        begin_import(roster=roster, by=hr, at=timezone.now())


def test_undo_removes_new_people_and_restores_changed_ones(tree: Tree, hr: User) -> None:
    write(ready(tree, hr, person_row()), hr)
    before = state_of_people()
    roster = ready(tree, hr, person_row(phone="18200000040", post="主任", day="2020-01-01"), OTHER)
    assert write(roster, hr) == {"changed": 1, "created": 1}
    assert undo(roster, hr) == {"undone": 2}
    assert state_of_people() == before
    assert roster.state == RosterState.UNDONE
    with pytest.raises(RosterElsewhere):
        begin_undo(roster=roster, by=hr, at=timezone.now())


def test_undo_disables_an_account_that_something_hangs_on(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row(), OTHER)
    write(roster, hr)
    signed_in, placed = (row.person for row in roster.rows.select_related("person"))
    assert signed_in is not None
    assert placed is not None
    User.objects.filter(pk=signed_in.pk).update(last_login=timezone.now())
    grant_role(
        person=placed, organisation=tree.other_county, role=Role.LEARNER, starts_on=timezone.localdate(), by=None,
        at=timezone.now(),
    )  # fmt: skip
    assert undo(roster, hr) == {"kept": 2}
    signed_in.refresh_from_db()
    placed.refresh_from_db()
    assert (signed_in.is_active, placed.is_active) == (False, True)
    assert not signed_in.memberships.exists()
    assert placed.memberships.get().organisation == tree.other_county
    notes = [split(row.reasons)[-1] for row in roster.rows.all()]
    assert notes == ["undo_disabled", "undo_elsewhere"]


def test_undo_leaves_what_was_changed_since(tree: Tree, hr: User) -> None:
    write(ready(tree, hr, person_row()), hr)
    roster = ready(tree, hr, person_row(phone="18200000040", post="主任"))
    write(roster, hr)
    User.objects.filter(phone="18200000040").update(phone="18200000041")
    assert undo(roster, hr) == {"kept": 1}
    person = find_person_by_id_number(NUMBER)
    assert person is not None
    assert (person.phone, person.memberships.get().post) == ("18200000041", "网格员")


def test_undo_of_a_membership_added_to_a_known_person(tree: Tree, hr: User) -> None:
    write(ready(tree, hr, person_row()), hr)
    roster = ready(tree, hr, person_row(place="小和山社区"))
    confirm_rows(roster=roster, number=2, by=hr, at=timezone.now())
    assert write(roster, hr) == {"changed": 1}
    assert Membership.objects.filter(organisation=tree.other_community).exists()
    assert undo(roster, hr) == {"undone": 1}
    assert not Membership.objects.filter(organisation=tree.other_community).exists()
    assert Membership.objects.filter(organisation=tree.community).exists()


def test_undo_after_a_day_is_refused(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row())
    write(roster, hr)
    with pytest.raises(UndoTooLate):
        begin_undo(roster=roster, by=hr, at=timezone.now() + dt.timedelta(hours=25))


def test_every_step_is_for_those_who_look_after_the_organisation(tree: Tree, hr: User) -> None:
    roster = ready(tree, hr, person_row())
    stranger = make_person(role=Role.HR, organisation=tree.other_county)
    at = timezone.now()
    steps: list[Any] = [
        lambda: begin_import(roster=roster, by=stranger, at=at),
        lambda: cancel_import(roster=roster, by=stranger, at=at),
        lambda: begin_undo(roster=roster, by=stranger, at=at),
        lambda: confirm_rows(roster=roster, number=2, by=stranger, at=at),
        lambda: fix_cells(roster=roster, number=2, texts={}, by=stranger, at=at),
        lambda: choose_place(roster=roster, number=2, organisation=tree.community, by=stranger, at=at),
    ]
    for step in steps:
        with pytest.raises(Refusal) as refused:
            step()
        assert refused.value.code == "not_allowed"


@pytest.mark.parametrize("count", [5, 40])
def test_chunk_takes_the_same_number_of_queries_for_more_rows(tree: Tree, hr: User, count: int) -> None:
    place = make_organisation(name="千人社区", parent=tree.township)
    rows = [
        person_row(id_number="", phone=f"199{number:08d}", place=place.name, name="王" + chr(0x4E00 + number))
        for number in range(count)
    ]
    roster = ready(tree, hr, *rows)
    confirm_rows(roster=roster, reason="ask_id_missing", by=hr, at=timezone.now())
    begin_import(roster=roster, by=hr, at=timezone.now())
    with CaptureQueriesContext(connection) as captured:
        import_chunk(roster=roster, at=timezone.now())
    assert len(captured) <= 20, len(captured)
    assert RosterRow.objects.filter(outcome=RosterOutcome.CREATED).count() == count
