from datetime import datetime

import pytest

from voc.errors import UsageError
from voc.pipeline.setup import slot, timetable
from voc.render.schedule import Slot
from voc.settings import Mail, Settings, Slack

NOW = datetime.fromisoformat("2026-11-20T15:00:00+00:00")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("mon 08:00", Slot(0, 8, 0)),
        ("Monday 8:00", Slot(0, 8, 0)),
        (" SUN 23:59 ", Slot(6, 23, 59)),
        ("月 8:00", Slot(0, 8, 0)),
        ("土曜日 07:30", Slot(5, 7, 30)),
    ],
)
def test_a_day_and_a_time_are_read_in_both_languages(written, read):
    assert slot(written) == read


@pytest.mark.parametrize(
    "written", ["", "mon", "8:00", "someday 8:00", "mon 24:00", "mon 8:60", "mon 8:0", "m 8:00"]
)
def test_anything_else_is_one_line(written):
    with pytest.raises(UsageError, match="write a day and a time such as"):
        slot(written)


@pytest.mark.parametrize(
    ("zone", "at", "seen"),
    [
        pytest.param("Asia/Tokyo", "mon 08:00", Slot(6, 23, 0), id="the day before"),
        pytest.param("Europe/London", "mon 08:00", Slot(0, 8, 0), id="winter is the later"),
        pytest.param("America/New_York", "mon 08:00", Slot(0, 13, 0), id="behind"),
        pytest.param("America/Los_Angeles", "sun 20:00", Slot(0, 4, 0), id="the day after, and the week"),
        pytest.param("Australia/Lord_Howe", "mon 08:00", Slot(6, 21, 30), id="half an hour of summer time"),
        pytest.param("Pacific/Kiritimati", "mon 08:00", Slot(6, 18, 0), id="fourteen hours ahead"),
        pytest.param("UTC", "mon 08:00", Slot(0, 8, 0), id="UTC"),
    ],
)
def test_a_time_in_utc_is_never_too_early(zone, at, seen, tmp_path):
    assert timetable(Settings(timezone=zone), tmp_path, slot(at), NOW).utc == seen


def test_secrets_are_those_that_the_settings_ask_for(tmp_path):
    def asked(**settings):
        return timetable(Settings(**settings), tmp_path, slot("mon 08:00"), NOW).secrets

    assert asked() == ()
    assert asked(mail=Mail(user="x"), slack=Slack(channel="#a"), engine="openai:gpt") == (
        "VOC_SMTP_PASSWORD",
        "VOC_SLACK_WEBHOOK",
        "OPENAI_API_KEY",
    )


def test_the_folder_is_seen_from_the_top_of_its_repository(tmp_path):
    (tmp_path / ".git").mkdir()
    deep = tmp_path / "team" / "voc"
    deep.mkdir(parents=True)
    assert timetable(Settings(), deep, slot("mon 08:00"), NOW).inside == "team/voc"
