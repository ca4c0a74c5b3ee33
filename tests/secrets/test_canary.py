"""The canaries themselves: each is found in whatever clothes it comes, and told from all others."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from canary_secrets import Canary, leaks
from canary_secrets.daemon_outputs import OUTPUTS
from canary_secrets.groups import CANARIES, FORMS, GROUPS

CANARY = CANARIES[0]
SECRETS = (CANARY.user, CANARY.password, CANARY.plain, *CANARY.plain.split("-"))


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "clothe",
    [
        str,
        str.upper,
        quote,
        quote_plus,
        json.dumps,
        repr,
        ascii,
        lambda secret: repr(repr(secret)),
        lambda secret: base64.b64encode(secret.encode()).decode(),
        lambda secret: base64.b64encode(f"u:{secret}".encode()).decode(),
        lambda secret: base64.b64encode(f"us:{secret}.".encode()).decode(),
    ],
)
def test_a_canary_is_found(clothe: type[str], secret: str) -> None:
    """Plain, percent-encoded, in JSON, as Python prints it, and in Base64 at any place."""
    assert leaks(f"before {clothe(secret)} after", CANARIES) == [CANARY.form]


def test_nothing_is_found_where_nothing_is() -> None:
    """Names of forms are no secrets."""
    assert leaks(" ".join(form.name for form in FORMS), CANARIES) == []


def test_each_form_has_a_name_and_a_secret_of_its_own() -> None:
    """Else a leak would not tell where it comes from."""
    assert len({form.name for form in FORMS}) == len(FORMS) == len(CANARIES)
    words = [word for canary in CANARIES for word in (canary.user, *canary.plain.split("-"))]
    assert len(set(words)) == len(words)
    assert leaks(Canary("another").password, CANARIES) == []


def test_no_table_is_empty() -> None:
    """The matrix is spanned by them."""
    assert all(GROUPS.values())
    assert len(FORMS) > 80
    assert len(OUTPUTS) > 20
