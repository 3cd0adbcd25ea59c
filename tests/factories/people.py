"""People and organisations for tests: plain functions with defaults."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils import timezone

from people.enums import CodeSystem, OrganisationKind, Role
from people.models import Organisation, OrganisationCode, User
from people.services.roles import grant_role

PASSWORD = "bainian-demo"
_numbers = count(1)


@dataclass(frozen=True)
class Tree:
    """Two cities; the first has two counties, the first of which has two townships, and so on."""

    province: Organisation
    city: Organisation
    other_city: Organisation
    county: Organisation
    other_county: Organisation
    township: Organisation
    other_township: Organisation
    community: Organisation
    other_community: Organisation


def make_organisation(
    *,
    name: str = "",
    kind: OrganisationKind = OrganisationKind.COMMUNITY,
    parent: Organisation | None = None,
    code: str = "",
) -> Organisation:
    """An organisation below `parent`, or a root; `code` is a division code in force since 2023."""
    number = next(_numbers)
    fields = {"name": name or f"组织{number}", "kind": kind}
    if parent is None:
        organisation = Organisation.add_root(**fields)
    else:
        parent.refresh_from_db()  # treebeard counts children on the instance
        organisation = parent.add_child(**fields)
    if code:
        OrganisationCode.objects.create(
            organisation=organisation, system=CodeSystem.DIVISION, code=code, valid_from=dt.date(2023, 12, 31)
        )
    return organisation


def make_tree() -> Tree:
    province = make_organisation(name="浙江省", kind=OrganisationKind.PROVINCE)
    city = make_organisation(name="杭州市", kind=OrganisationKind.CITY, parent=province)
    county = make_organisation(name="西湖区", kind=OrganisationKind.COUNTY, parent=city)
    township = make_organisation(name="留下街道", kind=OrganisationKind.TOWNSHIP, parent=county)
    return Tree(
        province=province,
        city=city,
        other_city=make_organisation(name="宁波市", kind=OrganisationKind.CITY, parent=province),
        county=county,
        other_county=make_organisation(name="上城区", kind=OrganisationKind.COUNTY, parent=city),
        township=township,
        other_township=make_organisation(name="北山街道", kind=OrganisationKind.TOWNSHIP, parent=county),
        community=make_organisation(name="茶市街社区", parent=township),
        other_community=make_organisation(name="小和山社区", parent=township),
    )


def make_person(
    *,
    name: str = "张三",
    role: Role | str = Role.LEARNER,
    organisation: Organisation | None = None,
    username: str = "",
    password: str = PASSWORD,
    phone: str = "",
    starts_on: dt.date = dt.date(2020, 1, 1),
    **fields: Any,
) -> User:
    """A person with one role; without an organisation no role. More fields go to the user: `is_superuser=True`."""
    username = username or f"person{next(_numbers)}"
    person = User.objects.create_user(username, password, real_name=name, phone=phone, **fields)
    if organisation is not None:
        grant_role(person=person, organisation=organisation, role=role, starts_on=starts_on, by=None, at=timezone.now())
    return person
