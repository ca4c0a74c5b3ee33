"""What the answers of a mail server stand for, as reasons with our own sentences."""

from __future__ import annotations

import smtplib

from django_health.failure import CheckFailed
from django_health.result import Reason

_BY_CODE = {
    454: (Reason.UNAVAILABLE, "which for now it cannot do"),
    500: (Reason.WRONG_ANSWER, "which it does not know"),
    502: (Reason.WRONG_ANSWER, "which it does not know"),
    530: (Reason.AUTH, "and wants a login or STARTTLS first"),
    534: (Reason.AUTH, "and wants another way of logging in"),
    535: (Reason.AUTH, "which is not the right user name or password"),
    538: (Reason.AUTH, "and wants an encrypted connection for it"),
    550: (Reason.PERMISSION, "which it refuses to this client"),
    554: (Reason.PERMISSION, "which it refuses to this client"),
}
"""What a code says whatever it answers; the second part continues the sentence."""


def refused(code: int, step: str) -> CheckFailed:
    """Return the failure that a code stands for which is not the expected one.

    Args:
        code: The server's code, or -1 where it answered with none.
        step: What was wanted, like ``EHLO``.
    """
    if not 200 <= code <= 599:
        return CheckFailed(Reason.WRONG_ANSWER, "what answers there does not speak SMTP")
    default = (
        (Reason.UNAVAILABLE, "it cannot serve now")
        if 400 <= code < 500
        else (Reason.WRONG_ANSWER, "another code was expected")
    )
    reason, meaning = _BY_CODE.get(code, default)
    return CheckFailed(reason, f"the server answered {step} with {code}: {meaning}")


def failure_of(error: smtplib.SMTPException | ValueError, step: str) -> CheckFailed:
    """Return the failure that an error of smtplib stands for.

    Args:
        error: What it raised; a ``ValueError`` is what it makes of a garbled challenge.
        step: What was wanted.
    """
    match error:
        case smtplib.SMTPServerDisconnected():
            return CheckFailed(Reason.UNAVAILABLE, f"the server closed the connection at {step}")
        case smtplib.SMTPResponseException():
            return refused(error.smtp_code, step)
        case smtplib.SMTPException():
            return CheckFailed(
                Reason.AUTH,
                "the server offers no way of logging in here (perhaps it does after STARTTLS)",
            )
        case UnicodeEncodeError():
            return CheckFailed(
                Reason.MISCONFIGURED,
                "user name or password has characters outside of ASCII, which smtplib cannot send",
            )
    return CheckFailed(Reason.WRONG_ANSWER, "what answers there does not speak SMTP")
