"""The site every installation has: home page, catalogue at /courses/, and what trainers may do there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from courses.models import CourseIndexPage
from people.enums import Role

from .models import HomePage

TRAINER_PAGES = ("add_page", "change_page", "publish_page")
ADMINISTRATOR_PAGES = (*TRAINER_PAGES, "lock_page", "unlock_page", "bulk_delete_page")
FILES = [
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
    ("wagtailmedia", ("add_media", "change_media")),  # its policy asks for its own model, not for LessonMedia
]


@transaction.atomic
def set_up_site(*, home_title: str = "", catalogue_title: str = "", introduction: str = "") -> CourseIndexPage:
    """Make what is missing and answer the catalogue; a second call changes nothing.

    Needs the permission rows, which Django writes after all migrations: that is why this is no migration.
    """
    home = HomePage.objects.first() or _make_home(home_title or settings.WAGTAIL_SITE_NAME, introduction)
    catalogue = CourseIndexPage.objects.first()
    if catalogue is None:
        # Translators: title of the page that lists all courses.
        page = CourseIndexPage(title=catalogue_title or _("Courses"), slug="courses")
        catalogue = home.add_child(instance=page)
        page.save_revision().publish()
    trainers = Group.objects.get(name=Role.TRAINER)
    administrators = Group.objects.get(name=Role.ADMINISTRATOR)
    _may_edit(trainers, catalogue, TRAINER_PAGES)
    _may_edit(administrators, home, ADMINISTRATOR_PAGES)
    for group in (trainers, administrators):
        _may_use_files(group)
    return CourseIndexPage.objects.get(pk=catalogue.pk)


def _make_home(title: str, introduction: str) -> HomePage:
    """The home page in place of Wagtail's own welcome page."""
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title=title, slug="front", introduction=introduction))
    home.save_revision().publish()
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    before = site.root_page if site.root_page_id else None
    site.root_page, site.site_name = home, settings.WAGTAIL_SITE_NAME
    site.hostname, site.port = address.hostname, port
    site.save()
    if before and before.specific_class is Page and not before.numchild:
        Page.objects.get(pk=before.pk).delete()
    return HomePage.objects.get(pk=home.pk)


def _may_edit(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=Page.objects.get(pk=page.pk), permission=permission)


def _may_use_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    for app, codenames in FILES:
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
