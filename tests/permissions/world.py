"""One small province for the whole matrix: somebody of every role at every place, and one object of every kind.

Objects belong to `owner`, a learner of the township. Viewers stand there (own), in the next township (sibling), in a
community below (child) or in the county above (parent). Another county holds people nobody of the first may see.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Site, Task, Workflow

from courses.models import Regulation
from courses.services.authoring_groups import teaching_unit_of
from people.models import User
from tests.factories.courses import Lesson, Question, make_course, make_media
from tests.factories.packages import make_package
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.study import study

from . import records
from .authoring import text_module_of
from .banks import bank_of
from .exams import exam_of
from .notes import note_of
from .table import EVERYWHERE, VIEWERS, WORDS
from .taking_part import taking_part_in
from .talk import talk_about

AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
PLACES = {"own": "township", "sibling": "other_township", "child": "community", "parent": "county"}
GIVEN = "甲乙丙丁戊己庚辛壬癸"


@dataclass
class World:
    tree: Tree
    people: dict[str, User] = field(default_factory=dict)
    """Viewers by the words of the table, and `foreigner`, a learner of another county."""
    cookies: dict[str, str] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    """What stands in the paths: by the name of the object, and by the usual names of parameters."""
    hidden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each viewer the full names and phones of the people he or she may not see."""

    shared: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def client(self, viewer: str) -> Client:
        """One client for all: each new one would load the middleware, and list the static files, once more."""
        self.shared.cookies.clear()
        if viewer in self.cookies:
            self.shared.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[viewer]
        return self.shared


def build() -> World:
    world = World(make_tree())
    _settle(world)
    _content(world)
    _records(world)
    for viewer in VIEWERS:
        if viewer != "anonymous":
            client = Client()
            client.force_login(world.people[viewer])
            world.cookies[viewer] = client.cookies[settings.SESSION_COOKIE_NAME].value
    _hide(world)
    return world


def _settle(world: World) -> None:
    numbers = iter(range(100))

    def person(**facts: Any) -> User:
        number = next(numbers)
        name = f"欧阳{GIVEN[number // 10]}{GIVEN[number % 10]}"
        return make_person(name=name, phone=f"1900000{number:04}", username=f"viewer{number:02}x", **facts)

    tree = world.tree
    world.people["owner"] = person(organisation=tree.township)
    world.people["holder"] = person(organisation=tree.township)
    world.people["foreigner"] = person(organisation=tree.other_county)
    world.people["superuser"] = person(is_superuser=True, is_staff=True)
    for viewer in sorted(EVERYWHERE):
        role, relation = viewer.split()
        world.people[viewer] = person(role=role, organisation=getattr(tree, PLACES[relation]))


def _hide(world: World) -> None:
    for viewer in VIEWERS:
        seen = set()
        if viewer != "anonymous":
            seen = set(User.objects.visible_to(world.people[viewer]).values_list("pk", flat=True))
        if viewer in {"owner", "holder"}:  # of one supervision pair, who know each other by name
            seen |= {world.people["owner"].pk, world.people["holder"].pk}
        if viewer in WORDS["overseers-above"]:  # whom the applicant asks
            seen.add(world.people["applicant"].pk)
        if viewer in WORDS["trainers-above"] | WORDS["overseers-above"]:  # whom the holder asks to take part
            seen.add(world.people["holder"].pk)
        if viewer == "assessor own":  # assesses what the trainers there have written, and reads who did
            seen.add(world.people["trainer own"].pk)
        strangers = [person for person in world.people.values() if person.pk not in seen]
        world.hidden[viewer] = tuple(text for person in strangers for text in (person.real_name, person.phone))


def _content(world: World) -> None:
    """Pages, files and the things of Wagtail's own screens."""
    made = make_course(
        title="社区走访",
        slug="visits",
        organisation=world.tree.township,
        lessons=[Lesson(questions=[Question()])],
    )
    lesson = made.lessons[0]
    study(world.people["owner"], made.edition, at=timezone.now() - dt.timedelta(hours=1))
    files = teaching_unit_of(world.tree.township).collection
    image = Image.objects.create(title="图", file=get_test_image_file(), collection=files)
    document = Document.objects.create(title="文件", file=ContentFile(b"text", name="a.txt"), collection=files)
    workflow, task = Workflow.objects.first(), Task.objects.first()
    page = {"page_id": lesson.pk, "parent_page_id": made.page.pk, "page_to_move_id": lesson.pk}
    world.values |= {
        **page,
        "page": lesson.pk,
        "destination_id": made.page.pk,
        "index": made.page.get_parent().pk,
        "revision_id": lesson.latest_revision_id,
        "edition": made.edition.pk,
        "course": made.page.pk,
        "regulation": Regulation.objects.create(title="某某条例").pk,
        "lesson_key": made.edition.lesson_key,
        "package": make_package(organisation=world.tree.township, by=world.people["trainer own"]).pk,
        **bank_of(world.tree.township),
        **exam_of(made.page, world.people["owner"]),
        "note": note_of(made, world.people["owner"]).pk,
        **talk_about(made, world.people["owner"], world.people["trainer own"]),
        **taking_part_in(made, world.tree.township, world.people["holder"], world.people["trainer own"]),
        "lesson_path": lesson.get_url().strip("/"),
        "content_type_app_name": "courses",
        "content_type_model_name": "coursepage",
        "app_name": "taggit",
        "image": image.pk,
        "image_id": image.pk,
        "rendition": str(image.get_rendition("fill-100x100").file.name).removeprefix("images/"),
        "filter_spec": "fill-100x100",
        "document": document.pk,
        "document_id": document.pk,
        "doc_id": document.pk,
        "document_name": document.filename,
        "media": make_media(collection=files).pk,
        **text_module_of(world.tree.township),
        "collection": Collection.get_first_root_node().add_child(name="集").pk,
        "site": Site.objects.get(is_default_site=True).pk,
        "workflow": workflow.pk if workflow else 1,
        "task": task.pk if task else 1,
        "task_id": task.pk if task else 1,
        "page_pk": lesson.pk,
        "workflow_pk": workflow.pk if workflow else 1,
        "redirect": Redirect.add_redirect("/old", "/new").pk,
        "action_name": "word",
        "nothing": 999_999,
        "nothing_uuid": uuid.UUID(int=7),
        "word": "word",
    }
    world.values["redirect_id"] = world.values["redirect"]
    world.values["media_id"] = world.values["media"]
    world.values["collection_id"] = world.values["collection"]


def _records(world: World) -> None:
    tree, owner, officer = world.tree, world.people["owner"], world.people["hr own"]
    world.people["applicant"], asked = records.applicant(tree.township)
    world.values |= {
        **asked,
        **records.of_the_owner(owner),
        **records.qualifications_of(owner, world.people["holder"], officer, tree.township),
        **records.certificate_of(world.people["holder"], AT),
        **records.desk_records(tree.township, tree.other_township, officer),
        "foreigner": world.people["foreigner"].pk,
    }
