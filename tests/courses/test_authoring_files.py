"""Text modules, images and documents: used in lessons, kept by what was published of them."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from courses.models import LessonEdition, LessonPage, TextModule
from courses.services.authoring_groups import teaching_unit_of
from people.enums import Role
from tests.factories.courses import make_course
from tests.factories.people import Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
MODULES = "/manage/snippets/courses/textmodule/"
CHOOSER = "/manage/snippets/choose/courses/textmodule/"


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def publish(page: LessonPage, *blocks: dict[str, Any]) -> LessonEdition:
    page = LessonPage.objects.get(pk=page.pk)
    page.body = json.dumps(blocks)
    page.save_revision().publish()
    return LessonEdition.objects.filter(lesson_key=page.lesson_key).latest("number")


@pytest.fixture
def tree() -> Tree:
    return make_tree()


def client_of(role: Role, place: Any) -> Client:
    client = Client()
    client.force_login(make_person(role=role, organisation=place))
    return client


def test_edition_keeps_the_text_that_a_module_had(tree: Tree) -> None:
    module = TextModule.objects.create(organisation=tree.county, title="保密", body="<p>" + "守口如瓶" * 100 + "</p>")
    lesson = make_course(lessons=1).lessons[0]
    edition = publish(lesson, block("module", module.pk))
    assert edition.body[0]["type"] == "text"
    assert edition.reading_ms == 60_000
    TextModule.objects.filter(pk=module.pk).update(body="<p>改过的话</p>")
    client = client_of(Role.LEARNER, tree.county)
    assert "守口如瓶" in client.get(lesson.url).content.decode()
    again = publish(lesson, block("module", module.pk))
    assert (again.number, again.body[0]["value"]) == (edition.number + 1, "<p>改过的话</p>")
    module.delete()
    assert "改过的话" in client.get(lesson.url).content.decode()
    page = LessonPage.objects.get(pk=lesson.pk)
    assert page.make_preview_request(preview_mode="").status_code == 200


def test_trainers_see_and_choose_the_modules_of_their_own_organisations(tree: Tree) -> None:
    own = TextModule.objects.create(organisation=tree.township, title="本街道的话", body="<p>一</p>")
    other = TextModule.objects.create(organisation=tree.other_township, title="别处的话", body="<p>二</p>")
    client = client_of(Role.TRAINER, tree.township)
    for address in (MODULES, f"{CHOOSER}results/"):
        page = client.get(address).content.decode()
        assert own.title in page
        assert other.title not in page
    assert client.get(f"{MODULES}edit/{own.pk}/").status_code == 200
    for address in (
        f"{MODULES}edit/{other.pk}/",
        f"{MODULES}delete/{other.pk}/",
        f"{MODULES}history/{other.pk}/",
        f"{MODULES}usage/{other.pk}/",
        f"{CHOOSER}chosen/{other.pk}/",
    ):
        assert client.get(address).status_code in {302, 403, 404}, address
    facts = {"title": "新的话", "body": json.dumps({"blocks": [], "entityMap": {}})}
    refused = client.post(f"{MODULES}add/", {**facts, "organisation": tree.county.pk})
    assert refused.status_code == 200
    assert not TextModule.objects.filter(title="新的话").exists()
    assert client_of(Role.HR, tree.township).get(MODULES).status_code == 302


def test_files_of_an_edition_can_be_neither_replaced_nor_removed(tree: Tree) -> None:
    files = teaching_unit_of(tree.county).collection
    image = Image.objects.create(title="图", file=get_test_image_file(), collection=files)
    document, linked = (
        Document.objects.create(title=name, file=ContentFile(b"text", name="a.txt"), collection=files)
        for name in "文链"
    )
    slide = {"type": "item", "value": {"image": image.pk, "alt_text": "一", "decorative": False}, "id": "1"}
    edition = publish(
        make_course(lessons=1).lessons[0],
        block("slides", {"title": "片", "document": document.pk, "pages": [slide]}),
        block("text", f'<p><a linktype="document" id="{linked.pk}">看</a></p>'),
    )
    kept = [(one.image, one.document) for one in edition.files.order_by("pk")]
    assert kept == [(image, None), (None, document), (None, linked)]
    client = client_of(Role.ADMINISTRATOR, tree.county)
    for path in ("images", "documents"):
        thing = image if path == "images" else document
        edit = f"/manage/images/{image.pk}/" if path == "images" else f"/manage/documents/edit/{document.pk}/"
        remove = f"{edit}delete/" if path == "images" else f"/manage/documents/delete/{document.pk}/"
        model = "wagtailimages/image" if path == "images" else "wagtaildocs/document"
        new = get_test_image_file() if path == "images" else ContentFile(b"other", name="a.txt")
        facts = {"title": "新", "collection": files.pk, "tags": "", "file": new}
        assert client.post(edit, facts).status_code == 200
        assert client.post(edit, {**facts, "file": "", "title": "改名"}).status_code == 302
        client.post(remove)
        client.post(f"/manage/bulk/{model}/delete/?id={thing.pk}")
        thing.refresh_from_db()
        assert thing.title == "改名"
