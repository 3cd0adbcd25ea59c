"""Opening an account without HR, and HR's answer to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.enums import JoinState, OrganisationKind, Role
from people.models import JoinRequest, Membership, Organisation, SmsQuota, User
from people.selectors.joining import choices_below, choices_named
from people.services.joining import (
    approve_join_request,
    refuse_join_request,
)
from tests.factories.joining import officer, register
from tests.factories.people import Tree, make_organisation, make_person, make_tree
from tests.factories.sms import Outbox, outbox_instead_of_gateway

PHONE, OTHER = "13800138000", "13900139000"
TODAY = dt.date(2026, 11, 24)
ASK, CODE, JOIN, WAITING = "/accounts/register/", "/accounts/register/code/", "/accounts/join/", "/accounts/waiting/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    return outbox_instead_of_gateway(monkeypatch)


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


def prove(client: Client, outbox: Outbox, phone: str = PHONE) -> Any:
    client.post(ASK, {"phone": phone})
    return client.post(CODE, {"code": outbox.code})


def apply(client: Client, tree: Tree, name: str = "王小芳", category: str = "community") -> Any:
    return client.post(f"{JOIN}{tree.community.pk}/", {"name": name, "worker_category": category})


# The person's side


def test_nothing_is_counted_for_whoever_waits(client: Client, tree: Tree, outbox: Outbox) -> None:
    prove(client, outbox)
    apply(client, tree)
    for answer in (client.get("/api/v1/me/hours/"), client.post("/api/v1/study/sessions/", {})):
        assert (answer.status_code, answer.json()["code"]) == (403, "waiting_for_approval")
    approve_join_request(join_request=JoinRequest.objects.get(), by=officer(tree), at=timezone.now())
    assert client.get("/api/v1/me/hours/").status_code == 200


def test_person_registers_waits_is_approved_and_begins(client: Client, tree: Tree, outbox: Outbox) -> None:
    assert prove(client, outbox)["Location"] == JOIN
    assert client.get(JOIN).status_code == 200
    assert apply(client, tree)["Location"] == WAITING
    person = User.objects.get(phone=PHONE)
    assert (person.real_name, person.claimed_at is not None, person.has_usable_password()) == ("王小芳", True, False)
    assert client.get("/my/")["Location"] == WAITING
    assert client.get("/my/profile/").status_code == 200
    assert tree.community.name in client.get(WAITING).content.decode()
    request = JoinRequest.objects.get()
    approve_join_request(join_request=request, by=officer(tree), at=timezone.now())
    assert client.get(WAITING)["Location"] == "/my/"
    assert client.get("/my/").status_code == 200
    (membership,) = Membership.objects.filter(person=person)
    assert (membership.role, membership.organisation, membership.worker_category) == (
        Role.LEARNER,
        tree.community,
        "community",
    )


def test_everything_stands_in_the_log_without_name_and_number(tree: Tree) -> None:
    request = register(tree)
    approve_join_request(join_request=request, by=officer(tree), at=timezone.now())
    rows = ModelLogEntry.objects.filter(object_id=str(request.person.pk)).order_by("pk")
    assert [row.action for row in rows] == [
        "people.register",
        "people.ask_to_join",
        "people.approve_join_request",
        "people.grant_role",
    ]
    assert "王小芳" not in str([(row.label, row.data) for row in rows])
    assert PHONE not in str([(row.label, row.data) for row in rows])


def test_number_with_an_account_is_told_so_only_when_proved(client: Client, tree: Tree, outbox: Outbox) -> None:
    make_person(phone=PHONE)
    first = client.post(ASK, {"phone": PHONE})
    second = Client().post(ASK, {"phone": OTHER})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, CODE)
    assert [one.phone for one in outbox.sent] == [PHONE, OTHER]
    outbox.sent.pop()
    page = client.post(CODE, {"code": outbox.code})
    assert page.status_code == 200
    assert 'href="/accounts/phone/"' in page.content.decode()
    assert client.get(JOIN)["Location"] == ASK


@pytest.mark.parametrize("path", [JOIN, f"{JOIN}1/"])
def test_nobody_chooses_without_a_proved_number(client: Client, tree: Tree, path: str) -> None:
    place = path.replace("1/", f"{tree.community.pk}/")
    assert client.get(place)["Location"] == ASK
    assert client.post(place, {"name": "王小芳", "worker_category": "community"}).status_code in {302, 405}
    assert User.objects.count() == 0


def test_proof_of_the_number_ends_after_an_hour(client: Client, tree: Tree, outbox: Outbox) -> None:
    prove(client, outbox)
    session = client.session
    session["phone_proved"] = {"phone": PHONE, "until": timezone.now().timestamp() - 1}
    session.save()
    assert apply(client, tree)["Location"] == ASK


@pytest.mark.parametrize(
    "name",
    [
        "",
        "王小芳\r\nX-Header: 1",
        "<b>王</b>",
        "{{ 7 }}",
        '=HYPERLINK("http://x","a")',
        "王\x00芳",
        "王123",
        "王" * 61,
        "javascript:alert(1)",
    ],
)
def test_name_that_is_none_is_refused_at_the_field(client: Client, tree: Tree, outbox: Outbox, name: str) -> None:
    prove(client, outbox)
    answer = apply(client, tree, name=name)
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"]
    assert "<b>" not in answer.content.decode().replace("&lt;b&gt;", "")
    assert not User.objects.exists()


def test_line_break_at_the_end_of_a_name_is_gone(client: Client, tree: Tree, outbox: Outbox) -> None:
    prove(client, outbox)
    apply(client, tree, name=" 王小芳\r\n")
    assert User.objects.get().real_name == "王小芳"


@pytest.mark.parametrize("category", ["", "superuser", "community "])
def test_category_is_one_of_the_list(client: Client, tree: Tree, outbox: Outbox, category: str) -> None:
    prove(client, outbox)
    assert apply(client, tree, category=category).context["form"].errors["worker_category"]


def test_more_fields_than_asked_change_nothing(client: Client, tree: Tree, outbox: Outbox) -> None:
    prove(client, outbox)
    extra = {field.name: "1" for field in User._meta.get_fields()} | {"state": "approved", "is_superuser": "on"}
    facts = {**extra, "name": "王小芳", "worker_category": "community", "phone": OTHER}
    client.post(f"{JOIN}{tree.community.pk}/", facts)
    person = User.objects.get()
    assert (person.is_superuser, person.is_staff, person.phone) == (False, False, PHONE)
    assert JoinRequest.objects.get().state == JoinState.PENDING
    assert not person.memberships.exists()


def test_refused_person_reads_why_and_asks_another_organisation(client: Client, tree: Tree, outbox: Outbox) -> None:
    prove(client, outbox)
    apply(client, tree)
    reason = "请向留下街道申请 <script>alert(1)</script>"
    refuse_join_request(join_request=JoinRequest.objects.get(), reason=reason, by=officer(tree), at=timezone.now())
    page = client.get(WAITING).content.decode()
    assert "请向留下街道申请" in page
    assert "<script>alert" not in page
    assert client.get("/my/")["Location"] == WAITING
    form = client.get(f"{JOIN}{tree.township.pk}/").context["form"]
    assert list(form.fields) == ["worker_category"]
    client.post(f"{JOIN}{tree.township.pk}/", {"worker_category": "station"})
    assert JoinRequest.objects.get(state=JoinState.PENDING).organisation == tree.township


def test_request_is_taken_back_and_another_organisation_asked(client: Client, tree: Tree, outbox: Outbox) -> None:
    prove(client, outbox)
    apply(client, tree)
    again = client.post(f"{JOIN}{tree.township.pk}/", {"worker_category": "station"})
    assert again.status_code == 200
    assert again.context["form"].non_field_errors()
    assert client.post(f"{WAITING}withdraw/")["Location"] == WAITING
    assert client.post(f"{WAITING}withdraw/")["Location"] == WAITING  # twice is harmless
    client.post(f"{JOIN}{tree.township.pk}/", {"worker_category": "station"})
    assert list(JoinRequest.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "pending"]


def test_members_have_nothing_to_ask(client: Client, tree: Tree) -> None:
    client.force_login(make_person(organisation=tree.community))
    assert client.get(JOIN)["Location"] == "/my/profile/"
    assert client.get(WAITING)["Location"] == "/my/"


def test_person_signs_in_again_and_still_waits(client: Client, tree: Tree, outbox: Outbox) -> None:
    register(tree)
    client.post("/accounts/phone/", {"phone": PHONE})
    client.post("/accounts/phone/code/", {"code": outbox.code})
    assert client.get("/my/")["Location"] == WAITING


def test_gateway_down_is_said_on_the_first_page(client: Client, tree: Tree, outbox: Outbox) -> None:
    outbox.is_down = True
    assert client.post(ASK, {"phone": PHONE}).status_code == 503


# Choosing


def test_organisations_are_offered_step_by_step_also_where_a_level_is_missing(
    client: Client, tree: Tree, outbox: Outbox
) -> None:
    direct = make_organisation(name="龙港社区", parent=tree.other_city, kind=OrganisationKind.COMMUNITY)
    prove(client, outbox)
    assert [choice.name for choice in client.get(JOIN).context["choices"]] == ["浙江省"]
    below = client.get(JOIN, {"under": tree.other_city.pk}).context["choices"]
    assert [choice.id for choice in below] == [direct.pk]
    page = client.get(JOIN, {"under": tree.other_city.pk}).content.decode()
    assert f'href="{JOIN}{direct.pk}/"' in page
    assert f'href="{JOIN}{tree.other_city.pk}/"' in page


@pytest.mark.parametrize("query", ["茶市街", " 茶市街 ", "茶市"])
def test_organisation_is_found_by_a_part_of_its_name(client: Client, tree: Tree, outbox: Outbox, query: str) -> None:
    prove(client, outbox)
    (found,) = client.get(JOIN, {"q": query}).context["choices"]
    assert (found.id, found.above) == (tree.community.pk, "浙江省 › 杭州市 › 西湖区 › 留下街道")


@pytest.mark.parametrize("query", ["茶", "%", "_", "无此社区", "' OR 1=1 --", "<script>", "\x00a", "x" * 500])
def test_search_for_nothing_finds_nothing(client: Client, tree: Tree, outbox: Outbox, query: str) -> None:
    prove(client, outbox)
    answer = client.get(JOIN, {"q": query})
    assert answer.status_code == 200
    assert answer.context["choices"] == []
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("under", ["", "0", "x", "-1", "9" * 30, "١"])
def test_strange_place_is_the_top(client: Client, tree: Tree, outbox: Outbox, under: str) -> None:
    prove(client, outbox)
    assert [choice.name for choice in client.get(JOIN, {"under": under}).context["choices"]] == ["浙江省"]


def test_closed_organisation_is_not_offered(client: Client, tree: Tree, outbox: Outbox) -> None:
    prove(client, outbox)
    Organisation.objects.filter(pk=tree.community.pk).update(closed_on=timezone.localdate())
    assert client.get(JOIN, {"q": "茶市街"}).context["choices"] == []
    below = client.get(JOIN, {"under": tree.township.pk}).context["choices"]
    assert [choice.id for choice in below] == [tree.other_community.pk]
    assert apply(client, tree)["Location"] == JOIN


def test_absent_organisation_leads_back_to_the_choice(client: Client, tree: Tree, outbox: Outbox) -> None:
    prove(client, outbox)
    for number in (999_999, 10**30):
        assert client.get(f"{JOIN}{number}/")["Location"] == JOIN


@pytest.mark.parametrize("number", [1, 3])
def test_choosing_costs_the_same_queries_whatever_is_there(
    tree: Tree, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        make_organisation(name="茶市街服务站", parent=tree.community)
    with django_assert_num_queries(1):
        choices_below(tree.community, on=TODAY)
    with django_assert_num_queries(2):
        assert len(choices_named("茶市街", on=TODAY)) == number + 1


def test_limits_apply_to_registration_too(client: Client, tree: Tree, outbox: Outbox) -> None:
    client.post(ASK, {"phone": PHONE})
    answer = Client().post(ASK, {"phone": PHONE})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 60
    SmsQuota.objects.all().delete()
    assert Client().post(ASK, {"phone": PHONE}).status_code == 302
