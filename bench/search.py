"""Chinese search and the catalogue at 5,000 courses, each with a lesson.

Floor of a search: what stands nearest without it, `icontains` on the title and the summary, with the same query.
Floor of a page: the same page of the same courses for a visitor who searches for nothing.
"""

from __future__ import annotations

import itertools
import random
import statistics
import time
from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.models import HomePage
from courses.enums import Category, ServiceField
from courses.models import CourseFigures, CourseIndexPage, CoursePage, LessonPage
from courses.search.finding import find_courses
from people.models import User

from .calling import Caller
from .measuring import p95, report, rounds

COURSES = 5_000
WHO = [
    "老年",
    "儿童",
    "青少年",
    "妇女",
    "残障",
    "社区",
    "家庭",
    "学校",
    "医务",
    "企业",
    "禁毒",
    "矫正",
    "农村",
    "灾后",
    "精神卫生",
]
WHAT = [
    "社会工作",
    "个案管理",
    "小组工作",
    "入户走访",
    "需求评估",
    "危机干预",
    "志愿者管理",
    "项目设计",
    "督导",
    "政策法规",
    "伦理",
]
HOW = ["实务", "基础", "进阶", "案例", "工作坊", "方法", "导论", "专题"]
# Real words, an abbreviation, pinyin in full and by first letters, a homophone, slips, nonsense.
QUERIES = [
    "老年",
    "社会工作",
    "社工实务",
    "老年社会工作实务",
    "laonian",
    "lnshgz",
    "老粘",
    "老年社会作实务",
    "laonain",
    "伦理",
    "倾听",
    "乱码胡言乱语",
]


def fill() -> None:
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=HomePage(title="百廿学堂", slug="home-bench"))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    index = home.add_child(instance=CourseIndexPage(title="课程", slug="courses"))
    courses = _pages_below([index], CoursePage, COURSES)
    lessons = _pages_below(courses, LessonPage, 1)
    Page.objects.filter(pk=index.pk).update(numchild=COURSES)
    chosen = random.Random(4)
    for page in courses:
        CoursePage(
            page_ptr_id=page.pk,
            summary=f"面向{chosen.choice(WHO)}服务的{chosen.choice(WHAT)}课。",
            category=Category.PRACTICE,
            service_field=chosen.choice(ServiceField.values),
        ).save_base(raw=True)
    for page in lessons:
        LessonPage(page_ptr_id=page.pk, body="[]").save_base(raw=True)
    CourseFigures.objects.bulk_create(
        CourseFigures(course_id=page.pk, lessons=1, seconds=60 * chosen.randint(10, 200)) for page in courses
    )
    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself after a while


def _pages_below(parents: list[Page], kind: type[Page], number: int) -> list[Page]:
    """As treebeard would have them; without going through it once for each of thousands of pages."""
    at, locale, kinds = timezone.now(), Locale.get_default(), ContentType.objects.get_for_model(kind)
    chosen = random.Random(5)
    return Page.objects.bulk_create(
        Page(
            title=_title(chosen, step) if kind is CoursePage else "第一讲 先倾听",
            draft_title="",
            slug=f"p{step}",
            content_type=kinds,
            path=Page._get_path(parent.path, parent.depth + 1, step),
            depth=parent.depth + 1,
            numchild=1 if kind is CoursePage else 0,
            url_path=f"{parent.url_path}p{step}/",
            locale=locale,
            live=True,
            first_published_at=at,
            last_published_at=at,
        )
        for parent in parents
        for step in range(1, number + 1)
    )


def _title(chosen: random.Random, number: int) -> str:
    return "".join(chosen.choice(words) for words in (WHO, WHAT, HOW)) + f"第{number}期"


def run(database: str) -> None:
    fill()
    turns = itertools.cycle(QUERIES)
    bare_turns = itertools.cycle(QUERIES)
    ours, bare = rounds(
        lambda: find_courses(next(turns)), lambda: _contains(next(bare_turns)), steps=1, times=20 * len(QUERIES)
    )
    report(f"search_p50_5000_courses_{database}", "ms", statistics.median(ours) * 1000, statistics.median(bare) * 1000)
    report(f"search_p95_5000_courses_{database}", "ms", p95(ours), p95(bare))
    _pages(database)


def _contains(query: str) -> list[int]:
    found = CoursePage.objects.live().filter(Q(title__icontains=query) | Q(summary__icontains=query))
    return list(found.values_list("pk", flat=True))


def _pages(database: str) -> None:
    caller = Caller(User.objects.create_user(f"bench-search-{time.time_ns()}", real_name="测试"))
    turns = itertools.cycle(QUERIES)
    ours, bare = rounds(
        lambda: caller.get(f"/courses/?q={quote(next(turns))}"), lambda: caller.get("/courses/"), steps=1, times=60
    )
    report(f"catalogue_search_p95_5000_courses_{database}", "ms", p95(ours), p95(bare))
