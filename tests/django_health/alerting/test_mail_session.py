"""What a mail server says to a mail."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from alert_channels import Mailbox
from django_health.alerting.channel import AlertError
from django_health.alerting.mail_session import MailSession
from django_health.checks.smtp.server import MailServer
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason
from endpoint_listeners import Talk, TalkListener, saying

CONTENT = b"Subject: x\r\n\r\nHello\r\n.\r\n..and\r\n"
FROM, TO = "from@x.example", ("a@x.example", "b@x.example")


def sent(port: int) -> list[AlertError]:
    """Send a mail to two recipients."""
    server = MailServer("127.0.0.1", port, "none")
    with closing(MailSession.begun(server, Deadline(5.0), None)) as session:
        refused = session.send(FROM, TO, CONTENT)
        session.quit()
    return refused


def answering(answers: dict[bytes, bytes]) -> Talk:
    """Answer commands by their beginning, all others with 250."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"220 mail\r\n")
        while said := connection.recv(65536):
            said = said.upper()
            usual = b"354 go on" if said == b"DATA\r\n" else b"250 OK"
            known = (answer for start, answer in answers.items() if said.startswith(start))
            connection.sendall(next(known, usual) + b"\r\n")

    return talk


def test_a_mail_arrives_as_it_is() -> None:
    """Lines that are a dot alone do not end it."""
    with Mailbox() as mailbox:
        assert sent(mailbox.port) == []
    (mail,) = mailbox.mails
    assert mail.get_content() == "Hello\r\n.\r\n..and\r\n"


def test_some_recipients_may_be_refused() -> None:
    """The others get the mail."""
    with TalkListener(answering({b"RCPT TO:<B": b"550 no such user"})) as listener:
        (error,) = sent(listener.port)
    assert str(error) == "the mail server refused recipient number 2 with 550"


@pytest.mark.parametrize(
    ("answers", "reason", "retry", "what"),
    [
        ({b"MAIL": b"550 x"}, Reason.PERMISSION, False, "the sender with 550"),
        ({b"MAIL": b"530 x"}, Reason.AUTH, False, "login or STARTTLS"),
        ({b"MAIL": b"451 x"}, Reason.UNAVAILABLE, True, "the sender with 451"),
        ({b"RCPT": b"450 x"}, Reason.UNAVAILABLE, True, "recipient number 1 with 450"),
        ({b"RCPT": b"550 x"}, Reason.PERMISSION, False, "recipient number 1 with 550"),
        ({b"DATA": b"554 x"}, Reason.PERMISSION, False, "the content with 554"),
        ({b"SUBJECT": b"552 x"}, Reason.PERMISSION, False, "the content with 552"),
        ({b"SUBJECT": b"452 x"}, Reason.UNAVAILABLE, True, "the content with 452"),
    ],
)
def test_a_refusal_is_told_with_its_code(
    answers: dict[bytes, bytes], reason: Reason, retry: bool, what: str
) -> None:
    """What may pass is tried again."""
    with TalkListener(answering(answers)) as listener, pytest.raises(AlertError) as caught:
        sent(listener.port)
    assert (caught.value.reason, caught.value.retry) == (reason, retry)
    assert what in str(caught.value)


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        *(
            (step, answer)
            for step in (b"DATA", b"SUBJECT")
            for answer in (b"x", b"999 x", b"333 x")
        ),
        (b"DATA", b"250 x"),
    ],
)
def test_nonsense_is_no_answer(step: bytes, answer: bytes) -> None:
    """Nor is the mail taken for delivered."""
    with TalkListener(answering({step: answer})) as listener, pytest.raises(CheckFailed) as caught:
        sent(listener.port)
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_a_connection_that_ends_is_told() -> None:
    """At whatever step."""
    with (
        TalkListener(saying(b"220 mail\r\n", listening=False)) as listener,
        pytest.raises((CheckFailed, OSError)),
    ):
        sent(listener.port)
