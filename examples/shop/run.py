"""Prepares the sample project's databases in a folder and starts the daemon on it.

The migration ``archive.0002`` is left unapplied on purpose, as after a deployment that forgot it.
"""

import argparse
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ADDRESS = "127.0.0.1:10170"
PAGES = {
    "/": "for people",
    "/metrics": "for Prometheus",
    "/health/": "for load balancers",
    "/health/detailed/": "each check, for programs",
    "/health/system/": "the host alone",
}


def prepare(directory: Path) -> None:
    """Create the databases and the cache table, all but the last migration of the archive."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    os.environ["SHOP_DATA"] = str(directory)
    sys.path.insert(0, str(HERE))
    import django  # noqa: PLC0415 - only now do the settings know the folder
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("migrate", "archive", "0001", database="archive", verbosity=0)
    call_command("createcachetable", verbosity=0)
    (directory / "pages").mkdir(exist_ok=True)
    connections.close_all()


def main() -> None:
    """Prepare, tell the URLs, and become the daemon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--directory", type=Path, required=True, help="folder of the databases")
    parser.add_argument("--listen", default=ADDRESS, help=f"address to listen on ({ADDRESS})")
    options = parser.parse_args()
    directory = options.directory.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    prepare(directory)
    for path, words in PAGES.items():
        print(f"http://{options.listen}{path:<18} {words}", flush=True)  # noqa: T201
    command = [sys.executable, "-m", "django_health_exporter"]
    command += ["--django.settings=shop.settings", f"--django.pythonpath={HERE}"]
    command += [f"--web.listen-address={options.listen}"]
    os.execv(sys.executable, command)  # noqa: S606


if __name__ == "__main__":
    main()
