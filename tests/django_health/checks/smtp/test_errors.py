"""What codes and errors of a mail server stand for."""

from __future__ import annotations

import smtplib

import pytest

from django_health.checks.smtp.errors import failure_of, refused
from django_health.result import Reason
from endpoint_listeners import CANARY


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (421, Reason.UNAVAILABLE),
        (450, Reason.UNAVAILABLE),
        (454, Reason.UNAVAILABLE),
        (502, Reason.WRONG_ANSWER),
        (530, Reason.AUTH),
        (535, Reason.AUTH),
        (554, Reason.PERMISSION),
        (599, Reason.WRONG_ANSWER),
    ],
)
def test_a_code_has_a_reason(code: int, reason: Reason) -> None:
    """And is named in the sentence, with what it answers."""
    failure = refused(code, "EHLO")
    assert failure.reason is reason
    assert str(failure).startswith(f"the server answered EHLO with {code}: ")


@pytest.mark.parametrize("code", [-1, 0, 199, 600, 999])
def test_what_is_no_code_is_no_smtp(code: int) -> None:
    """It is not repeated."""
    assert str(refused(code, "EHLO")) == "what answers there does not speak SMTP"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (smtplib.SMTPServerDisconnected(CANARY), Reason.UNAVAILABLE),
        (smtplib.SMTPAuthenticationError(535, CANARY), Reason.AUTH),
        (smtplib.SMTPNotSupportedError(CANARY), Reason.AUTH),
        (smtplib.SMTPException(CANARY), Reason.AUTH),
        (UnicodeEncodeError("ascii", CANARY, 0, 1, "x"), Reason.MISCONFIGURED),
        (ValueError(CANARY), Reason.WRONG_ANSWER),
    ],
)
def test_an_error_has_a_reason(error: smtplib.SMTPException | ValueError, reason: Reason) -> None:
    """And none of its text is repeated."""
    failure = failure_of(error, "the login")
    assert failure.reason is reason
    assert CANARY not in str(failure)
