"""Evidence, ledger and certificates are only ever added to, whoever tries and however (hours.md, section 4)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from attendance.enums import SourceKind
from attendance.models import HourEntry, SchemeVersion
from courses.enums import Category, Modality, ServiceField
from people.models import User

APPEND_ONLY = {
    "courses_editionassessment",
    "courses_editionfile",
    "courses_hoursassessment",
    "courses_lessonedition",
    "courses_courseevaluation",
    "courses_questionversion",
    "courses_editionpackage",
    "courses_paperquestion",
    "courses_handedinanswer",
    "courses_exammark",
    "courses_examresult",
    "courses_extratime",
    "attendance_packagecommit",
    "attendance_hourentry",
    "attendance_studybeat",
    "attendance_quizattempt",
    "attendance_classpresence",
    "attendance_schemeversion",
    "certificates_certificatetemplate",
    "certificates_signingkey",
    "certificates_certificate",
    "certificates_certificatefile",
    "certificates_certificateevent",
    "certificates_verificationlog",
    "people_organisationchange",
    "people_personalexportevent",
    "people_personaldataaccess",
    "people_privacynotice",
    "people_noticeacceptance",
    "people_personmerge",
    "attendance_mergedevidence",
    "people_supervisionconfirmation",
    "people_supervisionsession",
}
KINDS = {"sqlite": {"update", "delete", "replace"}, "postgresql": {"update", "delete", "truncate"}}
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%'",
    "postgresql": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
    " WHERE proname = 'refuse_change' AND tgenabled = 'O'",
}
Attempt = Callable[[HourEntry], Any]


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def add_entry(learner: User, **changed: Any) -> HourEntry:
    facts: dict[str, Any] = {
        "learner": learner,
        "seconds": 3600,
        "title": "Visits to elders who live alone",
        "category": Category.values[0],
        "service_field": ServiceField.values[0],
        "modality": Modality.values[0],
        "occurred_on": dt.date(2026, 11, 20),
        "posted_at": timezone.now(),
        "source_kind": SourceKind.STUDY,
        "source_key": uuid.uuid4().hex,
        "rule_version": "1",
        "explanation": {"kind": "study"},
    }
    return HourEntry.objects.create(**{**facts, **changed})


@pytest.fixture
def entry(db: None) -> HourEntry:
    return add_entry(User.objects.create_user("zhao"))


def columns() -> list[str]:
    return [field.column for field in HourEntry._meta.concrete_fields if field.column != "id"]


def insert_again(entry: HourEntry, verb: str, ending: str = "", *, same_id: bool) -> None:
    """A row with the entry's id, or with the entry's source and another id, but other seconds."""
    given = ", ".join(f'"{name}"' for name in columns())
    taken = ", ".join("7" if name == "seconds" else f'"{name}"' for name in columns())
    number = str(entry.pk) if same_id else str(entry.pk + 1_000_000)
    run(
        f"{verb} INTO attendance_hourentry (id, {given}) SELECT {number}, {taken} FROM attendance_hourentry"
        f" WHERE id = %s {ending}",
        entry.pk,
    )


def save(entry: HourEntry) -> None:
    entry.seconds = 7
    entry.save(update_fields=["seconds"])


def bulk_update(entry: HourEntry) -> None:
    entry.seconds = 7
    HourEntry.objects.bulk_update([entry], ["seconds"])


def bulk_create_over(entry: HourEntry) -> None:
    entry.pk, entry.seconds = None, 7
    HourEntry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["source_kind", "source_key"], update_fields=["seconds"]
    )


UPSERT = "ON CONFLICT (source_kind, source_key) DO UPDATE SET seconds = 7"
ATTEMPTS: dict[str, Attempt] = {
    "save": save,
    "queryset update": lambda entry: HourEntry.objects.filter(pk=entry.pk).update(seconds=7),
    "update by an expression": lambda entry: HourEntry.objects.update(seconds=F("seconds") + 1),
    "bulk_update": bulk_update,
    "bulk_create over it": bulk_create_over,
    "delete": lambda entry: HourEntry.objects.get(pk=entry.pk).delete(),
    "queryset delete": lambda entry: HourEntry.objects.filter(pk=entry.pk).delete(),
    "raw delete of a queryset": lambda entry: HourEntry.objects.filter(pk=entry.pk)._raw_delete("default"),
    "UPDATE": lambda entry: run("UPDATE attendance_hourentry SET seconds = 7 WHERE id = %s", entry.pk),
    "UPDATE of its own value": lambda entry: run("UPDATE attendance_hourentry SET seconds = seconds"),
    "DELETE": lambda entry: run("DELETE FROM attendance_hourentry WHERE id = %s", entry.pk),
    "DELETE of all": lambda entry: run("DELETE FROM attendance_hourentry"),
    "ON CONFLICT DO UPDATE": lambda entry: insert_again(entry, "INSERT", UPSERT, same_id=False),
    "ON CONFLICT (id) DO UPDATE": lambda entry: insert_again(
        entry, "INSERT", "ON CONFLICT (id) DO UPDATE SET seconds = 7", same_id=True
    ),
}
SQLITE_ATTEMPTS: dict[str, Attempt] = {
    "REPLACE of the id": lambda entry: insert_again(entry, "REPLACE", same_id=True),
    "REPLACE of the source": lambda entry: insert_again(entry, "REPLACE", same_id=False),
    "INSERT OR REPLACE": lambda entry: insert_again(entry, "INSERT OR REPLACE", same_id=True),
    "UPDATE OR REPLACE": lambda entry: run("UPDATE OR REPLACE attendance_hourentry SET seconds = 7"),
}
POSTGRESQL_ATTEMPTS: dict[str, Attempt] = {
    "TRUNCATE": lambda entry: run("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE attendance_hourentry CASCADE"),
    "TRUNCATE of the people": lambda entry: run("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE people_user CASCADE"),
    "MERGE": lambda entry: run(
        "MERGE INTO attendance_hourentry AS kept USING (SELECT %s::bigint AS id) AS given ON kept.id = given.id"
        " WHEN MATCHED THEN UPDATE SET seconds = 7",
        entry.pk,
    ),
}
BY_VENDOR = {"sqlite": SQLITE_ATTEMPTS, "postgresql": POSTGRESQL_ATTEMPTS}


def row_of(entry: HourEntry) -> tuple[Any, ...]:
    return tuple(HourEntry.objects.filter(pk=entry.pk).values_list().get())


def refused(
    attempt: Attempt, entry: HourEntry, kind: type[Exception] = DatabaseError, why: str = "append-only"
) -> None:
    number, before = entry.pk, row_of(entry)
    with pytest.raises(kind, match=why), transaction.atomic():
        attempt(entry)
    entry.pk = number
    assert row_of(entry) == before
    assert HourEntry.objects.count() == 1


def test_every_append_only_table_is_guarded_and_no_other(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        found = set(cursor.fetchall())
    assert found == {(table, f"{table}_{kind}") for table in APPEND_ONLY for kind in KINDS[connection.vendor]}


def test_guarded_tables_are_tables_of_models(db: None) -> None:
    assert set(connection.introspection.table_names()) >= APPEND_ONLY


@pytest.mark.parametrize("name", ATTEMPTS)
def test_entry_cannot_be_changed_or_removed(entry: HourEntry, name: str) -> None:
    refused(ATTEMPTS[name], entry)


def test_entry_cannot_be_changed_or_removed_in_the_ways_of_this_database(entry: HourEntry) -> None:
    for attempt in BY_VENDOR[connection.vendor].values():
        refused(attempt, entry)


def test_entry_is_not_removed_with_its_learner(entry: HourEntry) -> None:
    refused(lambda entry: entry.learner.delete(), entry, ProtectedError, "HourEntry.learner")

    def remove_learner(entry: HourEntry) -> None:
        run("DELETE FROM people_user WHERE username = 'zhao'")
        connection.check_constraints()

    refused(remove_learner, entry, why="(?i)foreign key")


def test_reversed_entry_is_not_removed_by_a_second_reversal(entry: HourEntry) -> None:
    reversal = add_entry(entry.learner, seconds=-3600, source_kind=SourceKind.REVERSAL, reverses=entry)
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"
    before = row_of(reversal)
    with pytest.raises(DatabaseError, match=r"append-only|duplicate key"), transaction.atomic():
        insert_again(reversal, verb, same_id=False)
    assert row_of(reversal) == before


@pytest.mark.parametrize("seconds", [0, -3600])
def test_entry_that_is_no_reversal_adds_time(db: None, seconds: int) -> None:
    with pytest.raises(DatabaseError, match="hour_entry_"), transaction.atomic():
        add_entry(User.objects.create_user("zhao"), seconds=seconds)


def test_scheme_version_cannot_be_changed_or_removed(db: None) -> None:
    """The founding scheme is in every database: its row stands for the other guarded tables."""
    before = list(SchemeVersion.objects.values_list())
    assert before
    for statement in (
        "UPDATE attendance_schemeversion SET target_seconds = 1",
        "DELETE FROM attendance_schemeversion",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(statement)
    assert list(SchemeVersion.objects.values_list()) == before
