"""What lessons are made of: counted, shown, and harmless whatever is put into them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from courses import contents
from courses.blocks.links import LinkCardBlock, host_allowed
from courses.blocks.rich_text import KNOWN, cleaned
from courses.blocks.slides import SlidesBlock
from courses.models import LessonEdition, LessonPage, TextModule
from courses.reading_time import reading_ms
from people.enums import Role
from tests.factories.courses import Lesson, Question, make_course
from tests.factories.people import make_person, make_tree

from .test_authoring_files import block, publish

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<p onclick="alert(1)" style="background:url(javascript:alert(1))">x</p>',
    '<a linktype="page" id="1" onmouseover="alert(1)">x</a>',
    '<a linktype="x" href="javascript:alert(1)">x</a>',
    '<embed embedtype="media" url="javascript:alert(1)">',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "{{ 7|add:7 }}{% load x %}",
    '"><b onfocus=alert(1) autofocus tabindex=1>',
    "<object data=javascript:alert(1)></object><base href=//evil.example>",
    "</article><form action=//evil.example><input name=password>",
]


class Dangers(HTMLParser):
    """Tags and attributes of a fragment that could run something or lead away."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "svg", "math", "base", "form", "style", "link", "meta"}:
            self.found.append(tag)
        for name, value in attrs:
            address = re.sub(r"\s", "", value or "").lower()
            if name.startswith("on") or name in {"style", "srcdoc", "formaction"}:
                self.found.append(f"{tag} {name}")
            elif name in {"href", "src", "action"} and re.match(r"(javascript|data|vbscript):|//", address):
                self.found.append(f"{tag} {name}={address}")


def dangers(html: str) -> list[str]:
    parser = Dangers()
    parser.feed(html)
    parser.close()
    return parser.found


def every_block(text: str, image: int, module: int) -> list[dict[str, Any]]:
    """One of each kind, with the text wherever a text may stand."""
    item = lambda value: {"type": "item", "value": value, "id": "1"}  # noqa: E731
    shown = {"image": image, "alt_text": text[:200], "decorative": False}
    return [
        block("text", text),
        block("image", shown),
        block("slides", {"title": text[:100], "document": None, "pages": [item(shown)]}),
        block("case", {"title": text[:100], "text": text, "questions": [item(text)]}),
        block("callout", {"kind": "law", "title": text[:100], "text": text}),
        block("callout", {"kind": "tip", "title": "", "text": text}),
        block("checklist", {"title": text[:100], "points": [item(text)]}),
        block("module", module),
        block("link", {"title": text[:100], "url": "https://www.gov.cn/" + text[:100], "text": text[:100]}),
        block("link", {"title": "x", "url": "javascript:alert(1)", "text": ""}),
    ]


@pytest.mark.django_db
def test_hostile_text_is_harmless_in_every_block_on_page_and_preview() -> None:
    tree = make_tree()
    image = Image.objects.create(title=HOSTILE[0], file=get_test_image_file())
    lesson = make_course(organisation=tree.county, lessons=1).lessons[0]
    client, trainer = Client(), make_person(role=Role.TRAINER, organisation=tree.county)
    client.force_login(trainer)
    for number, text in enumerate(HOSTILE):
        module = TextModule.objects.create(organisation=tree.county, title=f"m{number}", body=text)
        publish(lesson, *every_block(text, image.pk, module.pk))
        page = client.get(lesson.url).content.decode()
        article = page.split('<article class="card reading"')[1].split("</article>")[0]
        assert dangers(article) == [], text
        preview = LessonPage.objects.get(pk=lesson.pk).make_preview_request(preview_mode="").render().content.decode()
        assert dangers(preview.split('<article class="card reading"')[1].split("</article>")[0]) == [], text
        assert "{{ 7" in article or "7|add" not in text
    api = client.get(f"/manage/api/main/pages/{lesson.pk}/")
    assert api["Content-Type"].startswith("application/json")
    assert api["X-Content-Type-Options"] == "nosniff"


@given(
    st.one_of(
        st.text(max_size=80), st.sampled_from(HOSTILE), st.from_regex(r"<[a-z]{1,6}( [a-z]+=\"?[^>]{0,9}\"?)?>.{0,9}")
    )
)
def test_no_text_at_all_is_dangerous_after_cleaning(text: str) -> None:
    once = cleaned(text)
    assert dangers(once) == []
    assert cleaned(once) == once


def test_what_the_editor_writes_is_not_looked_at_twice() -> None:
    html = (
        '<h2 data-block-key="a1b2c">一</h2><p data-block-key="x">二 &amp; <b>三</b><br/></p><hr/><ul><li>四</li></ul>'
    )
    assert KNOWN.fullmatch(html)
    assert cleaned(html) is html
    link = '<p>见<a linktype="document" id="3">文件</a>和<a href="https://www.gov.cn/">网站</a></p>'
    assert cleaned(cleaned(link)) == cleaned(link)
    assert 'linktype="document"' in cleaned(link)


def test_reading_time_counts_every_text_that_is_read() -> None:
    item = lambda value: {"type": "item", "value": value, "id": "1"}  # noqa: E731
    body = [
        block("text", "<p>" + "一" * 100 + "</p>"),
        block("case", {"title": "二" * 10, "text": "<p>" + "三" * 30 + "</p>", "questions": [item("四" * 10)]}),
        block("callout", {"kind": "note", "title": "五" * 10, "text": "六" * 30}),
        block("checklist", {"title": "七" * 10, "points": [item("八" * 40), item("九" * 40)]}),
        block("link", {"title": "十" * 10, "url": "https://www.gov.cn/", "text": "百" * 10}),
        block("module", 7),
    ]
    filled = contents.with_modules(body, {7: "<p>" + "千" * 100 + "</p>"})
    assert reading_ms(contents.texts(filled)) == 60_000
    assert contents.module_ids(body) == {7}


def test_case_without_questions_is_kept_as_it_was_before_there_were_any() -> None:
    old = block("case", {"title": "a", "text": "b"})
    assert contents.with_modules([{**old, "value": {**old["value"], "questions": []}}], {}) == [old]


def test_files_of_a_lesson_are_found_wherever_they_stand() -> None:
    shown = {"type": "item", "value": {"image": 2}, "id": "1"}
    body = [
        block("image", {"image": 1}),
        block("slides", {"title": "t", "document": 3, "pages": [shown]}),
        block("document", 4),
        block("callout", {"kind": "law", "title": "", "text": '<p><a id="5" linktype="document">x</a></p>'}),
    ]
    assert contents.image_ids(body) == {1, 2}
    assert contents.document_ids(body) == {3, 4, 5}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.gov.cn/zhengce/", "www.gov.cn"),
        ("https://gov.cn", "gov.cn"),
        ("https://www.gov.cn:443/", "www.gov.cn"),
        ("http://www.gov.cn/", ""),
        ("https://www.gov.cn.evil.example/", ""),
        ("https://evilgov.cn/", ""),
        ("https://www.gov.cn@evil.example/", ""),
        ("https://evil.example\\.gov.cn/", ""),
        ("https://www.gov.cn:8443/", ""),
        ("https://[::1]/", ""),
        ("https://ｗｗｗ.gov.cn/", ""),
        ("javascript:alert(1)//www.gov.cn", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_link_cards_lead_to_allowed_sites_alone(address: str, host: str) -> None:
    assert host_allowed(address) == host


@given(st.text(max_size=60))
def test_no_address_at_all_breaks_the_check_of_links(address: str) -> None:
    assert host_allowed(address) == "" or address.startswith("https://")


def test_link_elsewhere_and_slides_of_nothing_are_refused() -> None:
    for one, value in (
        (LinkCardBlock(), {"title": "x", "url": "https://evil.example/", "text": ""}),
        (SlidesBlock(), {"title": "x", "document": None, "pages": []}),
    ):
        with pytest.raises(ValidationError):
            one.clean(one.to_python(value))


@pytest.mark.django_db
def test_preview_opens_as_a_phone_also_before_saving_and_never_shows_the_key() -> None:
    tree = make_tree()
    made = make_course(organisation=tree.county, lessons=[Lesson(questions=[Question(explanation="谜底在此")])])
    client = Client()
    client.force_login(make_person(role=Role.TRAINER, organisation=tree.county))
    lesson = made.lessons[0]
    for page in (made.page, lesson):
        assert page.default_preview_size == "mobile"
        assert page.preview_sizes[0]["device_width"] == 375
    address = reverse("wagtailadmin_pages:preview_on_add", args=["courses", "lessonpage", made.page.pk])
    form = client.get(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", made.page.pk]))
    assert form.status_code == 200
    body = {
        "body-count": "2",
        **_posted(
            0,
            "text",
            json.dumps(
                {
                    "blocks": [
                        {
                            "key": "a",
                            "text": "没存的话",
                            "type": "unstyled",
                            "depth": 0,
                            "inlineStyleRanges": [],
                            "entityRanges": [],
                        }
                    ],
                    "entityMap": {},
                }
            ),
        ),
        "body-1-deleted": "",
        "body-1-order": "1",
        "body-1-type": "quiz",
        "body-1-id": "",
        "body-1-value-pass_percent": "60",
        "body-1-value-questions-count": "1",
        "body-1-value-questions-0-deleted": "",
        "body-1-value-questions-0-order": "0",
        "body-1-value-questions-0-type": "item",
        "body-1-value-questions-0-id": "",
        "body-1-value-questions-0-value-kind": "single",
        "body-1-value-questions-0-value-stem": "题",
        "body-1-value-questions-0-value-explanation": "谜底在此",
        "body-1-value-questions-0-value-options-count": "2",
    }
    for number in range(2):
        prefix = f"body-1-value-questions-0-value-options-{number}"
        body |= {
            f"{prefix}-deleted": "",
            f"{prefix}-order": str(number),
            f"{prefix}-type": "item",
            f"{prefix}-id": "",
            f"{prefix}-value-text": f"项{number}",
        }
    body["body-1-value-questions-0-value-options-0-value-is_correct"] = "on"
    facts = {"title": "没存的课", "slug": "draft", "goals": "", "practice": "", "claimed_minutes": "", **body}
    facts |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    answer = client.post(address, facts)
    assert answer.json() == {"is_valid": True, "is_available": True}
    html = client.get(address).content.decode()
    assert "没存的话" in html
    assert "谜底在此" not in html
    assert "is_correct" not in html
    assert LessonEdition.objects.count() == 1
    kept = client.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).content.decode()
    assert "谜底在此" not in kept
    course = client.get(reverse("wagtailadmin_pages:view_draft", args=[made.page.pk]))
    assert lesson.title in course.content.decode()


def _posted(number: int, kind: str, value: str) -> dict[str, str]:
    prefix = f"body-{number}"
    return {
        f"{prefix}-deleted": "",
        f"{prefix}-order": str(number),
        f"{prefix}-type": kind,
        f"{prefix}-id": "",
        f"{prefix}-value": value,
    }
