"""A person's account."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..querysets import UserQuerySet


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        # Addresses are compared in small letters everywhere; the unique index would not know.
        fields["email"] = fields.get("email", "").lower()
        user: User = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(username, password, is_superuser=True, is_staff=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The ID number is held sealed (AES-256-GCM) beside a keyed index for look-up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("account"), max_length=150, unique=True)
    real_name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("mobile phone"), max_length=11, blank=True)
    id_number_sealed = models.CharField(max_length=200, blank=True, editable=False)
    id_number_index = models.CharField(max_length=90, blank=True, editable=False, db_index=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    date_joined = models.DateTimeField(_("joined at"), default=timezone.now)
    # When the person took over an account that HR had opened, or opened it by phone. Before that no code signs in.
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True, editable=False)
    # The account that goes on, once this one turned out to be the same person's; always the last one of a chain.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_accounts"
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(fields=["phone"], condition=~Q(phone=""), name="user_phone_unique"),
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="user_email_unique"),
            models.UniqueConstraint(
                fields=["id_number_index"], condition=~Q(id_number_index=""), name="user_id_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(id_number_sealed="", id_number_index="")
                | (~Q(id_number_sealed="") & ~Q(id_number_index="")),
                name="user_id_number_sealed_with_index",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.real_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
