"""The frame of every page: languages, large mode, account pages, error pages, weight."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from cms.views import errors
from people.models import User
from people.services.roles import grant_role
from tests.factories.courses import make_course, make_site
from tests.factories.people import PASSWORD, make_organisation, make_person

ACCOUNT_PAGES = {
    "/accounts/login/": ["id_login", "id_password"],
    "/accounts/password/reset/": ["id_email"],
    "/accounts/password/reset/done/": [],
    "/accounts/signup/": [],
    "/accounts/inactive/": [],
}
OWN_ACCOUNT_PAGES = {
    "/accounts/logout/": [],
    "/accounts/password/change/": ["id_oldpassword", "id_password1", "id_password2"],
    "/accounts/reauthenticate/": ["id_password"],
}
INLINE = re.compile(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)
CSS = ("tokens.css", "base.css", "components.css")


@pytest.fixture
def learner(db: None) -> User:
    return make_person(name="王小芳", organisation=make_organisation(name="骆家庄社区"), phone="13800138000")


@pytest.fixture
def signed_in(client: Client, learner: User) -> Client:
    client.force_login(learner)
    return client


def html(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status
    text = response.content.decode()
    found = INLINE.search(text)
    assert not found, text[max(0, found.start() - 40) : found.end() + 40]
    return text


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


# Language and large mode


def test_page_is_chinese_whatever_the_browser_prefers(db: None, client: Client) -> None:
    text = html(client.get("/accounts/login/", headers={"Accept-Language": "en"}))
    assert '<html lang="zh-CN">' in text
    assert "登录 · 百廿学堂</title>" in text


def test_chosen_language_stays_for_a_year(db: None, client: Client) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] == 365 * 24 * 3600
    text = html(client.get("/accounts/login/"))
    assert '<html lang="en">' in text
    assert "Sign in · 百廿学堂</title>" in text


def test_large_mode_is_remembered_and_can_be_left(db: None, client: Client) -> None:
    assert "data-care" not in html(client.get("/accounts/login/"))
    answer = client.post("/large-mode/", {"on": "1", "next": "/accounts/login/?next=/my/"})
    assert answer["Location"] == "/accounts/login/?next=/my/"
    assert answer.cookies["large"]["max-age"] == 365 * 24 * 3600
    assert '<html lang="zh-CN" data-care="1">' in html(client.get("/accounts/login/"))
    client.post("/large-mode/", {"next": "/accounts/login/"})
    assert "data-care" not in html(client.get("/accounts/login/"))


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil",
        "",
    ],
)
def test_large_mode_leads_to_no_other_site(client: Client, target: str) -> None:
    assert client.post("/large-mode/", {"on": "1", "next": target})["Location"] == "/"


def test_large_mode_changes_by_post_only(client: Client) -> None:
    assert client.get("/large-mode/").status_code == 405


def test_switches_come_back_to_the_page_with_its_query(db: None, client: Client) -> None:
    text = html(client.get("/accounts/login/?next=/my/hours/"))
    assert text.count('<input type="hidden" name="next" value="/accounts/login/?next=/my/hours/">') == 2


# The frame of a signed-in person


def test_tabs_say_where_one_is(signed_in: Client) -> None:
    tabs = re.findall(r'<a href="([^"]+)"( aria-current="\w+")?><svg', html(signed_in.get("/my/profile/")))
    assert tabs == [
        ("/my/", ""),
        ("/courses/", ""),
        ("/my/hours/", ""),
        ("/my/certificates/", ""),
        ("/my/profile/", ' aria-current="page"'),
    ]


def test_visitor_has_no_tabs(db: None, client: Client) -> None:
    assert 'class="tabs"' not in html(client.get("/accounts/login/"))


def test_profile_shows_the_person_masked(signed_in: Client) -> None:
    main = html(signed_in.get("/my/profile/")).split("<main")[1].split("</main>")[0]
    assert "王*芳" in main
    assert "138****8000" in main
    assert "骆家庄社区" in main
    assert "王小芳" not in main
    assert "13800138000" not in main


def test_profile_needs_an_account(db: None, client: Client) -> None:
    assert client.get("/my/profile/")["Location"].startswith("/accounts/login/")


def test_profile_costs_the_same_for_three_roles_as_for_one(
    signed_in: Client, learner: User, django_assert_num_queries: object
) -> None:
    for roles in (1, 3):
        if roles == 3:
            for name in ("a", "b"):
                make_person_role(learner, name)
        with django_assert_num_queries(7):
            signed_in.get("/my/profile/")


def make_person_role(person: User, name: str) -> None:
    place = make_organisation(name=name)
    now = timezone.now()
    grant_role(person=person, organisation=place, role="learner", starts_on=now.date(), by=None, at=now)


# Account pages


@pytest.mark.parametrize("large", ["", "1"])
@pytest.mark.parametrize(("address", "controls"), ACCOUNT_PAGES.items())
def test_account_page_has_a_label_for_each_control(
    db: None, client: Client, address: str, controls: list[str], large: str
) -> None:
    client.cookies["large"] = large
    labels_stand(html(client.get(address)), controls)


@pytest.mark.parametrize(("address", "controls"), OWN_ACCOUNT_PAGES.items())
def test_own_account_page_has_a_label_for_each_control(signed_in: Client, address: str, controls: list[str]) -> None:
    labels_stand(html(signed_in.get(address)), controls)


def labels_stand(text: str, controls: list[str]) -> None:
    main = text.split("<main")[1].split("</main>")[0]
    assert main.count("<h1") == 1
    shown = re.findall(r"<(?:input|select|textarea)\b(?![^>]*type=\"hidden\")[^>]*>", main)
    named = [match.group(1) for tag in shown if (match := re.search(r'\bid="([^"]+)"', tag))]
    assert len(named) == len(shown)
    assert set(controls) <= set(named)
    for control in named:
        assert re.search(rf'<label[^>]* for="{control}"', main), control
    for tag in shown:
        assert "placeholder" not in tag
        assert 'type="radio"' in tag or "autocomplete=" in tag, tag


def test_wrong_password_is_said_in_a_summary_and_in_the_title(learner: User, client: Client) -> None:
    text = html(client.post("/accounts/login/", {"login": learner.username, "password": "wrong-password"}))
    assert "<title>错误：登录" in text
    assert re.search(r'class="error-summary" role="alert" tabindex="-1" autofocus', text)


def test_error_of_a_field_is_linked_and_stands_beside_it(signed_in: Client) -> None:
    text = html(signed_in.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "1"}))
    assert 'href="#id_password1"' in text
    assert 'id="id_password1_error"' in text
    assert re.search(r'<input type="password" name="password1"[^>]* aria-invalid="true"[^>]*id_password1_error', text)


# What went wrong


def test_unknown_address_says_what_to_do(db: None, client: Client) -> None:
    make_site()
    text = html(client.get("/no-such-page/"), 404)
    assert "找不到页面" in text
    assert 'href="/"' in text


def test_unknown_api_address_answers_in_json(db: None, client: Client) -> None:
    make_site()
    answer = client.get("/api/v1/no-such-call/")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"
    assert answer.json()["fields"] == {}


def test_form_from_an_old_page_is_refused_in_words(db: None) -> None:
    text = html(Client(enforce_csrf_checks=True).post("/large-mode/", {"on": "1"}), 403)
    assert "页面打开太久了" in text


@pytest.mark.parametrize(
    ("view", "status"), [(errors.forbidden, 403), (errors.not_found, 404)], ids=["forbidden", "not found"]
)
def test_refusal_page_has_the_frame(db: None, rf: RequestFactory, view: object, status: int) -> None:
    text = html(view(visit(rf), Exception("secret")), status)
    assert "secret" not in text
    assert 'id="main"' in text


def test_too_many_tries_page_has_the_frame(db: None, rf: RequestFactory) -> None:
    assert "操作太频繁" in html(errors.too_many(visit(rf)), 429)


@pytest.mark.parametrize("large", ["", "1"])
def test_server_error_page_needs_no_database(rf: RequestFactory, large: str, caplog: pytest.LogCaptureFixture) -> None:
    request = rf.get("/my/")
    request.COOKIES["large"] = large
    text = html(errors.server_error(request), 500)
    reference = re.search(r"<strong>([0-9a-f]{8})</strong>", text)
    assert reference
    assert reference.group(1) in caplog.text
    assert ("data-care" in text) == bool(large)
    assert "系统出了问题" in text


def test_malformed_request_page_needs_no_database(rf: RequestFactory) -> None:
    assert "无法识别这个请求" in html(errors.bad_request(rf.get("/"), Exception("secret")), 400)


def test_server_error_of_the_api_is_json(rf: RequestFactory) -> None:
    answer = errors.server_error(rf.get("/api/v1/me/hours/"))
    assert answer.status_code == 500
    assert b'"code": "server_error"' in answer.content


def visit(rf: RequestFactory) -> object:
    request = rf.get("/somewhere/")
    request.user = AnonymousUser()
    return request


# The front page


def test_front_page_offers_sign_in_verification_and_courses(db: None, client: Client) -> None:
    course = make_course(title="老年社会工作")
    text = html(client.get("/"))
    assert 'href="/accounts/login/"' in text
    assert '<form action="/verify/" method="get">' in text
    assert course.page.url in text


# Components


def test_ring_draws_its_share_and_says_it() -> None:
    with translation.override("de"):  # a language with a decimal comma must not reach the attribute
        ring = render_to_string(
            "components/_ring.html", {"value": "76.5", "target": "120", "percent": 63.75, "label": "76.5 of 120"}
        )
    assert 'stroke-dasharray="63.75 100"' in ring
    assert "<title>76.5 of 120</title>" in ring
    assert not INLINE.search(ring)


def test_ring_of_nothing_has_no_arc() -> None:
    assert "arc" not in render_to_string("components/_ring.html", {"value": "0", "target": "120", "percent": 0})


def test_locked_task_is_no_link() -> None:
    row = render_to_string("components/_task_row.html", {"title": "考核", "state": "todo"})
    assert "<a " not in row
    assert "考核" in row


def test_pages_keep_the_filter() -> None:
    page = Paginator(range(30), 10).page(2)
    text = render_to_string("components/_pagination.html", {"page": page, "query": "year=2026"})
    assert "?year=2026&amp;page=1" in text
    assert "?year=2026&amp;page=3" in text


def test_component_escapes_what_it_is_given() -> None:
    for name in ("tag", "notice", "empty", "task_row", "ring", "result"):
        given = dict.fromkeys(("text", "title", "label", "value", "hint", "word", "action"), "<b>x</b>")
        text = render_to_string(f"components/_{name}.html", given | {"percent": 5, "url": "/", "state": "done"})
        assert "<b>" not in text, name


# Weight


def test_weight_of_a_first_visit_is_within_the_budget(signed_in: Client) -> None:
    make_course(title="老年社会工作")
    styles = sum(packed((settings.ROOT / "static/css" / name).read_bytes()) for name in CSS)
    print(f"\n{'CSS of every page':32} {styles:6d} bytes of 15360")
    assert styles <= 15 * 1024
    for address in ("/", "/my/profile/", "/accounts/password/change/"):
        size = packed(html(signed_in.get(address)).encode())
        print(f"{'HTML ' + address:32} {size:6d} bytes of 15360")
        assert size <= 15 * 1024


def test_styles_have_no_gradient_shadow_or_foreign_address() -> None:
    for path in Path(settings.ROOT / "static/css").rglob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert "gradient" not in css
        assert "url(" not in css
        shadows = re.findall(r"box-shadow:\s*([^;]+);", css)
        assert {s for s in shadows if s != "none" and "--focus-inner" not in s} == set(), path.name
