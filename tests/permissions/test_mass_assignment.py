"""Fields that a form does not have change nothing, whatever names they are sent under.

Every POST form that a page shows is sent twice from the same state: as the page gives it, and with every field of
every model of people beside it, each with a value that would matter. Both times the database must end up alike.
"""

from __future__ import annotations

import re
import uuid
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import models

from people.models import Organisation, User

from .asking import ask, undone
from .forms import Form, forms_of
from .routes import all_routes
from .table import lines
from .test_matrix import path_of
from .world import World

RANDOM_NAME = re.compile(r"[a-z]{0,3}-?[0-9a-z]{6,32}")
POISON = "poison-Passphrase-7"
SENDERS = ("anonymous", "owner", "hr own", "administrator own")
OURS = ("people.", "courses.", "attendance.", "certificates.", "cms.", "allauth.")
OPAQUE = (models.DateTimeField, models.UUIDField, models.AutoField, models.BinaryField)
TABLES = [model for model in apps.get_models() if model._meta.app_label == "people"] + [Group]


def ours() -> list[str]:
    """Addresses of the product's own pages, and Wagtail's user screens, which are made of our forms."""
    return sorted(
        text
        for text, route in all_routes().items()
        if text in lines()
        and (route.callback.__module__.startswith((*OURS, "wagtail.admin.views.generic")) or "manage/users/" in text)
        and not text.startswith("api/")
    )


def poison(world: World, form: Form) -> dict[str, Any]:
    """Every field of every model of people that the form itself does not have."""
    stranger, province = world.people["foreigner"].pk, world.tree.province.pk
    wanted: dict[str, Any] = {"password1": POISON, "password2": POISON, "groups": Group.objects.get(name="hr").pk}
    for model in TABLES:
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                wanted[field.name] = wanted[field.attname] = province if field.name == "organisation" else stranger
            elif isinstance(field, models.BooleanField):
                wanted[field.name] = "on"
            elif isinstance(field, models.Field):
                wanted[field.name] = {"role": "administrator", "password": POISON}.get(field.name, "poison")
    return {name: value for name, value in wanted.items() if name not in form.fields}


def state(known: set[Any]) -> dict[str, list[str]]:
    """Everything in the tables of people but ids, instants and sealed values, which differ each time."""
    found = {}
    for model in TABLES:
        kept = [
            field.attname
            for field in model._meta.concrete_fields
            if not isinstance(field, OPAQUE)
            and not field.name.endswith(("sealed", "password", "sha256", "file_name", "code_hash"))
            and not _is_new_each_time(field)
        ]
        rows = model._base_manager.values(*kept)
        found[model._meta.label] = sorted(str([_settled(value, known) for value in row.values()]) for row in rows)
    found["groups"] = sorted(map(str, User.groups.through.objects.values_list("user", "group")))
    return found


def _settled(value: Any, known: set[Any]) -> Any:
    """Random numbers, and account names made of them, are alike when the request has made them."""
    is_random = isinstance(value, uuid.UUID) or (isinstance(value, str) and RANDOM_NAME.fullmatch(value))
    return "new" if is_random and value not in known else value


def _is_new_each_time(field: Any) -> bool:
    """Points to a row that the request may make itself; whose and where it is, is compared."""
    return field.related_model is not None and field.related_model not in {User, Organisation}


def after(world: World, sender: str, path: str, data: dict[str, Any]) -> tuple[int, dict[str, list[str]]]:
    cache.clear()  # rate limits count there
    known = {fact for person in User.objects.all() for fact in (person.pk, person.username)}
    with undone():
        response = world.client(sender).post(path, data)
        left = state(known)
        assert response.status_code < 500, f"{sender}: POST {path} -> {response.status_code}"
        with_password = [user.username for user in User.objects.all() if user.check_password(POISON)]
        assert with_password == [], f"{sender}: POST {path} set a password"
    return response.status_code, left


sent: dict[str, int] = {}


@pytest.mark.parametrize("text", ours())
def test_fields_that_a_form_does_not_have_change_nothing(text: str, world: World) -> None:
    line = lines()[text]
    path = path_of(all_routes()[text], line, world)
    for sender in ("superuser",) if "manage/users/" in text else SENDERS:
        if not line.may(sender, "get"):
            continue
        for form in forms_of(ask(world, sender, "get", path).text):
            target = urlsplit(urljoin(path, form.action)).path
            if target in {"/accounts/logout/", "/manage/logout/", "/i18n/setlang/", "/large-mode/"}:
                continue
            plain = after(world, sender, target, form.filled())
            with_more = after(world, sender, target, form.filled() | poison(world, form))
            changed = [name for name in plain[1] if plain[1][name] != with_more[1][name]]
            assert (with_more[0], changed) == (plain[0], []), f"{sender}: POST {target}"
            sent[f"{sender} {target}"] = plain[0]


def test_forms_were_found_and_some_were_taken(world: World) -> None:
    """Runs after the others of this file: a walk that finds no form proves nothing."""
    taken = [place for place, status in sent.items() if status == 302]
    print(f"{len(sent)} forms sent twice, {len(taken)} taken")
    assert not sent or (len(sent) >= 10 and len(taken) >= 3)
