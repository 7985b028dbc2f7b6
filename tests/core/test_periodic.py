"""Timed work: what is due runs once, failures stop nobody, and the clock may change."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import periodic, periodic_jobs
from core.management.commands import run_periodic
from core.models import JobRun, OutboxMessage
from core.registry import Registry
from news.models import NewsPage

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def jobs(monkeypatch) -> Callable:
    """A timetable of its own; returns the decorator that puts jobs into it."""
    monkeypatch.setattr(periodic, "jobs", Registry())
    JobRun.objects.all().delete()
    return periodic.job


def run(*options: str) -> str:
    out = StringIO()
    call_command("run_periodic", *options, stdout=out, no_color=True)
    return out.getvalue()


def test_job_runs_when_it_is_due_and_not_before(jobs):
    runs = []
    jobs("hourly", every=timedelta(hours=1))(lambda: runs.append(timezone.now()) or "done")
    with time_machine.travel("2026-05-04T10:00:00+00:00", tick=False) as clock:
        assert run() == "hourly: done\n"
        assert run() == ""
        clock.shift(timedelta(minutes=59, seconds=59))
        assert run() == ""
        clock.shift(timedelta(seconds=1))
        assert run() == "hourly: done\n"
    assert len(runs) == 2
    row = JobRun.objects.get(name="hourly")
    assert (row.outcome, row.error) == ("done", "")
    assert row.finished_at == row.started_at == runs[1]


def test_forced_job_runs_though_it_is_not_due(jobs):
    jobs("daily", every=timedelta(days=1))(lambda: "done")
    assert run() == run("--force") == "daily: done\n"


def test_dry_run_names_what_is_due_and_runs_nothing(jobs):
    jobs("daily", every=timedelta(days=1))(lambda: pytest.fail("ran"))
    assert run("--dry-run") == "daily (every 1 day, 0:00:00)\n"
    assert not JobRun.objects.exists()


def test_jobs_run_in_their_order(jobs):
    for name, order in (("third", 100), ("first", 10), ("second", 20)):
        jobs(name, every=timedelta(minutes=1), order=order)(lambda: "")
    assert [name for name, _outcome, _went_well in periodic.run_due()] == ["first", "second", "third"]


def test_failing_job_stops_no_other_and_is_kept_with_its_error(jobs, caplog):
    def fail() -> str:
        raise RuntimeError("no space left")

    jobs("first", every=timedelta(minutes=1), order=10)(fail)
    jobs("second", every=timedelta(minutes=1), order=20)(lambda: "done")
    with pytest.raises(CommandError, match="failed: first"):
        run()
    first, second = JobRun.objects.order_by("name")
    assert first.outcome == "RuntimeError: no space left"
    assert "Traceback" in first.error
    assert first.finished_at is not None
    assert (second.outcome, second.error) == ("done", "")
    assert "Timed job first failed" in caplog.text


def test_failed_job_is_tried_at_its_next_turn_and_its_error_forgotten(jobs):
    outcomes = [RuntimeError("once"), None]

    def fail_once() -> str:
        if error := outcomes.pop(0):
            raise error
        return "done"

    jobs("hourly", every=timedelta(hours=1))(fail_once)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        periodic.run_due()
        clock.shift(timedelta(hours=1))
        assert periodic.run_due() == [("hourly", "done", True)]
    assert JobRun.objects.get().error == ""


def test_job_that_still_runs_is_not_started_again(jobs):
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def slow() -> str:
            clock.shift(timedelta(minutes=5))
            assert periodic.run_due() == []
            assert periodic.run_due(force=True) == []
            return "done"

        jobs("minutely", every=timedelta(minutes=1))(slow)
        assert periodic.run_due() == [("minutely", "done", True)]


def test_job_whose_process_was_lost_is_started_again(jobs):
    jobs("minutely", every=timedelta(minutes=1))(lambda: "done")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        JobRun.objects.create(name="minutely", started_at=timezone.now())
        clock.shift(periodic.LOST_AFTER - timedelta(seconds=1))
        assert periodic.run_due() == []
        clock.shift(timedelta(seconds=1))
        assert periodic.run_due() == [("minutely", "done", True)]


def test_two_jobs_of_one_name_are_a_mistake(jobs):
    jobs("same", every=timedelta(days=1))(lambda: "")
    with pytest.raises(ValueError, match="same"):
        jobs("same", every=timedelta(days=1))(lambda: "")


def test_long_outcome_is_cut(jobs):
    jobs("long", every=timedelta(days=1))(lambda: "x" * 500)
    periodic.run_due()
    assert JobRun.objects.get().outcome == "x" * 200


def test_loop_goes_on_without_its_database(monkeypatch, caplog):
    """The database restarts while the timer waits: the next look finds it again."""
    looks = []

    class Stop:
        def __init__(self) -> None:
            self.rounds = 0

        def set(self) -> None:
            pass

        def is_set(self) -> bool:
            return self.rounds == 2

        def wait(self, seconds: int) -> None:
            self.rounds += 1

    def look(**options) -> list:
        looks.append(options)
        if len(looks) == 1:
            raise OperationalError("the connection is closed")
        return []

    monkeypatch.setattr(run_periodic.threading, "Event", Stop)
    monkeypatch.setattr(run_periodic.signal, "signal", lambda *args: None)
    monkeypatch.setattr(run_periodic, "run_due", look)
    run("--loop")
    assert len(looks) == 2
    assert "The database did not answer" in caplog.text


# --- The night of the clock change -----------------------------------------------------------------------------------


def test_hourly_job_runs_each_hour_of_the_night_that_has_one_hour_twice(jobs):
    runs = []
    jobs("hourly", every=timedelta(hours=1))(lambda: runs.append(timezone.localtime()) or "")
    with time_machine.travel(datetime(2026, 10, 25, 0, 30, tzinfo=BERLIN), tick=False) as clock:
        for _minute in range(0, 300, 10):
            periodic.run_due()
            clock.shift(timedelta(minutes=10))
    assert [f"{start:%H:%M %Z}" for start in runs] == [
        "00:30 CEST",
        "01:30 CEST",
        "02:30 CEST",
        "02:30 CET",
        "03:30 CET",
    ]


def test_hourly_job_runs_in_the_night_that_lacks_an_hour(jobs):
    runs = []
    jobs("hourly", every=timedelta(hours=1))(lambda: runs.append(timezone.localtime()) or "")
    with time_machine.travel(datetime(2026, 3, 29, 0, 30, tzinfo=BERLIN), tick=False) as clock:
        for _minute in range(0, 180, 10):
            periodic.run_due()
            clock.shift(timedelta(minutes=10))
    assert [f"{start:%H:%M %Z}" for start in runs] == ["00:30 CET", "01:30 CET", "03:30 CEST"]


@pytest.mark.parametrize("fold", [0, 1])
def test_page_for_the_hour_that_comes_twice_is_published_at_the_one_meant(fold, client):
    hour = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold)
    with time_machine.travel(datetime(2026, 10, 25, 1, 0, tzinfo=BERLIN), tick=False) as clock:
        page = scheduled(go_live_at=hour)
        clock.move_to(hour.timestamp() - 60)
        periodic_jobs.publish_scheduled()
        assert client.get(page.url).status_code == 404
        clock.move_to(hour.timestamp() + 60)
        periodic_jobs.publish_scheduled()
        assert client.get(page.url).status_code == 200


# --- The jobs themselves -------------------------------------------------------------------------------------------


def scheduled(**times: datetime) -> NewsPage:
    """A news page that is approved for its hour."""
    source = NewsPage.objects.filter(locale__language_code="de", live=True).first()
    page = source.copy(update_attrs={"slug": "zur-rechten-zeit"}, copy_revisions=False, keep_live=False)
    for name, hour in times.items():
        setattr(page, name, hour)
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def test_page_is_published_and_withdrawn_at_its_hour(client):
    with time_machine.travel("2026-05-04T08:00:00+00:00", tick=False) as clock:
        hour = timezone.now() + timedelta(hours=1)
        page = scheduled(go_live_at=hour, expire_at=hour + timedelta(hours=1))
        run("--force")
        assert client.get(page.url).status_code == 404
        clock.shift(timedelta(hours=1, seconds=1))
        assert "publish-scheduled" in run()
        assert client.get(page.url).status_code == 200
        clock.shift(timedelta(hours=1))
        run()
        assert client.get(page.url).status_code == 404


def test_all_jobs_of_the_portal_run(settings):
    results = periodic.run_due(force=True)
    assert [result for result in results if not result[2]] == []
    names = {name for name, _outcome, _went_well in results}
    assert {"publish-scheduled", "outbox", "forget-messages", "forget-task-results", "forget-sessions"} <= names


def test_messages_are_forgotten_a_month_after_they_were_sent():
    now = timezone.now()
    OutboxMessage.objects.all().delete()
    ages = {"done": (29, 31), "dead": (31, 400)}
    for state, days in ages.items():
        for age in days:
            OutboxMessage.objects.create(
                kind="mail", state=state, summary=f"{state} {age}", finished_at=now - timedelta(days=age)
            )
    OutboxMessage.objects.create(kind="mail", summary="pending", available_at=now - timedelta(days=400))
    assert periodic_jobs.forget_finished_messages() == "1 forgotten"
    left = set(OutboxMessage.objects.values_list("summary", flat=True))
    assert left == {"done 29", "dead 31", "dead 400", "pending"}


def test_sessions_are_forgotten_when_they_have_ended():
    Session.objects.all().delete()
    now = timezone.now()
    Session.objects.create(session_key="ended", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="open", session_data="", expire_date=now + timedelta(hours=1))
    assert periodic_jobs.forget_expired_sessions() == "1 forgotten"
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_task_results_are_forgotten_a_week_after_they_ended():
    now = timezone.now()
    DBTaskResult.objects.all().delete()
    cases = [("SUCCESSFUL", 6), ("SUCCESSFUL", 8), ("FAILED", 8), ("READY", None), ("RUNNING", None)]
    for status, age in cases:
        DBTaskResult.objects.create(
            status=status,
            task_path=f"{status} {age}",
            finished_at=now - timedelta(days=age) if age else None,
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            run_after=now,
        )
    assert periodic_jobs.forget_task_results() == "2 forgotten"
    assert set(DBTaskResult.objects.values_list("task_path", flat=True)) == {
        "SUCCESSFUL 6",
        "READY None",
        "RUNNING None",
    }


def test_outbox_is_swept():
    OutboxMessage.objects.create(kind="unknown", attempts=1)
    assert periodic_jobs.work_off_outbox() == "1 taken up"
    assert OutboxMessage.objects.get(kind="unknown").error == "KeyError: 'unknown'"
