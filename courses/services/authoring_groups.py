"""Wagtail's groups and collections, kept in step with the organisations: they open courses and files to their authors.

docs/adr/0017 says why there is one of each for an organisation.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from people.enums import ChangeKind, Role
from people.models import Membership, Organisation, OrganisationChange, User
from people.querysets import outermost, under

from ..models import CoursePage, TeachingUnit, TextModule
from ..querysets import is_province_wide

TRAINER_PAGES = ("add_page", "change_page")
ADMINISTRATOR_PAGES = (*TRAINER_PAGES, "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
FILES = [
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
    ("wagtailmedia", ("add_media", "change_media")),  # its policy asks for its own model, not for LessonMedia
]
WHOLE_SITE = "whole site"
"""The group of those who administer the organisation above all others; what it may do, cms.site says."""
GROUP_OF = {Role.TRAINER: "trainers", Role.ADMINISTRATOR: "administrators"}


@transaction.atomic
def teaching_unit_of(organisation: Organisation) -> TeachingUnit:
    """The organisation's groups and collection, made when first asked for, with everybody in them who belongs there."""
    unit = TeachingUnit.objects.filter(organisation=organisation).first()
    if unit is None:
        unit = TeachingUnit.objects.create(
            organisation=organisation,
            trainers=Group.objects.create(name=f"courses:{organisation.pk}:trainers"),
            administrators=Group.objects.create(name=f"courses:{organisation.pk}:administrators"),
            collection=Collection.get_first_root_node().add_child(name=organisation.name),
        )
        open_files(unit.trainers, unit.collection)
        open_files(unit.administrators, unit.collection)
        _fill(unit)
    return unit


@transaction.atomic
def open_course(course: CoursePage) -> None:
    """Let the authors of its organisation, and only them, work on a course."""
    GroupPagePermission.objects.filter(page=course.pk, group__name__startswith="courses:").delete()
    if course.organisation is None:
        return
    unit = teaching_unit_of(course.organisation)
    open_page(unit.trainers, course, TRAINER_PAGES)
    open_page(unit.administrators, course, ADMINISTRATOR_PAGES)


def keep_author_groups(*, person: User, at: dt.datetime) -> None:
    """Put the person into the groups of all units whose courses he or she works on today, and out of the others."""
    held: dict[str, list[str]] = {role: [] for role in GROUP_OF}
    today = person.memberships.in_force(timezone.localdate(at)).filter(role__in=GROUP_OF)
    for role, path in today.values_list("role", "organisation__path") if person.is_active else ():
        held[role].append(path)
    due: set[int] = set()
    for role, paths in held.items():
        units = TeachingUnit.objects.filter(under(outermost(paths), "organisation__")) if paths else None
        due |= set(units.values_list(f"{GROUP_OF[Role(role)]}_id", flat=True)) if units is not None else set()
    if any(map(is_province_wide, held[Role.ADMINISTRATOR])):
        due.add(Group.objects.get_or_create(name=WHOLE_SITE)[0].pk)
    now = set(person.groups.filter(name__startswith="courses:").values_list("pk", flat=True))
    now |= set(person.groups.filter(name=WHOLE_SITE).values_list("pk", flat=True))
    person.groups.add(*due - now)
    person.groups.remove(*now - due)


def open_page(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    """Give a group rights on a page and all below it."""
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def open_files(group: Group, collection: Collection) -> None:
    """Let a group add, change and choose images, documents and recordings of a collection."""
    for app, codenames in FILES:
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


@transaction.atomic
def follow_change(change: OrganisationChange) -> None:
    """Courses, texts and files of a merged organisation go to its heir; whoever trains above now is let in."""
    heir = change.heir
    if change.kind == ChangeKind.MERGE and heir is not None:
        _inherit(change.organisation, heir)
    for organisation in filter(None, (change.organisation, heir)):
        fresh = Organisation.objects.get(pk=organisation.pk)
        for unit in TeachingUnit.objects.filter(under([fresh.path], "organisation__")).select_related("organisation"):
            _fill(unit)


def _inherit(organisation: Organisation, heir: Organisation) -> None:
    courses = list(CoursePage.objects.filter(organisation=organisation))
    CoursePage.objects.filter(organisation=organisation).update(organisation=heir)
    for course in courses:
        course.organisation = heir
        open_course(course)
    old = TeachingUnit.objects.filter(organisation=organisation).select_related("collection").first()
    if old:
        unit = teaching_unit_of(heir)
        open_files(unit.trainers, old.collection)
        open_files(unit.administrators, old.collection)
    taken = set(TextModule.objects.filter(organisation=heir).values_list("title", flat=True))
    for module in TextModule.objects.filter(organisation=organisation):
        module.organisation = heir
        if module.title in taken:
            module.title = f"{module.title[:100]} ({module.pk})"
        module.save(update_fields=["organisation", "title"])


def _fill(unit: TeachingUnit) -> None:
    """All who hold a role at the organisation or above it today, and nobody else."""
    path, step = unit.organisation.path, Organisation.steplen
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    held = Membership.objects.in_force(timezone.localdate()).filter(
        role__in=GROUP_OF, organisation__path__in=above, person__is_active=True
    )
    for role, group in GROUP_OF.items():
        getattr(unit, group).user_set.set(User.objects.filter(pk__in=held.filter(role=role).values("person")))
