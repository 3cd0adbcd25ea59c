"""A signing key of the tests' own, made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test.utils import override_settings

from certificates.models import Certificate
from tests.factories.certificates import make_certificate


@pytest.fixture(scope="session", autouse=True)
def _own_signing_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    file = tmp_path_factory.mktemp("signing") / "key.p12"
    with override_settings(SIGNING_PKCS12=str(file), SIGNING_PASSWORD="secret", DEMONSTRATION=True):
        yield


@pytest.fixture(autouse=True)
def _no_checks_counted() -> None:
    cache.clear()


@pytest.fixture
def certificate(db: None) -> Certificate:
    return make_certificate()
