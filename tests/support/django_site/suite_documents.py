"""The documents, asked as a user's own tests ask them."""

from __future__ import annotations

from django.test import TestCase

OUTSIDE = "192.0.2.1"


class DocumentsTest(TestCase):
    """Everything is well on SQLite and local memory."""

    def test_short(self) -> None:
        """One word, when, and how long it took."""
        response = self.client.get("/health/")
        assert response.status_code == 200
        assert set(response.json()) == {"status", "timestamp", "response_time"}
        assert response.json()["status"] == "healthy"

    def test_detailed(self) -> None:
        """Each component is there."""
        checks = self.client.get("/health/detailed/").json()["checks"]
        statuses = {name: check["status"] for name, check in checks.items()}
        expected = dict.fromkeys(("database", "cache", "system", "migrations"), "ok")
        assert statuses == expected

    def test_system(self) -> None:
        """The host is there."""
        document = self.client.get("/health/system/").json()
        assert document["status"] == "ok"
        assert {"cpu", "memory", "disk", "uptime"} <= set(document["system"])

    def test_metrics(self) -> None:
        """Prometheus reads them."""
        response = self.client.get("/health/metrics")
        self.assertContains(response, 'django_health_check_status{check="database"} 1.0\n')
        self.assertContains(response, 'django_health_database_up{database="default"} 1.0\n')

    def test_draft(self) -> None:
        """The document of the draft."""
        accept = {"accept": "application/health+json"}
        response = self.client.get("/health/detailed/", headers=accept)
        assert response["Content-Type"] == "application/health+json"
        assert response.json()["status"] == "pass"
        assert "database:responseTime" in response.json()["checks"]

    def test_head_and_other_methods(self) -> None:
        """HEAD has no body, and nothing else is allowed, also without a CSRF token."""
        response = self.client.head("/health/")
        assert (response.status_code, response.content) == (200, b"")
        self.client.handler.enforce_csrf_checks = True
        assert self.client.post("/health/").status_code == 405

    def test_own_checks(self) -> None:
        """A project's own count in the whole, and are told in detail."""
        assert self.client.get("/shop/", REMOTE_ADDR=OUTSIDE).json()["status"] == "warning"
        payments = self.client.get("/shop/").json()["checks"]["payments"]
        assert (payments["status"], payments["queue"]) == ("warning", 7)

    def test_no_query_of_the_application(self) -> None:
        """The connection of the request is not used."""
        for path in ("/health/", "/health/detailed/", "/health/system/", "/health/metrics"):
            with self.assertNumQueries(0):
                self.client.get(path)
        with self.assertNumQueries(0):
            self.client.get("/everything/", REMOTE_ADDR=OUTSIDE)

    async def test_asynchronous(self) -> None:
        """Under ASGI it is the same."""
        for path in ("/health/", "/health/detailed/", "/health/system/", "/health/metrics"):
            response = await self.async_client.get(path)
            assert response.status_code == 200
