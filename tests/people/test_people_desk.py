"""The desk's pages about people, organisations, posts and pairings: who sees what, and what each page costs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from people.enums import CodeSystem, Role
from people.identity import check_character
from people.models import AreaPairing, Membership, Organisation, OrganisationCode, Post, User
from people.services.identity import set_id_number
from people.views import person as person_page
from people.views.person_parts import PERSON_BUTTONS, PERSON_SECTIONS
from people.viewsets import capped
from tests.factories.organisations import give_code, make_post, make_uscc, merge, pair
from tests.factories.people import Tree, make_organisation, make_person, make_tree

pytestmark = pytest.mark.django_db
ID_NUMBER = "330000199001014410"
TODAY = timezone.localdate()


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="人事员", role=Role.HR, organisation=tree.county)


@pytest.fixture
def admin(tree: Tree) -> User:
    return make_person(name="管理员", role=Role.ADMINISTRATOR, organisation=tree.city)


def browser(user: User) -> Client:
    # What is remembered for the process, so that the first page of a test costs what the others do.
    ContentType.objects.clear_cache()
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def post(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, {name: str(value) for name, value in data.items()})


def organisation_url(organisation: Organisation) -> str:
    return reverse("people_organisation", args=[organisation.pk])


def person_url(person: User) -> str:
    return reverse("people_person", args=[person.pk])


def action(name: str, organisation: Organisation, *more: int) -> str:
    return reverse(f"organisations:{name}", args=[organisation.pk, *more])


def own_pages(tree: Tree) -> list[str]:
    person = make_person(organisation=tree.community)
    held = person.memberships.get()
    code, opened = give_code(tree.community, "330106001001"), make_post(tree.community)
    names = ("add", "rename", "kind", "add_code", "move", "merge", "split", "assign", "close", "posts", "open_post")
    return [
        organisation_url(tree.community),
        *(action(name, tree.community) for name in names),
        action("retire_code", tree.community, code.pk),
        action("end_post", tree.community, opened.pk),
        person_url(person),
        reverse("people:details", args=[person.pk]),
        reverse("people:give_role", args=[person.pk]),
        reverse("people:end_role", args=[person.pk, held.pk]),
        reverse("people:transfer", args=[person.pk, tree.community.pk]),
        reverse("people:leave", args=[person.pk, tree.community.pk]),
    ]


LISTS = ("people:index", "organisations:index", "post_shares:index", "pairings:index", "organisation_chooser:choose")


CHANGES_OF_THE_TREE = {"add", "rename", "kind", "add_code", "retire_code", "move", "merge", "split", "close"}


def test_every_page_opens_for_whoever_oversees_it(tree: Tree, hr: User, admin: User) -> None:
    pages = [*own_pages(tree), *map(reverse, LISTS)]
    for user in (hr, admin, make_person(is_superuser=True)):
        client = browser(user)
        for url in pages:
            is_closed = user == hr and resolve(url).url_name in CHANGES_OF_THE_TREE
            assert client.get(url).status_code == (302 if is_closed else 200), (user.real_name, url)


def test_forms_bring_the_scripts_of_their_fields(tree: Tree, admin: User) -> None:
    """Without them the organisation cannot be chosen and the day not be picked."""
    page = text(browser(admin), action("move", tree.community))
    assert "chooser-widget" in page
    assert "date-time-chooser" in page


def test_strangers_and_absent_rows_look_alike(tree: Tree) -> None:
    stranger = browser(make_person(role=Role.ADMINISTRATOR, organisation=tree.other_county))
    for url in own_pages(tree):
        assert stranger.get(url).status_code == 404, url
        assert stranger.post(url).status_code in {404, 405}, url
    assert stranger.get(reverse("people_organisation", args=[10**9])).status_code == 404
    assert stranger.get(reverse("people_person", args=[uuid.UUID(int=0)])).status_code == 404


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER])
def test_desk_is_closed_to_those_who_oversee_nobody(tree: Tree, role: Role) -> None:
    client = browser(make_person(role=role, organisation=tree.province))
    for url in [*own_pages(tree), *map(reverse, LISTS)]:
        answer = client.get(url)
        # Wagtail answers a refusal with the way to its own home.
        assert answer.status_code in {302, 403, 404}, url
        assert b"330106001001" not in answer.content


def test_menu_shows_the_group_to_overseers(tree: Tree, hr: User) -> None:
    assert reverse("organisations:index") in text(browser(hr), reverse("people:index"))


def test_people_list_masks_phone_and_id_number(tree: Tree, hr: User) -> None:
    person = make_person(name="王小明", organisation=tree.community, phone="13912345678")
    set_id_number(person=person, id_number=ID_NUMBER, by=None, at=timezone.now())
    outside = make_person(name="外人", organisation=tree.other_county)
    page = text(browser(hr), reverse("people:index"))
    assert "王小明" in page
    assert "139****5678" in page
    assert "330000********4410" in page
    assert "13912345678" not in page
    assert ID_NUMBER not in page
    assert outside.real_name not in page
    assert ID_NUMBER not in text(browser(hr), person_url(person))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("小明", True),
        ("王小明", True),
        ("13912345678", True),
        ("139 1234 5678", True),
        ("wang", True),
        ("1391234567", False),
        ("5678", False),
        ("<script>", False),
    ],
)
def test_people_are_searched_by_name_account_and_whole_phone(tree: Tree, hr: User, query: str, found: bool) -> None:
    make_person(name="王小明", username="wangxm", organisation=tree.community, phone="13912345678")
    page = browser(hr).get(reverse("people:index"), {"q": query}).content.decode()
    assert ("wangxm" in page) is found
    assert "<script>alert" not in page


def test_people_are_filtered_by_one_role_at_a_time(tree: Tree, hr: User) -> None:
    """Trainer there and learner here is no trainer here."""
    person = make_person(name="两处任职", username="twice", organisation=tree.community)
    Membership.objects.create(
        person=person, organisation=tree.other_township, role=Role.TRAINER, starts_on=dt.date(2020, 1, 1)
    )
    client = browser(hr)

    def listed(**filters: Any) -> bool:
        return "twice" in client.get(reverse("people:index"), filters).content.decode()

    assert listed(organisation=tree.township.pk, role=Role.LEARNER)
    assert not listed(organisation=tree.township.pk, role=Role.TRAINER)
    assert listed(role=Role.TRAINER)
    assert not listed(organisation=tree.other_township.pk, role=Role.LEARNER)
    assert not listed(category="agency")
    assert listed(state="waiting")
    assert not listed(state="disabled")
    assert not listed(state="claimed")


def test_organisation_outside_is_no_filter(tree: Tree, hr: User) -> None:
    answer = browser(hr).get(reverse("people:index"), {"organisation": tree.other_city.pk})
    assert answer.status_code == 200
    assert tree.other_city.name not in answer.content.decode()


def test_people_are_counted_up_to_a_cap(tree: Tree, hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capped, "CAP", 2)
    for _ in range(3):
        make_person(organisation=tree.community)
    answer = browser(hr).get(reverse("people:index"))
    assert answer.context["paginator"].count == 2
    assert "2" in answer.context["paginator"].items_count_label


@pytest.mark.parametrize("rows", [1, 3])
def test_people_list_takes_the_same_queries_for_any_rows(
    tree: Tree, hr: User, rows: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(rows):
        person = make_person(organisation=tree.community)
        set_id_number(person=person, id_number=_id_number(number), by=None, at=timezone.now())
    client = browser(hr)
    with django_assert_num_queries(PEOPLE_LIST):
        client.get(reverse("people:index"))


@pytest.mark.parametrize("rows", [1, 3])
def test_person_page_takes_the_same_queries_for_any_roles(
    tree: Tree,
    hr: User,
    rows: int,
    django_assert_num_queries: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without the parts of other subjects, which have tests of their own."""
    monkeypatch.setattr(person_page, "SECTIONS", PERSON_SECTIONS)
    monkeypatch.setattr(person_page, "BUTTONS", PERSON_BUTTONS)
    person = make_person(organisation=tree.community)
    for number in range(rows):
        place = make_organisation(parent=tree.township)
        Membership.objects.create(
            person=person, organisation=place, role=Role.TRAINER, starts_on=dt.date(2020, 1, 1 + number)
        )
    client = browser(hr)
    with django_assert_num_queries(PERSON_PAGE):
        client.get(person_url(person))


@pytest.mark.parametrize("rows", [1, 3])
def test_organisation_list_takes_the_same_queries_for_any_rows(
    tree: Tree, rows: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(rows):
        give_code(make_organisation(parent=tree.community), f"33010600100{number}")
    client = browser(make_person(role=Role.HR, organisation=tree.community))
    with django_assert_num_queries(ORGANISATION_LIST):
        client.get(reverse("organisations:index"))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("place", ["city", "township"])
def test_organisation_page_takes_the_same_queries_for_city_and_township(
    tree: Tree, place: str, rows: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    organisation = getattr(tree, place)
    for number in range(rows):
        child = make_organisation(parent=organisation)
        give_code(child, f"33010600100{number}")
        make_person(organisation=child)
    client = browser(make_person(role=Role.HR, organisation=tree.province))
    with django_assert_num_queries(ORGANISATION_PAGE):
        client.get(organisation_url(organisation))


@pytest.mark.parametrize("rows", [1, 3])
def test_share_list_and_posts_page_take_the_same_queries_for_any_rows(
    tree: Tree, hr: User, rows: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(rows):
        make_post(tree.township, f"社工{number}")
        make_post(make_organisation(parent=tree.township))
    client = browser(hr)
    with django_assert_num_queries(SHARE_LIST):
        client.get(reverse("post_shares:index"))
    with django_assert_num_queries(POSTS_PAGE):
        client.get(action("posts", tree.township))


@pytest.mark.parametrize("rows", [1, 3])
def test_pairing_list_takes_the_same_queries_for_any_rows(
    tree: Tree, admin: User, rows: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(rows):
        pair(tree.county, make_organisation(parent=tree.other_county))
    client = browser(admin)
    with django_assert_num_queries(PAIRING_LIST):
        client.get(reverse("pairings:index"))


def test_organisation_page_tells_people_codes_and_history(tree: Tree, hr: User) -> None:
    for _ in range(3):
        make_person(organisation=tree.community)
    give_code(tree.township, "330106013")
    give_code(tree.township, make_uscc(5), CodeSystem.USCC)
    merge(make_organisation(parent=tree.county, name="老留下镇"), into=tree.township)
    page = text(browser(hr), organisation_url(tree.county))
    assert "330106013" in page
    assert make_uscc(5) in page
    assert "老留下镇" not in page
    assert "老留下镇" in text(browser(hr), organisation_url(tree.county) + "?closed")
    below = text(browser(hr), organisation_url(tree.township))
    assert "老留下镇" in below
    assert "民政厅" in below


def test_organisations_are_searched_by_name_and_code(tree: Tree, hr: User) -> None:
    give_code(tree.community, make_uscc(5), CodeSystem.USCC)
    client = browser(hr)
    for query, found in [("茶市街", True), (make_uscc(5)[:10], True), (make_uscc(5).lower(), True), ("没有", False)]:
        for url in (reverse("organisations:index"), reverse("organisation_chooser:choose_results")):
            page = client.get(url, {"q": query}).content.decode()
            assert (organisation_url(tree.community) in page or "chosen/" in page) is found, (query, url)


def test_chooser_offers_what_one_oversees_and_nothing_else(tree: Tree, hr: User) -> None:
    client = browser(hr)
    page = text(client, reverse("organisation_chooser:choose_results"))
    assert tree.county.name in page
    assert tree.other_county.name not in page
    for organisation, status in [(tree.community, 200), (tree.other_county, 404)]:
        assert client.get(reverse("organisation_chooser:chosen", args=[organisation.pk])).status_code == status
    for wrong in ("x", "9" * 30, "²"):
        assert client.get(reverse("organisation_chooser:chosen", args=[wrong])).status_code == 404


def test_hr_gives_learner_and_trainer_and_nothing_more(tree: Tree, hr: User) -> None:
    person, client = make_person(organisation=tree.community), browser(hr)
    url = reverse("people:give_role", args=[person.pk])
    facts = {"organisation": tree.township.pk, "starts_on": TODAY}
    for role in (Role.HR, Role.ADMINISTRATOR):
        assert post(client, url, role=role, **facts).status_code == 200
    assert post(client, url, role=Role.TRAINER, **{**facts, "organisation": tree.other_county.pk}).status_code == 200
    assert person.memberships.count() == 1
    assert post(client, url, role=Role.TRAINER, **facts).status_code == 302
    assert person.memberships.filter(role=Role.TRAINER, organisation=tree.township).exists()


def test_administrator_gives_and_ends_every_role(tree: Tree, admin: User) -> None:
    person, client = make_person(organisation=tree.community), browser(admin)
    url = reverse("people:give_role", args=[person.pk])
    assert post(client, url, role=Role.HR, organisation=tree.township.pk, starts_on=TODAY).status_code == 302
    held = person.memberships.get(role=Role.HR)
    ending = reverse("people:end_role", args=[person.pk, held.pk])
    assert post(client, ending, ends_on=TODAY - dt.timedelta(days=1)).status_code == 200
    assert post(client, ending, ends_on=TODAY).status_code == 302
    held.refresh_from_db()
    assert held.ends_on == TODAY


def test_role_of_somebody_else_is_not_ended_by_its_number(tree: Tree, hr: User) -> None:
    person, other = make_person(organisation=tree.community), make_person(organisation=tree.other_county)
    url = reverse("people:end_role", args=[person.pk, other.memberships.get().pk])
    assert post(browser(hr), url, ends_on=TODAY).status_code == 404


def test_transfer_and_leaving_by_form(tree: Tree, hr: User) -> None:
    person, client = make_person(organisation=tree.community), browser(hr)
    url = reverse("people:transfer", args=[person.pk, tree.community.pk])
    assert post(client, url, target=tree.community.pk, starts_on=TODAY).status_code == 200
    assert post(client, url, target=tree.other_township.pk, starts_on=TODAY).status_code == 302
    assert person.memberships.get(ends_on=None).organisation == tree.other_township
    url = reverse("people:leave", args=[person.pk, tree.other_township.pk])
    assert post(client, url, ends_on=TODAY, reason="").status_code == 200
    assert post(client, url, ends_on=TODAY, reason="辞职").status_code == 302
    assert not person.memberships.filter(ends_on=None).exists()


def test_details_are_changed_without_showing_the_old_ones(tree: Tree, hr: User) -> None:
    person = make_person(name="王小民", organisation=tree.community, phone="13912345678", email="wang@example.org")
    url, client = reverse("people:details", args=[person.pk]), browser(hr)
    page = text(client, url)
    assert "139****5678" in page
    assert "13912345678" not in page
    assert "wang@example.org" not in page
    assert post(client, url, real_name="王小明", phone="", email="").status_code == 302
    person.refresh_from_db()
    assert (person.real_name, person.phone, person.email) == ("王小明", "13912345678", "wang@example.org")
    assert post(client, url, real_name="王小明", phone="123", email="").status_code == 200


def test_form_fields_of_the_model_are_not_taken(tree: Tree, hr: User) -> None:
    """Mass assignment: what the form does not ask for changes nothing."""
    person = make_person(organisation=tree.community)
    before = User.objects.filter(pk=person.pk).values().get()
    extra = {
        field.name: "1" for field in User._meta.concrete_fields if field.name not in {"real_name", "phone", "email"}
    }
    url = reverse("people:details", args=[person.pk])
    post(browser(hr), url, real_name=person.real_name, phone="", email="", groups="1", **extra)
    assert User.objects.filter(pk=person.pk).values().get() == before
    assert not person.groups.exists()


def test_organisation_is_added_with_codes_by_form(tree: Tree, admin: User) -> None:
    client, url = browser(admin), action("add", tree.county)
    facts = {"name": "西湖区社工站", "kind": "station", "on": TODAY}
    page = post(client, url, **facts, uscc=make_uscc(9)[:-1])
    assert page.status_code == 200
    assert not Organisation.objects.filter(name="西湖区社工站").exists()
    answer = post(client, url, **facts, uscc=make_uscc(9), division="330106099")
    made = Organisation.objects.get(name="西湖区社工站")
    assert answer.url == organisation_url(made)
    assert made.codes.count() == 2


def test_tree_actions_by_form(tree: Tree, admin: User) -> None:
    client = browser(admin)
    cited = {"effective_on": TODAY, "citation": "决定"}
    page = post(client, action("move", tree.township), parent=tree.community.pk, **cited)
    assert page.status_code == 200
    assert tree.community.name in page.content.decode()
    assert post(client, action("move", tree.township), parent=tree.other_county.pk, **cited).status_code == 302
    assert post(client, action("rename", tree.township), name="新留下", **cited).status_code == 302
    assert post(client, action("kind", tree.community), kind="village").status_code == 302
    facts = {"system": "division", "code": "330106050", "valid_from": TODAY, "valid_to": ""}
    assert post(client, action("add_code", tree.township), **facts).status_code == 302
    code = OrganisationCode.objects.get()
    assert post(client, action("retire_code", tree.township, code.pk), valid_to=TODAY).status_code == 302
    split = {"names": "第一社区\r\n第二社区", "heir": "", **cited}
    assert post(client, action("split", tree.community), **split).status_code == 302
    person = make_person(organisation=tree.community)
    heir = Organisation.objects.get(name="第一社区")
    held = person.memberships.get().pk
    facts = {"memberships": held, "heir": heir.pk, "starts_on": TODAY}
    assert post(client, action("assign", tree.community), **facts).status_code == 302
    assert person.memberships.get(ends_on=None).organisation == heir
    assert post(client, action("close", tree.community), **cited).status_code == 302
    assert post(client, action("merge", tree.community), heir=heir.pk, **cited).status_code == 200, "closed already"
    assert post(client, action("merge", heir), heir=tree.other_township.pk, **cited).status_code == 302
    assert Organisation.find_problems() == ([], [], [], [], [])


def test_posts_and_pairings_by_form(tree: Tree, admin: User) -> None:
    client = browser(admin)
    facts = {"title": "社工", "is_social_work": "on", "places": 7, "valid_from": TODAY}
    assert post(client, action("open_post", tree.township), **facts).status_code == 302
    assert post(client, action("open_post", tree.township), **facts).status_code == 200
    assert post(client, action("open_post", tree.township), **{**facts, "places": 0}).status_code == 200
    opened = Post.objects.get()
    assert opened.is_professional
    assert "100.0 %" in text(client, action("posts", tree.township))
    assert post(client, action("end_post", tree.township, opened.pk), valid_to=TODAY).status_code == 302
    facts = {"first": tree.county.pk, "second": tree.other_county.pk, "starts_on": TODAY, "note": "南北结对"}
    assert post(client, reverse("pairings:add"), **facts).status_code == 302
    assert post(client, reverse("pairings:add"), **facts).status_code == 200
    pairing = AreaPairing.objects.get()
    assert "南北结对" in text(client, reverse("pairings:index"))
    assert post(client, reverse("pairings:end", args=[pairing.pk]), ends_on=TODAY).status_code == 302


def test_hr_sees_pairings_and_changes_none(tree: Tree, hr: User) -> None:
    pairing = pair(tree.county, tree.other_county)
    client = browser(hr)
    assert tree.other_county.name in text(client, reverse("pairings:index"))
    assert reverse("pairings:end", args=[pairing.pk]) not in text(client, reverse("pairings:index"))
    for url in (reverse("pairings:add"), reverse("pairings:end", args=[pairing.pk])):
        assert client.get(url).status_code in {302, 403, 404}


def test_markup_in_names_stays_text(tree: Tree, admin: User) -> None:
    """Names from before the rule, or from elsewhere."""
    Organisation.objects.filter(pk=tree.community.pk).update(name="<img src=x onerror=alert(1)>")
    person = make_person(name="<svg/onload=alert(1)>", organisation=tree.community)
    client = browser(admin)
    for url in (
        reverse("people:index"),
        reverse("organisations:index"),
        organisation_url(tree.township),
        organisation_url(tree.community),
        person_url(person),
        reverse("organisation_chooser:choose_results"),
    ):
        page = text(client, url)
        assert "<img src=x" not in page
        assert "<svg/onload" not in page


def _id_number(number: int) -> str:
    first = f"33000019900101{number:03d}"
    return first + check_character(first)


FRAME = 10
"""The session, the account with its permissions, and Wagtail's frame with the menu: the same on every page."""
PEOPLE_LIST = FRAME + 8
PERSON_PAGE = FRAME + 10
ORGANISATION_LIST = FRAME + 4
ORGANISATION_PAGE = FRAME + 15
SHARE_LIST = FRAME + 3
POSTS_PAGE = FRAME + 7
PAIRING_LIST = FRAME + 5
