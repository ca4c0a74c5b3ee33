"""What the reference says that the views answer, and nothing else, is what they answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from django_health import urls, views
from django_health.errors import HealthCheckError
from django_health.result import Outcome, Status
from reference.django_endpoints import ALL, FORMS
from sample_checks import Sample
from served_checks import Person, View, ask, served

VIEWS: dict[str, View] = {str(one.name): one.callback for one in urls.urlpatterns if one.name}
STAFF = Person(is_staff=True)
ILL = Outcome(Status.ERROR)

pytestmark = pytest.mark.usefixtures("django_project")


@pytest.mark.parametrize("name", VIEWS)
def test_statuses(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Well and ill, switched off and unusable, for those who may see and for those who may not."""
    view = VIEWS[name]
    with override_settings(ROOT_URLCONF="django_site.urls"):
        with served(Sample("system", part="cpu", answer=lambda: ILL)):
            found = [ask(view, user=STAFF).status_code]
        for well in (Sample("database", "default"), Sample("system", part="cpu")):
            with served(well):
                found.append(ask(view, user=STAFF).status_code)
        found += [_asked(view, "POST"), _asked(view), _asked(view, enabled=False)]
        found += [_asked(view, require_auth=True), _asked(view, allowed_ips=["198.51.100.1"])]
        monkeypatch.setattr(views, "application", _unusable)
        found.append(ask(view).status_code)
    assert set(found) == {*ALL, *FORMS[name].own}


@pytest.mark.parametrize("name", VIEWS)
def test_forms(name: str) -> None:
    """Each is what is answered to who asks for it, whatever the query says."""
    with override_settings(ROOT_URLCONF="django_site.urls"), served(Sample("system", part="cpu")):
        for media_type in FORMS[name].media_types:
            asked = {"HTTP_ACCEPT": media_type, "QUERY_STRING": "collect[]=nope"}
            response = ask(VIEWS[name], user=STAFF, **asked)
            assert response.status_code == 200
            assert response["Content-Type"].partition(";")[0] == media_type


def _asked(view: View, method: str = "GET", **settings: Any) -> int:
    with served(Sample("system", part="cpu"), **settings):
        return ask(view, method).status_code


def _unusable() -> None:
    raise HealthCheckError("HEALTH_CHECK: unknown key 'pth', did you mean 'path'?")
