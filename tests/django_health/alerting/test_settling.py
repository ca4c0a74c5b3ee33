"""From what reports say to what is certain."""

from __future__ import annotations

from functools import partial

from django_health.alerting.record import ChannelRecord, Record, Told, Trouble
from django_health.alerting.settling import Settling, firing
from django_health.result import Reason, Status
from told_alerts import ERROR, OK, SKIPPED, WARNING, looks, report_of

LABEL = "database/default"


def _settled(settling: Settling, *steps: tuple[float, object]) -> Record:
    record = Record()
    looks(partial(settling.settle, record), *steps)  # type: ignore[arg-type]
    return record


def _level(record: Record) -> Status | None:
    trouble = record.troubles.get(LABEL)
    return trouble.level if trouble else None


def test_what_is_well_is_not_remembered() -> None:
    """Nor is what asked nothing, or is too mild to be told."""
    assert _settled(Settling(), (0, OK), (1, SKIPPED), (2, WARNING)).troubles == {}


def test_an_error_is_certain_at_once() -> None:
    """Where nothing says how long it has to last."""
    trouble = _settled(Settling(instance="web"), (5, ERROR)).troubles[LABEL]
    assert (trouble.level, trouble.status, trouble.reason) == (
        Status.ERROR,
        Status.ERROR,
        Reason.TIMEOUT,
    )
    assert (trouble.since, trouble.started, trouble.previous) == (5, 5, None)
    assert trouble.message == "no answer within 5 s"
    assert len(trouble.fingerprint) == 16


def test_what_came_before_is_known_from_the_second_look_on() -> None:
    """At the first one, nobody knows how it was."""
    assert _settled(Settling(), (1, OK), (5, ERROR)).troubles[LABEL].previous is Status.OK


def test_an_error_has_to_last() -> None:
    """Before that it is suspected alone, and its time counts from when it was first seen."""
    settling = Settling(fire_after=60)
    assert _level(_settled(settling, (10, ERROR), (69, ERROR))) is Status.OK
    record = _settled(settling, (10, ERROR), (40, ERROR), (70, ERROR))
    assert (_level(record), record.troubles[LABEL].since) == (Status.ERROR, 10)


def test_a_single_failure_is_forgotten_after_a_calm() -> None:
    """The next one, much later, begins anew."""
    settling = Settling(fire_after=60, resolve_after=120)
    record = _settled(settling, (1, ERROR), (60, OK), (180, OK))
    assert record.troubles == {}
    assert _level(_settled(settling, (1, ERROR), (60, OK), (180, OK), (240, ERROR))) is Status.OK


def test_what_fails_at_every_second_look_is_told() -> None:
    """A calm that is shorter than that of something well again clears nothing."""
    settling = Settling(fire_after=60, resolve_after=120)
    assert _level(_settled(settling, (1, ERROR), (61, OK), (121, ERROR))) is Status.ERROR


def test_a_calm_begins_anew_after_each_failure() -> None:
    """Two short ones are not one long one; nor is better news, with worse in between."""
    settling = Settling(Status.WARNING, fire_after=300, resolve_after=100)
    steps = [(1, ERROR), (50, OK), (100, ERROR), (120, OK), (180, OK), (301, ERROR)]
    assert _level(_settled(settling, *steps[:-1], (210, OK), steps[-1])) is Status.ERROR
    record = _settled(settling, (1, WARNING), (301, WARNING), (310, OK), (360, ERROR), (411, OK))
    assert _level(record) is Status.WARNING


def test_what_flaps_stays_one_trouble() -> None:
    """It is well only after it has been so for long enough, without a break."""
    settling = Settling(resolve_after=120)
    flapping = [(60.0 * n, OK if n % 2 else ERROR) for n in range(20)]
    record = _settled(settling, *flapping)
    assert (_level(record), record.troubles[LABEL].started) == (Status.ERROR, 0)


def test_what_is_well_again_has_to_last() -> None:
    """Until then the last error is what is told."""
    settling = Settling(resolve_after=120)
    record = Record(channels={"mail": ChannelRecord({LABEL: Told(Status.ERROR, 0, 0)})})
    tell = partial(settling.settle, record)
    looks(tell, (1, ERROR), (60, OK), (179, OK))
    trouble = record.troubles[LABEL]
    assert (trouble.level, trouble.status) == (Status.ERROR, Status.ERROR)
    looks(tell, (180, OK))
    assert (trouble.level, trouble.status, trouble.since) == (Status.OK, Status.OK, 60)
    assert (trouble.previous, trouble.started, trouble.message) == (Status.ERROR, 1, "")


def test_what_is_over_is_kept_for_those_who_know_of_it() -> None:
    """And dropped as soon as none does."""
    record = Record(channels={"mail": ChannelRecord({LABEL: Told(Status.ERROR, 0, 0)})})
    tell = partial(Settling().settle, record)
    looks(tell, (0, ERROR), (60, OK))
    assert _level(record) is Status.OK
    record.channels["mail"].told.clear()
    looks(tell, (120, OK))
    assert record.troubles == {}


def test_levels_follow_one_another() -> None:
    """Worse is told at once, better after its time, and all is one trouble."""
    settling = Settling(Status.WARNING, resolve_after=100)
    record = _settled(settling, (1, OK), (10, WARNING))
    tell = partial(settling.settle, record)
    assert _level(record) is Status.WARNING
    looks(tell, (20, ERROR))
    trouble = record.troubles[LABEL]
    assert (trouble.level, trouble.previous, trouble.since) == (Status.ERROR, Status.WARNING, 20)
    looks(tell, (30, WARNING), (129, WARNING))
    assert trouble.level is Status.ERROR
    looks(tell, (130, WARNING))
    assert (trouble.level, trouble.since, trouble.started) == (Status.WARNING, 30, 10)
    assert trouble.message == "80 % is used"


def test_errors_of_uncritical_checks_are_warnings() -> None:
    """They are told by their own status where warnings are."""
    report = report_of(1, uncritical=("database",), database=ERROR)
    record = Record()
    Settling().settle(record, report)
    assert record.troubles == {}
    Settling(Status.WARNING).settle(record, report)
    trouble = record.troubles[LABEL]
    assert (trouble.level, trouble.status, trouble.critical) == (
        Status.WARNING,
        Status.ERROR,
        False,
    )


def test_what_is_not_watched_any_more_is_over() -> None:
    """After the same time as what is well."""
    record = Record(channels={"mail": ChannelRecord({LABEL: Told(Status.ERROR, 0, 0)})})
    settling = Settling(resolve_after=50)
    settling.settle(record, report_of(1, database=ERROR))
    settling.settle(record, report_of(2, cache=OK))
    assert _level(record) is Status.ERROR
    settling.settle(record, report_of(52, cache=OK))
    trouble = record.troubles[LABEL]
    assert (trouble.level, trouble.status) == (Status.OK, Status.SKIPPED)
    assert trouble.message == "it is not watched any more"


def test_a_clock_that_is_set_back_holds_up_nothing() -> None:
    """What began in the future begins now."""
    settling = Settling(fire_after=60)
    record = _settled(settling, (1000, ERROR), (10, ERROR), (70, ERROR))
    assert _level(record) is Status.ERROR


def test_fingerprints() -> None:
    """The same for the same check of the same instance, whenever it fails."""
    one, again = (_settled(Settling(instance="a"), (n, ERROR)) for n in (1, 2))
    other = _settled(Settling(instance="b"), (1, ERROR))
    found = [record.troubles[LABEL].fingerprint for record in (one, again, other)]
    assert found[0] == found[1] != found[2]


def test_when_something_may_become_certain() -> None:
    """The first of all that is suspected; nothing where all is as it was."""
    settling = Settling(fire_after=60, resolve_after=120)
    record = _settled(settling, (0, ERROR))
    assert settling.pause(record, 20) == 40
    assert settling.pause(record, 90) == 0
    looks(partial(settling.settle, record), (60, ERROR))
    assert settling.pause(record, 60) is None
    looks(partial(settling.settle, record), (70, OK))
    assert settling.pause(record, 70) == 120


def test_firing() -> None:
    """What is certain counts."""
    troubles = [
        Trouble(check="a", target="", part="", level=level)
        for level in (Status.OK, Status.WARNING, Status.ERROR)
    ]
    assert firing(troubles) == 2
