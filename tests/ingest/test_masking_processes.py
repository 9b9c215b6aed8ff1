"""Masking in processes of their own changes nothing but the time it takes."""

import pytest

from voc.ingest.batch import Options
from voc.ingest.masking import processes
from voc.ingest.readers import read as read_files

PEOPLE = ("山田 太郎", "Ingrid Maas", "森 恵")


@pytest.fixture
def tickets(write):
    rows = (f"{n},2026-10-05,{PEOPLE[n % 3]},山田です。TEL 090-1234-{n:04} Maas さん\n" for n in range(2200))
    return write("t.csv", "id,date,name,text\n" + "".join(rows))


@pytest.fixture
def alone(tickets, monkeypatch):
    monkeypatch.setattr(processes, "processors", lambda: 1)
    return read_files(tickets, options=Options(salt="s")).documents


def test_several_processes_give_the_same_documents_in_the_same_order(tickets, alone, monkeypatch):
    monkeypatch.setattr(processes, "processors", lambda: 3)
    together = read_files(tickets, options=Options(salt="s")).documents
    assert together == alone
    assert [document.fingerprint for document in together] == [document.fingerprint for document in alone]
    assert not any("090" in document.text or document.person in PEOPLE for document in together)


def test_a_process_that_dies_costs_no_document(tickets, alone, monkeypatch):
    given = processes.Worker.give

    def dying(worker, documents):
        worker._process.kill()
        worker._process.wait()
        given(worker, documents)

    monkeypatch.setattr(processes, "processors", lambda: 2)
    monkeypatch.setattr(processes.Worker, "give", dying)
    assert read_files(tickets, options=Options(salt="s")).documents == alone


def test_a_reader_who_stops_early_leaves_no_process_behind(tickets, monkeypatch):
    from voc.ingest.readers import stream

    monkeypatch.setattr(processes, "processors", lambda: 2)
    started = []
    entered = processes.Worker.__enter__
    monkeypatch.setattr(
        processes.Worker, "__enter__", lambda worker: started.append(entered(worker)) or worker
    )
    batches = stream([tickets], Options(salt="s"))
    while len(started) < 2:
        next(batches)
    batches.close()
    assert [worker._process.poll() is not None for worker in started] == [True, True]
