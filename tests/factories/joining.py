"""Requests to join, and officers who decide about them."""

from __future__ import annotations

from django.utils import timezone

from people.enums import Role, WorkerCategory
from people.models import JoinRequest, User
from people.services.joining import register_person

from .people import Tree, make_person

PHONE = "13800138000"


def register(tree: Tree, phone: str = PHONE, name: str = "王小芳") -> JoinRequest:
    """Somebody who has opened an account and asks the community."""
    person = register_person(
        phone=phone,
        name=name,
        organisation=tree.community,
        worker_category=WorkerCategory.COMMUNITY,
        at=timezone.now(),
    )
    return JoinRequest.objects.get(person=person)


def officer(tree: Tree, place: str = "county", role: Role = Role.HR) -> User:
    """Of the organisation at `place` of the tree."""
    return make_person(name="周人事", role=role, organisation=getattr(tree, place))
