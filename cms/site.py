"""The site every installation has: home page, catalogue at /courses/, and what trainers may do there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from courses.models import CourseIndexPage
from courses.services.authoring_groups import ADMINISTRATOR_PAGES, WHOLE_SITE, open_files, open_page
from courses.services.regulations import load_regulations
from courses.services.workflow_setup import set_up_workflow
from people.enums import Role
from people.services.roles import keep_all_groups

from .models import HomePage

# The regulations that courses cite are one register for everybody.
REGISTER = ("add_regulation", "change_regulation")


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
    _take_back(catalogue, home)
    whole, is_new = Group.objects.get_or_create(name=WHOLE_SITE)
    if is_new:
        keep_all_groups(at=timezone.now())
    open_page(whole, home, ADMINISTRATOR_PAGES)
    open_files(whole, Collection.get_first_root_node())
    set_up_workflow(catalogue=catalogue)
    load_regulations()
    whole.permissions.add(*Permission.objects.filter(content_type__app_label="courses", codename__in=REGISTER))
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


def _take_back(*pages: Page) -> None:
    """Before courses belonged to organisations, every trainer and administrator had the whole site and all files."""
    staff = Group.objects.filter(name__in=(Role.TRAINER, Role.ADMINISTRATOR))
    GroupPagePermission.objects.filter(group__in=staff, page__in=[page.pk for page in pages]).delete()
    GroupCollectionPermission.objects.filter(group__in=staff, collection=Collection.get_first_root_node()).delete()
