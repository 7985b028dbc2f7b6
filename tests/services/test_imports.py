"""Imports by processes that die, and by several at once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import close_old_connections, connection, connections
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from directory.exchange import check, counts, write
from directory.exchange.periodic_jobs import CHECK_LOST, forget, give_back_lost_runs
from directory.models import Company, EntryReference, ImportRow, ImportRun, Location
from tests.directory.exchange.files import checked, csv_file, numbered, save

pytestmark = pytest.mark.services

ROWS = 4_000
PATIENCE = 120


@pytest.fixture
def committed(transactional_db, postgresql) -> Iterator[None]:
    """Real transactions; what was imported is deleted afterwards."""
    yield
    Company.objects.filter(legal_name__startswith="Firma ").delete()
    Revision.objects.filter(object_str__startswith="Firma ").delete()
    ModelLogEntry.objects.filter(action__startswith="directory.import").delete()
    for run in ImportRun.objects.all():
        forget(run)


@pytest.fixture
def large_file(tmp_path) -> Path:
    return save(tmp_path / "firmen.csv", csv_file(*(numbered(n, email=f"info@firma{n}.example") for n in range(ROWS))))


def start_import(path: Path) -> subprocess.Popen:
    """Start the command on the database of the tests."""
    database = settings.DATABASES["default"]
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**database) + str(connection.settings_dict["NAME"])
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "manage.py", "import_companies", str(path)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def killed(process: subprocess.Popen, state: str) -> None:
    """Kill a process as soon as it has reported some progress in a state of its run."""
    end = time.monotonic() + PATIENCE
    assert process.stderr
    try:
        while time.monotonic() < end and process.stderr.readline():
            if ImportRun.objects.filter(state=state, rows_total__gt=0).exists() and process.stderr.readline():
                process.send_signal(signal.SIGKILL)
                break
    finally:
        process.kill()
        process.stderr.close()
    assert process.wait() == -signal.SIGKILL


def test_killed_writer_leaves_nothing_and_the_run_can_be_written(committed, large_file):
    companies, locations = Company.objects.count(), Location.objects.count()
    killed(start_import(large_file), "writing")
    assert (Company.objects.count(), Location.objects.count()) == (companies, locations)
    assert not EntryReference.objects.exists()
    assert not Revision.objects.filter(object_str__startswith="Firma ").exists()
    ImportRun.objects.update(touched_at=timezone.now() - CHECK_LOST)
    end = time.monotonic() + PATIENCE
    while give_back_lost_runs() != "1 given back, 0 failed":  # as soon as the server has noticed, too
        assert time.monotonic() < end
        time.sleep(0.1)
    assert write(ImportRun.objects.get()).state == "written"
    assert (Company.objects.count(), EntryReference.objects.count()) == (companies + ROWS, ROWS)


def test_killed_reader_leaves_results_only_and_the_check_can_be_started_again(committed, large_file):
    companies = Company.objects.count()
    killed(start_import(large_file), "reading")
    assert Company.objects.count() == companies
    assert 0 < ImportRow.objects.count() < ROWS
    ImportRun.objects.update(touched_at=timezone.now() - CHECK_LOST)
    assert give_back_lost_runs() == "0 given back, 1 failed"


def test_run_that_is_being_written_is_not_given_back(committed):
    run = checked([numbered(n) for n in range(3)])
    ImportRun.objects.update(state="writing", touched_at=timezone.now() - CHECK_LOST)
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        from django.db import transaction

        with transaction.atomic():
            ImportRun.objects.select_for_update().get(pk=run.pk)
            held.set()
            let_go.wait(PATIENCE)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(PATIENCE)
    assert give_back_lost_runs() == "0 given back, 0 failed"
    let_go.set()
    thread.join()
    assert give_back_lost_runs() == "1 given back, 0 failed"


def test_two_imports_of_the_same_companies_at_once_do_not_mix(committed):
    runs = [checked([numbered(n) for n in range(1200)]) for _again in range(2)]
    ready = threading.Barrier(2)

    def write_run(run: ImportRun) -> None:
        close_old_connections()
        ready.wait(PATIENCE)
        write(run)
        connections.close_all()

    threads = [threading.Thread(target=write_run, args=[run]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ImportRun.objects.values_list("state", flat=True)) == ["checked", "written"]
    assert Company.objects.filter(legal_name__startswith="Firma ").count() == 1200
    late = ImportRun.objects.get(state="checked")
    assert counts(late)["unchanged"] == 1200
    assert late.remarks[0]["code"] == "changed_meanwhile"
    assert counts(check(late))["unchanged"] == 1200
