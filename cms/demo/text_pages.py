"""The site's own pages: home, catalogue, policy, help."""

from __future__ import annotations

from typing import TypeVar

from wagtail.models import Page

from courses.models import CourseIndexPage
from people.models import User

from ..models import HomePage, TextPage
from ..site import set_up_site
from .markup import ContentError, Text, parse
from .words import DATA, words

P = TypeVar("P", bound=Page)


def make_text_pages(*, by: User) -> int:
    """Home page, catalogue and text pages; answers how many pages are new."""
    before = _own_pages()
    site = words("site")
    introduction = f"<p>{site['home']['introduction']}</p>"
    set_up_site(home_title=site["home"]["title"], catalogue_title=site["catalogue"]["title"], introduction=introduction)
    home = HomePage.objects.get()
    for facts in site["pages"]:
        if not TextPage.objects.child_of(home).filter(slug=facts["slug"]).exists():
            body = _running_text(f"{facts['slug']}.md")
            publish(HomePage.objects.get(), TextPage(title=facts["title"], slug=facts["slug"], body=body), by)
    return _own_pages() - before


def _own_pages() -> int:
    return sum(model.objects.count() for model in (HomePage, CourseIndexPage, TextPage))


def publish(parent: Page, page: P, by: User) -> P:
    """Add a page below `parent` and publish it: what is shipped needs no reviewer."""
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    return page


def _running_text(name: str) -> str:
    blocks = parse((DATA / "pages" / name).read_text("utf-8"), source=f"pages/{name}")
    if not all(isinstance(block, Text) for block in blocks):
        raise ContentError(f"pages/{name}", 1, "a text page has no cases")
    return "".join(block.html for block in blocks)
