"""The secrets of a Django project that no server of ours is shown."""

from __future__ import annotations

from canary_secrets.canary import Canary
from canary_secrets.form import Form, Kind, Place
from canary_secrets.scene import Scene


def _secret_key(scene: Scene, canary: Canary, _: Place) -> None:
    scene.settings["SECRET_KEY"] = canary.password
    scene.settings["SECRET_KEY_FALLBACKS"] = [canary.plain]


def _required(scene: Scene, canary: Canary, _: Place) -> None:
    """Variables that have to be there, and others that are."""
    scene.environ |= {"PAYMENTS_TOKEN": canary.password, "AWS_SECRET_ACCESS_KEY": canary.plain}
    scene.health["REQUIRED_ENV"] = ["PAYMENTS_TOKEN"]  # type: ignore[assignment]


def _left_alone(scene: Scene, canary: Canary, place: Place) -> None:
    """URLs in the environment, which are left to Django's settings where there are some."""
    for name, scheme in {"DATABASE": "postgres", "CACHE": "redis", "EMAIL": "smtp"}.items():
        url = f"{scheme}://{canary.user}:{canary.encoded}@{place.address}/0"
        scene.environ[f"{name}_URL"] = url


def _storage(scene: Scene, canary: Canary, _: Place) -> None:
    options = {"secret_key": canary.password}
    entry = {"BACKEND": "canary_project.storage.Bucket", "OPTIONS": options}
    scene.setting("STORAGES", canary.form, entry)
    scene.declare("STORAGE", canary.form, {"MIN_INTERVAL": 0})


def _result_backend(scene: Scene, canary: Canary, place: Place) -> None:
    url = f"redis://{canary.user}:{canary.encoded}@{place.address}/1"
    scene.settings["CELERY_RESULT_BACKEND"] = url


def _amqp(scene: Scene, canary: Canary, place: Place) -> None:
    """Two places of one broker, as Celery takes them."""
    scheme = "amqps" if place.tls else "amqp"
    url = f"{scheme}://{canary.user}:{canary.plain}@{place.address}//"
    scene.settings["CELERY_BROKER_URL"] = f"{url};{url}"


def _redis(scene: Scene, canary: Canary, place: Place) -> None:
    scheme = "rediss" if place.tls else "redis"
    query = "?ssl_cert_reqs=required" if place.tls else ""
    url = f"{scheme}://{canary.user}:{canary.encoded}@{place.address}/0{query}"
    scene.settings["CELERY_BROKER_URL"] = url


FORMS = (
    Form("secret-key", Kind.NOBODY, _secret_key),
    Form("required-variable", Kind.NOBODY, _required),
    Form("variable-of-django", Kind.POSTGRESQL, _left_alone),
    Form("storage-options", Kind.NOBODY, _storage, "storage", "unavailable"),
    Form("celery-results", Kind.REDIS, _result_backend),
)
"""What a project has besides."""

AMQP_BROKER = Form("amqp-broker", Kind.AMQP, _amqp, "celery")
REDIS_BROKER = Form("redis-broker", Kind.REDIS, _redis, "celery")
