"""What Django made of its settings is made anew, each case in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BEGIN = """
import sys
from pathlib import Path
from django.conf import Settings, settings
from django_health_exporter.configuration.project.dependents import renew_dependents
from django_health_exporter.configuration.project.in_force import put_in_force

def use(**values):
    text = "".join(f"{name} = {value!r}\\n" for name, value in values.items())
    name = f"dependents_{len(sys.modules)}_{len(text)}"
    Path(f"{name}.py").write_text("SECRET_KEY = 'x'\\n" + text)
    put_in_force(Settings(name))
    renew_dependents()

def apps():
    import django
    django.setup()
"""
CASES = {
    "databases": (
        """
from django.db import connections
entry = {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}
use(DATABASES={'default': {}})
print(list(connections))
use(DATABASES={'default': entry, 'two': entry})
print(list(connections))
print(connections['two'].vendor, connections.settings['two']['CONN_MAX_AGE'])
use(DATABASES={'two': {}})
try:
    list(connections)
except Exception as error:
    print(type(error).__name__)
""",
        ["['default']", "['default', 'two']", "sqlite 0", "ImproperlyConfigured"],
    ),
    "routers": (
        """
from django.db import router
class First: pass
class Second: pass
sys.modules['routing'] = sys.modules['__main__']
use(DATABASE_ROUTERS=['routing.First'])
print([type(one).__name__ for one in router.routers])
use(DATABASE_ROUTERS=['routing.Second'])
print([type(one).__name__ for one in router.routers])
""",
        ["['First']", "['Second']"],
    ),
    "caches": (
        """
from django.core.cache import caches
local = {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache'}
use(CACHES={'default': local})
print(list(caches))
use(CACHES={'default': local, 'two': local})
print(list(caches))
""",
        ["['default']", "['default', 'two']"],
    ),
    "storages": (
        """
from django.core.files.storage import default_storage, storages
def of(place):
    kind = 'django.core.files.storage.FileSystemStorage'
    return {'default': {'BACKEND': kind, 'OPTIONS': {'location': place}}}
use(STORAGES=of('/a'))
print(storages['default'].location, default_storage.location)
use(STORAGES=of('/b'))
print(storages['default'].location, default_storage.location)
""",
        ["/a /a", "/b /b"],
    ),
    "time zone": (
        """
from django.utils import timezone
use(TIME_ZONE='UTC')
print(timezone.get_default_timezone_name())
use(TIME_ZONE='Asia/Tokyo')
print(timezone.get_default_timezone_name())
""",
        ["UTC", "Asia/Tokyo"],
    ),
    "templates": (
        """
from django.template import engines
of = lambda name: [{'BACKEND': 'django.template.backends.django.DjangoTemplates',
    'NAME': name}]
use(TEMPLATES=of('a'))
print(list(engines))
use(TEMPLATES=of('b'))
print(list(engines))
""",
        ["['a']", "['b']"],
    ),
    "urls": (
        """
from django.urls import get_resolver
from types import ModuleType
for name in ('a', 'b'):
    sys.modules[f'urls_{name}'] = ModuleType(f'urls_{name}')
    use(ROOT_URLCONF=f'urls_{name}')
    print(get_resolver().urlconf_name)
""",
        ["urls_a", "urls_b"],
    ),
    "language": (
        """
from django.utils.translation import trans_real
trans_real._default = 'x'
use()
print(trans_real._default)
""",
        ["None"],
    ),
    "passwords": (
        """
from django.contrib.auth.hashers import get_hashers
for name in ('MD5', 'PBKDF2'):
    use(PASSWORD_HASHERS=[f'django.contrib.auth.hashers.{name}PasswordHasher'])
    print(get_hashers()[0].algorithm)
""",
        ["md5", "pbkdf2_sha256"],
    ),
    "celery": (
        """
from celery import Celery
use(CELERY_BROKER_URL='redis://a/0', CELERY_TASK_DEFAULT_QUEUE='first')
app = Celery('shop')
app.config_from_object('django.conf:settings', namespace='CELERY')
print(app.conf.broker_url, list(app.amqp.queues))
use(CELERY_BROKER_URL='redis://b/0', CELERY_TASK_DEFAULT_QUEUE='second')
print(app.conf.broker_url, list(app.amqp.queues))
""",
        ["redis://a/0 ['first']", "redis://b/0 ['second']"],
    ),
    "nothing": (
        """
use()
names = ('django.db', 'django.template')
print([name for name in names if name in sys.modules])
""",
        ["[]"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_made_anew(tmp_path: Path, case: str) -> None:
    """Of the settings in force; what is not loaded is not loaded for this."""
    program, told = CASES[case]
    command = [sys.executable, "-c", BEGIN + program]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == told
