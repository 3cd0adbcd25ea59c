"""A package comes in whole or leaves nothing behind; what is served of it, to whom, and with which headers."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.errors import PackageHereAlready, PackageInUse, PackageRefused, PackagesOff
from courses.models import EditionPackage, LessonEdition, LessonPackage
from courses.packages import tokens
from courses.services import packages as service
from courses.services.packages import delete_package
from people.enums import Role
from people.errors import NotAllowed
from people.models import User
from tests.factories.courses import make_course
from tests.factories.packages import make_package, package_12, package_2004, package_block, zipped
from tests.factories.people import Tree, make_person, make_tree

HOST = settings.PACKAGE_ORIGIN.removeprefix("http://")
SITE = "http://testserver"
COVER = "<!DOCTYPE html><title>封面</title>"


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def trainer(tree: Tree) -> User:
    return make_person(name="林老师", role=Role.TRAINER, organisation=tree.county)


@pytest.fixture
def package(tree: Tree, trainer: User) -> LessonPackage:
    more = {"img/Photo.PNG": b"\x89PNG....", "clip.mp4": bytes(range(100)), "run.exe": b"MZ", "empty.js": b""}
    return make_package(organisation=tree.county, by=trainer, file=package_12(**more))


def stored() -> set[Path]:
    folder = Path(settings.MEDIA_ROOT) / "packages"
    return set(folder.rglob("*")) if folder.exists() else set()


def token_for(package: LessonPackage, learner: User) -> str:
    return tokens.issue(tokens.Pass(learner.pk, package.key, SITE))


@pytest.fixture
def own(client: Client, package: LessonPackage, trainer: User) -> Iterator[Any]:
    """`own(path)`: a file of the package as somebody let in by a key gets it, at the packages' host."""
    token = token_for(package, trainer)

    def get(path: str, **headers: str) -> Any:
        return client.get(f"/packages/files/{token}/{path}", headers={"host": HOST, **headers})

    return get


# --- coming and going


def test_package_is_kept_with_all_that_is_said_of_it(package: LessonPackage, tree: Tree) -> None:
    assert (package.title, package.version, package.launch_path) == ("走访实务", "1.2", "index.html")
    assert (package.organisation, package.left_out, package.file_count) == (tree.county, ["run.exe"], 5)
    assert package.files.count() == 5
    assert len(package.sha256) == 64
    assert len([path for path in stored() if path.parent.name == package.key.hex]) == 5


@pytest.mark.parametrize("broken_at", ["manifest", "entry", "database"])
def test_refused_package_leaves_nothing(
    tree: Tree, trainer: User, broken_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, file = stored(), package_12(**{"z.html": "x" * 500})
    if broken_at == "manifest":
        file = zipped({"imsmanifest.xml": "<x/>", "index.html": "x"})
    if broken_at == "entry":  # its checksum is wrong: seen when the others are stored already
        content = bytearray(file.getvalue())
        place = content.rindex(b"PK\x01\x02")
        content[place + 16] ^= 1
        file = io.BytesIO(bytes(content))
    if broken_at == "database":
        monkeypatch.setattr(service, "log", lambda *rest, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError if broken_at == "database" else PackageRefused):
        make_package(organisation=tree.county, by=trainer, file=file)
    assert (stored(), LessonPackage.objects.count()) == (before, 0)


def test_same_file_is_kept_once_an_organisation(tree: Tree, trainer: User, package: LessonPackage) -> None:
    file = package_2004()
    make_package(organisation=tree.county, by=trainer, file=file)
    before = stored()
    with pytest.raises(PackageHereAlready):
        make_package(organisation=tree.county, by=trainer, file=file)
    assert stored() == before
    make_package(organisation=tree.township, by=trainer, file=file)


def test_only_those_who_train_for_an_organisation_may(tree: Tree, package: LessonPackage) -> None:
    people = {
        "trainer of another county": make_person(role=Role.TRAINER, organisation=tree.other_county),
        "trainer below": make_person(role=Role.TRAINER, organisation=tree.township),
        "officer": make_person(role=Role.HR, organisation=tree.county),
        "learner": make_person(organisation=tree.county),
    }
    for person in people.values():
        with pytest.raises(NotAllowed):
            make_package(organisation=tree.county, by=person)
        with pytest.raises(NotAllowed):
            delete_package(package=package, by=person, at=timezone.now())
        assert not LessonPackage.objects.visible_to(person).exists()
    above = make_person(role=Role.ADMINISTRATOR, organisation=tree.city)
    assert LessonPackage.objects.visible_to(above).get() == package


def test_without_an_address_of_their_own_packages_are_off(tree: Tree, trainer: User) -> None:
    with override_settings(PACKAGE_ORIGIN=""), pytest.raises(PackagesOff):
        make_package(organisation=tree.county, by=trainer)


def with_package(package: LessonPackage) -> LessonEdition:
    made = make_course()
    page = made.lessons[0]
    page.body = json.dumps([*page.body.get_prep_value(), package_block(package)])
    page.save_revision().publish()
    return made.edition


def test_package_of_an_edition_stays_and_another_goes(
    package: LessonPackage, trainer: User, django_capture_on_commit_callbacks: Any
) -> None:
    edition = with_package(package)
    assert EditionPackage.objects.get().edition == edition
    with pytest.raises(PackageInUse):
        delete_package(package=package, by=trainer, at=timezone.now())
    assert package.files.exists()
    other = make_package(organisation=package.organisation, by=trainer, file=package_2004())
    with django_capture_on_commit_callbacks(execute=True):
        delete_package(package=other, by=trainer, at=timezone.now())
    assert not [path for path in stored() if other.key.hex in path.parts]


def test_package_gives_a_lesson_no_time(package: LessonPackage) -> None:
    """Sixty seconds for the text, whatever stands beside it."""
    plain, packaged = make_course().edition, with_package(package)
    assert (packaged.duration_ms, packaged.credited_seconds) == (plain.duration_ms, plain.credited_seconds)


# --- what is served


def test_file_is_served_by_its_kind_and_shut_off_from_the_rest(own: Any) -> None:
    answer = own("index.html")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html")
    policy = answer["Content-Security-Policy"]
    folder = answer.request["PATH_INFO"].rpartition("/")[0]
    assert f"default-src http://{HOST}{folder}/ 'unsafe-inline' 'unsafe-eval' data: blob:" in policy
    assert "sandbox allow-scripts allow-forms allow-same-origin" in policy
    assert f"frame-ancestors http://{HOST} {SITE}" in policy
    assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not answer.cookies
    assert own("img/photo.png")["Content-Type"] == "image/png"
    assert own("empty.js").status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [("bytes=10-19", 206, "bytes 10-19/100"), ("bytes=-5", 206, "bytes 95-99/100"), ("bytes=200-", 416, "bytes */100")],
)
def test_recording_is_served_in_parts(own: Any, asked: str, status: int, span: str) -> None:
    answer = own("clip.mp4", range=asked)
    assert (answer.status_code, answer["Content-Range"]) == (status, span)
    if status == 206:
        first, last = (int(end) for end in span.split(" ")[1].split("/")[0].split("-"))
        assert b"".join(answer.streaming_content) == bytes(range(first, last + 1))


@pytest.mark.parametrize(
    "path",
    ["", "run.exe", "missing.html", "../../secret", "img/", "img", "%2e%2e/index.html", "index.html/", "0", "a\0b"],
)
def test_nothing_but_the_files_has_an_address(own: Any, path: str) -> None:
    assert own(path).status_code == 404


def test_service_worker_is_not_served(own: Any) -> None:
    assert own("empty.js", service_worker="script").status_code == 404


def test_key_lets_in_one_person_to_one_package_for_a_while(
    client: Client, package: LessonPackage, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_package(organisation=package.organisation, by=trainer, file=zipped_again())
    good, elsewhere = token_for(package, trainer), token_for(other, trainer)
    nobody = tokens.issue(tokens.Pass(uuid.UUID(int=7), package.key, SITE))

    def status(token: str, path: str = "files/{}/clip.mp4") -> int:
        return client.get(f"/packages/{path.format(token)}", headers={"host": HOST}).status_code

    assert status(good) == 200
    assert {status(good[:-1] + "x"), status("x"), status(elsewhere), status(nobody)} == {404}
    assert (status(good, "run/{}/0/"), status(good, "run/{}/1/"), status(nobody, "run/{}/0/")) == (200, 404, 404)
    User.objects.filter(pk=trainer.pk).update(is_active=False)
    assert (status(good), status(good, "run/{}/0/")) == (404, 404)
    monkeypatch.setattr(tokens, "LONGEST_SECONDS", -1)
    assert status(good) == 410


def zipped_again() -> io.BytesIO:
    return package_12(**{"other.html": COVER})


def test_frame_can_be_led_nowhere_but_into_the_package(client: Client, package: LessonPackage, trainer: User) -> None:
    token = token_for(package, trainer)
    answer = client.get(f"/packages/run/{token}/0/", headers={"host": HOST})
    policy = answer["Content-Security-Policy"]
    assert f"frame-src http://{HOST}/packages/files/{token}/;" in policy
    assert f"frame-ancestors {SITE};" in policy
    assert "unsafe" not in policy
    assert "scorm12" in answer.text
    assert not answer.cookies


# --- two hosts


def test_host_of_packages_answers_for_nothing_else_and_the_site_not_for_them(
    client: Client, package: LessonPackage, trainer: User
) -> None:
    client.force_login(trainer)
    for path in ("/my/", "/manage/", "/api/v1/me/hours/", "/accounts/login/", "/?next=//evil.example/"):
        answer = client.get(path, headers={"host": HOST})
        assert (answer.status_code, answer["Location"]) == (302, settings.SITE_URL + path)
        assert not answer.cookies
        assert client.post(path, headers={"host": HOST}).status_code == 404
    assert client.get("/packages/", headers={"host": HOST}).status_code == 404
    assert client.get(f"/packages/files/{token_for(package, trainer)}/index.html").status_code == 404
    other_port = HOST.partition(":")[0] + ":9999"
    assert client.get("/my/", headers={"host": other_port}).status_code == 302


# --- the desk


def test_trainer_uploads_looks_at_and_removes_a_package(client: Client, tree: Tree, trainer: User) -> None:
    client.force_login(trainer)
    file = package_2004()
    file.name = "案例课.zip"
    answer = client.post(
        "/manage/courses/packages/new/", {"file": file, "title": "", "organisation": tree.county.pk}, follow=True
    )
    package = LessonPackage.objects.get()
    assert answer.redirect_chain[-1][0] == f"/manage/courses/packages/{package.pk}/"
    for told in ("案例课", "认识案主", "frames.html", "案例课.zip", package.sha256):
        assert told in answer.text
    refused = client.post(
        "/manage/courses/packages/new/", {"file": io.BytesIO(b"no zip"), "title": "", "organisation": tree.county.pk}
    )
    assert refused.status_code == 200
    assert "zip" in str(refused.context["form"].errors["file"])
    client.post(f"/manage/courses/packages/{package.pk}/delete/", follow=True)
    assert not LessonPackage.objects.exists()


def test_upload_that_is_too_large_is_not_even_received(
    client: Client, tree: Tree, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courses.views.package_upload.MAX_TOTAL", -1024 * 1024)
    client.force_login(trainer)
    answer = client.post(
        "/manage/courses/packages/new/", {"file": package_12(), "title": "", "organisation": tree.county.pk}
    )
    assert "500" in str(answer.context["form"].errors["file"])
    assert not answer.wsgi_request.FILES


def test_upload_without_its_mark_against_forged_forms_is_refused(tree: Tree, trainer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(trainer)
    assert client.post("/manage/courses/packages/new/", {"file": package_12()}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_chooser_ask_the_database_as_often_for_one_as_for_three(
    client: Client, tree: Tree, trainer: User, count: int
) -> None:
    for number in range(count):
        make_package(organisation=tree.county, by=trainer, file=package_12(**{f"{number}.html": COVER}))
    client.force_login(trainer)
    client.get("/manage/courses/packages/")
    # Without the menu, whose other items are not this list's business.
    for path, queries in (("/manage/courses/packages/results/", 9), ("/manage/courses/packages/choose/", 9)):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        assert "走访实务" in answer.content.decode("unicode_escape" if "choose" in path else "utf-8")
        assert len(asked) == queries, path
