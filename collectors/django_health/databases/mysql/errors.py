"""What MySQL's error numbers stand for."""

from __future__ import annotations

# The class, not the module: after pymysql.install_as_MySQLdb() Django's import of MySQLdb loads the
# driver's modules a second time, and the name pymysql.err then means other classes than are raised.
from pymysql.err import Error

from django_health.failure import SENTENCES, CheckFailed, reason_of
from django_health.result import Reason

_NUMBERS = {
    Reason.AUTH: (1045, 1251, 1275, 1698, 1820, 1862, 3118, 3955, 4151),
    Reason.PERMISSION: (1044, 1129, 1130, 1142, 1143, 1227, 1370),
    Reason.MISCONFIGURED: (1049, 1064, 1115, 1193, 1231, 2058, 2059, 2061),
    Reason.TOO_MANY_CONNECTIONS: (1040, 1203, 1226),
    Reason.READ_ONLY: (1290, 1792, 1836),
    Reason.TIMEOUT: (1205, 1969, 3024),
    Reason.TLS: (2026, 3159),
    Reason.UNAVAILABLE: (
        *(1041, 1047, 1053, 1077, 1079, 1080, 1135, 1152, 1158, 1159, 1160, 1161),
        *(1184, 1317, 1927, 3032, 3168, 4031),
    ),
}
_REASONS = {number: reason for reason, numbers in _NUMBERS.items() for number in numbers}
_SENTENCES = {
    1049: "the database that the settings name does not exist",
    1064: "the server does not understand a statement, perhaps that of init_command",
    1129: "the server blocks this host for its many connection errors: run FLUSH HOSTS there",
    1130: "the server lets nobody in from this host",
    1142: "the user may not do what the check or init_command asks",
    1193: "the server does not know a variable, perhaps one of init_command",
    1231: "the server refuses the value of a variable, perhaps one of init_command",
    2026: "the server offers no TLS, which the options demand",
    2059: "the server wants a way of authentication that PyMySQL does not have",
    3159: "the server demands TLS, which the options switch off",
}

_REFUSED = frozenset({1044, 1142, 1143, 1227, 1370})
_MISSING_TABLE = 1146
_READ_ONLY_TRANSACTION = 1792
_OVER_LIMIT = frozenset({1969, 3024})
_GONE = frozenset({0, 1053, 1927, 2006, 2013, 4031})


def number_of(error: BaseException) -> int | None:
    """Return MySQL's number of an error; ``None`` where it has none."""
    number = error.args[0] if isinstance(error, Error) and error.args else None
    return number if isinstance(number, int) else None


def failure_of(error: Error) -> CheckFailed:
    """Return what a driver's error stands for, without a word of its text."""
    number = number_of(error)
    if number is None:  # the protocol of something else
        return CheckFailed(Reason.WRONG_ANSWER)
    if number not in _REASONS and (number == 0 or 2000 <= number < 3000):
        # The driver's own number: the socket's error is behind it.
        return CheckFailed(reason_of(error) or Reason.UNAVAILABLE)
    reason = _REASONS.get(number, Reason.WRONG_ANSWER)
    return CheckFailed(reason, f"{_SENTENCES.get(number, SENTENCES[reason])} (error {number})")


def is_refusal(error: Error) -> bool:
    """Whether a statement failed for want of a privilege."""
    return number_of(error) in _REFUSED


def is_over_limit(error: Error) -> bool:
    """Whether a statement was ended because it took longer than the session allows."""
    return number_of(error) in _OVER_LIMIT


def is_missing_table(error: Error) -> bool:
    """Whether a statement failed for want of its table."""
    return number_of(error) == _MISSING_TABLE


def is_write(error: Error) -> bool:
    """Whether a statement was stopped because its transaction can only read."""
    return number_of(error) == _READ_ONLY_TRANSACTION


def is_of_server(error: Error) -> bool:
    """Whether the server said no to a statement, and the connection is as good as before."""
    number = number_of(error)
    return number is not None and not 2000 <= number < 3000 and number not in _GONE


def is_gone(error: Exception) -> bool:
    """Whether an error says that the connection was dead; a timeout does not."""
    return number_of(error) in _GONE and reason_of(error) is not Reason.TIMEOUT
