"""Reads a web configuration file, and all that it names, as a policy."""

from __future__ import annotations

from pathlib import Path

from django_health.settings.validation import InvalidDocument, convert
from django_health_exporter.documents.yaml_document import parse_yaml
from django_health_exporter.web.policy.client_certificates import allowed_sans_of
from django_health_exporter.web.policy.files import Files, UnusableFileError
from django_health_exporter.web.policy.headers import headers_of
from django_health_exporter.web.policy.pem import PemReader
from django_health_exporter.web.policy.policy import Policy
from django_health_exporter.web.policy.rate import rate_limit_of
from django_health_exporter.web.policy.schema import WebFile
from django_health_exporter.web.policy.tls import context_of, is_given
from django_health_exporter.web.policy.users import users_of

_REMEDY = "give --web.config.file a file that the daemon may read"


def read_policy(path: Path, files: Files, *, may_be_blank: bool = True) -> Policy:
    """Return what the file says; an empty one demands nothing.

    Args:
        path: The file; paths in it are relative to its folder.
        files: Through which everything is read.
        may_be_blank: Whether there may be nothing in it but comments.

    Raises:
        InvalidDocument: Something cannot be read or used. The text is one line with file, key and
            remedy, without any part of a key or a hash.
    """
    document = parse_yaml(_text_of(path, files), str(path), as_texts=True)
    if document is None and not may_be_blank:
        raise InvalidDocument(
            f"{path}: is empty, as while it is written: write {{}} to demand nothing"
        )
    if document is None:
        document = {}
    if not isinstance(document, dict):
        raise InvalidDocument(f"{path}: a mapping of sections is expected at the top")
    file = convert(document, WebFile, str(path))
    headers = headers_of(file.http_server_config, f"{path}: http_server_config")
    users = users_of(file.basic_auth_users, f"{path}: basic_auth_users")
    rate_limit = rate_limit_of(file.rate_limit, f"{path}: rate_limit")
    section = file.tls_server_config
    if section is None or not is_given(section):
        return Policy(headers=headers, users=users, rate_limit=rate_limit)
    pem = PemReader(files, path.parent, f"{path}: tls_server_config")
    return Policy(
        tls=context_of(section, pem),
        allowed_sans=allowed_sans_of(section, pem.place),
        headers=headers,
        users=users,
        rate_limit=rate_limit,
    )


def _text_of(path: Path, files: Files) -> str:
    try:
        return files.read(path).decode()
    except UnusableFileError as error:
        reason = str(error)
    except UnicodeDecodeError as error:
        raise InvalidDocument(f"{path}: is not UTF-8 (byte {error.start})") from None
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
    except ValueError:  # a zero byte
        raise InvalidDocument(f"web.config_file: is no path: {_REMEDY}") from None
    raise InvalidDocument(f"{path}: cannot be read: {reason}: {_REMEDY}")
