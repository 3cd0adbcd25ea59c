"""Question banks written: who may, what is refused, versions, races."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from courses.enums import BankKind
from courses.errors.banks import BankNameTaken, QuestionChanged, QuestionFaulty
from courses.models import Question, QuestionBank, QuestionVersion
from courses.rules import may_edit_bank, may_edit_question
from courses.selectors.banks import draft_of, history_of
from courses.services.banks import create_bank, rename_bank
from courses.services.questions import add_question, restore_question, retire_question, revise_question
from people.enums import Role
from people.errors import NotAllowed
from people.models import User
from tests.factories.people import make_person, make_tree
from tests.factories.questions import AT, make_bank, make_draft, make_question

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_who_may_work_on_a_bank_is_the_same_for_one_and_for_many(role: Role) -> None:
    tree = make_tree()
    places = [tree.county, tree.township, tree.other_township, tree.community]
    bank = make_bank(organisation=tree.township)
    question = make_question(bank=bank)
    may = []
    for place in places:
        person = make_person(organisation=place, role=role)
        may.append(may_edit_bank(person, bank))
        assert may_edit_question(person, question) is may[-1]
        assert QuestionBank.objects.visible_to(person).filter(pk=bank.pk).exists() is may[-1]
        assert Question.objects.visible_to(person).filter(pk=question.pk).exists() is may[-1]
    works = role in {Role.TRAINER, Role.ADMINISTRATOR}
    assert may == [works, works, False, False]
    gone = make_person(organisation=tree.township, role=role, is_active=False)
    assert not may_edit_bank(gone, bank)
    assert not QuestionBank.objects.visible_to(gone).exists()


def test_stranger_writes_nothing() -> None:
    tree = make_tree()
    stranger = make_person(organisation=tree.other_county, role=Role.TRAINER)
    bank = make_bank(organisation=tree.township)
    question = make_question(bank=bank)
    facts = {"by": stranger, "at": AT}
    for act in (
        lambda: create_bank(organisation=tree.township, name="别人的", **facts),
        lambda: rename_bank(bank=bank, name="别人的", **facts),
        lambda: add_question(bank=bank, draft=make_draft(), **facts),
        lambda: revise_question(question=question, draft=make_draft(), **facts),
        lambda: retire_question(question=question, **facts),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (1, 1)


def test_name_of_a_bank_is_free_in_another_organisation() -> None:
    bank = make_bank(name="题库")
    assert create_bank(organisation=make_bank().organisation, name="题库", by=None, at=AT)
    with pytest.raises(BankNameTaken):
        create_bank(organisation=bank.organisation, name="题库", by=None, at=AT)


def test_faulty_question_gets_into_no_bank() -> None:
    bank = make_bank()
    with pytest.raises(QuestionFaulty) as refused:
        add_question(bank=bank, draft=make_draft(key={"correct": []}), by=None, at=AT)
    assert [fault.code for fault in refused.value.faults] == ["no_answer"]
    question = make_question(bank=bank)
    with pytest.raises(QuestionFaulty):
        revise_question(question=question, draft=make_draft(stem=" "), by=None, at=AT)
    assert QuestionVersion.objects.count() == 1


@pytest.mark.parametrize("kind", list(BankKind))
def test_same_question_again_is_the_version_there_is(kind: BankKind) -> None:
    question = make_question(kind=kind)
    assert question.newest is not None
    draft = draft_of(question.newest, question.tags.names())
    assert revise_question(question=question, draft=draft, by=None, at=AT) == question.newest
    revise_question(question=question, draft=replace(draft, tags=("甲", " 甲 ", "")), by=None, at=AT)
    assert list(question.tags.names()) == ["甲"]
    assert QuestionVersion.objects.count() == 1
    revise_question(question=question, draft=replace(draft, explanation="新解析"), by=None, at=AT, seen=1)
    assert [(line.number, len(line.changed)) for line in history_of(question)] == [(2, 1), (1, 0)]


def test_change_made_from_an_old_version_is_refused() -> None:
    question = make_question()
    draft = make_draft(tags=("甲",))
    revise_question(question=question, draft=draft, by=None, at=AT, seen=1)
    with pytest.raises(QuestionChanged):
        revise_question(question=question, draft=make_draft(tags=("乙",)), by=None, at=AT, seen=1)
    assert list(question.tags.names()) == ["甲"]


def test_versions_never_change_and_numbers_never_repeat() -> None:
    version = make_question().newest
    assert version is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersion.objects.filter(pk=version.pk).update(stem="改了")
    with pytest.raises(IntegrityError), transaction.atomic():
        version.delete()


def test_retiring_twice_is_retiring_once() -> None:
    question = make_question()
    assert retire_question(question=question, by=None, at=AT)
    assert not retire_question(question=question, by=None, at=AT)
    assert not Question.objects.in_use().exists()
    assert restore_question(question=question, by=None, at=AT)
    assert not restore_question(question=question, by=None, at=AT)


def test_trainer_of_the_place_writes() -> None:
    tree = make_tree()
    trainer: User = make_person(organisation=tree.county, role=Role.TRAINER)
    bank = create_bank(organisation=tree.township, name="社区题库", by=trainer, at=AT)
    question = add_question(bank=bank, draft=make_draft(), by=trainer, at=AT)
    assert question.newest is not None
    assert question.newest.written_by == trainer
