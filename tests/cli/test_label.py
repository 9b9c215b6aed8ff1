import io
import json
import os
import pty
import subprocess
import sys
import termios
import time

import pytest


def rows(voc):
    return [json.loads(line) for line in voc("findings", "--json").out.splitlines()]


@pytest.fixture
def analysed(voc, tickets):
    voc("ingest", tickets)
    voc("analyze")
    return rows(voc)


@pytest.fixture
def press(voc, monkeypatch):
    def run(*keys):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{key}\n" for key in keys)))
        return voc("label")

    return run


def least_sure(found):
    return min(found, key=lambda row: (row["confidence"], row["id"]))


def test_what_a_person_denies_is_gone_after_the_next_analysis_and_stays_gone(voc, analysed, press):
    doubt = least_sure(analysed)
    assert "1 judgement kept" in press("0", "q").err
    for _ in range(2):
        voc("analyze")
        assert doubt["id"] not in {row["id"] for row in rows(voc)}


def test_another_kind_takes_the_place_of_the_one_found(voc, analysed, press):
    doubt = least_sure(analysed)
    press("6", "q")
    voc("analyze")
    (judged,) = [row for row in rows(voc) if row["engine"] == "person"]
    assert (judged["kind"], judged["quote"], judged["confidence"]) == ("praise", doubt["quote"], 1.0)


def test_severity_can_be_set(voc, analysed, press):
    doubt = least_sure(analysed)
    press("s", "5", "q")
    voc("analyze")
    (judged,) = [row for row in rows(voc) if row["engine"] == "person"]
    assert (judged["kind"], judged["severity"]) == (doubt["kind"], 5)


def test_a_theme_can_be_chosen(voc, analysed, press):
    doubt = least_sure(analysed)
    others = [row for row in analysed if row["kind"] == doubt["kind"]]
    press("t", "1", "q")
    voc("analyze")
    (judged,) = [row for row in rows(voc) if row["engine"] == "person"]
    assert judged["theme"] in {row["theme"] for row in others}


def test_undo_takes_the_last_judgement_back(voc, analysed, press):
    assert "0 judgements kept" in press("0", "u", "q").err
    voc("analyze")
    assert {row["id"] for row in rows(voc)} == {row["id"] for row in analysed}


def test_a_judgement_outlives_a_changed_ticket_only_while_its_words_stand(voc, analysed, press, tickets):
    doubt = least_sure(analysed)
    press("0", "q")
    text = tickets.read_text(encoding="cp932")
    tickets.write_text(text.replace(doubt["quote"], f"追記です。{doubt['quote']}"), encoding="cp932")
    voc("ingest", tickets)
    assert voc("analyze").code == 0


def test_keys_are_read_one_by_one_on_a_terminal(analysed, project):
    screen, keyboard = pty.openpty()
    command = [sys.executable, "-u", "-m", "voc", "label"]
    with subprocess.Popen(command, stdin=keyboard, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        for key, shown in (("0", b"1/"), ("q", b"2/")):
            while shown not in ran.stdout.readline():
                pass
            press_until_taken(screen, key, keyboard)
        said = ran.stderr.read().decode()
    os.close(screen)
    os.close(keyboard)
    assert "1 judgement kept" in said


def press_until_taken(screen, key, keyboard):
    """A terminal that has just been switched to single keys forgets what was typed before."""
    until = time.monotonic() + 30
    while time.monotonic() < until and termios.tcgetattr(keyboard)[3] & termios.ICANON:
        time.sleep(0.02)
    os.write(screen, key.encode())
    while time.monotonic() < until and not termios.tcgetattr(keyboard)[3] & termios.ICANON:
        time.sleep(0.02)
