import re
import shlex

import pytest
import yaml

from voc.render.schedule import FORMS, Slot, Timetable, schedule

FOLDER = "/home/田中 '太郎'/100% voc$"
TABLE = Timetable(
    slot=Slot(0, 8, 0),
    zone="Asia/Tokyo",
    utc=Slot(6, 23, 0),
    machine=Slot(6, 23, 0),
    program=("/opt/my venv/bin/voc",),
    folder=FOLDER,
    inside="team a/voc",
    windows=False,
    secrets=("VOC_SMTP_PASSWORD",),
)
WINDOWS = TABLE._replace(
    windows=True,
    program=(r"C:\Program Files\voc\voc.exe",),
    folder=r"C:\Users\田中's\voc",
    machine=Slot(0, 8, 0),
)


def lines(form, table=TABLE, language="en"):
    return schedule(table, language, (form,)).splitlines()


def working(form, table=TABLE):
    return [line for line in lines(form, table) if line and not line.startswith("#")]


def test_cron_runs_voc_in_the_projects_folder_at_the_machines_time():
    (line,) = working("cron")
    assert line.startswith("0 23 * * 0 ")
    command = re.sub(r"\\%", "%", line.removeprefix("0 23 * * 0 ")).partition(" >> ")[0]
    assert shlex.split(command) == ["/opt/my venv/bin/voc", "--project", FOLDER, "weekly"]
    assert not re.search(r"(?<!\\)%", line)


def test_systemd_keeps_the_projects_time_zone_and_makes_up_for_a_machine_that_was_off():
    text = "\n".join(lines("systemd"))
    assert "OnCalendar=Mon *-*-* 08:00:00 Asia/Tokyo" in text
    assert "Persistent=true" in text
    assert "EnvironmentFile=%h/.config/voc.env" in text
    (started,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    assert started.startswith('"/opt/my venv/bin/voc" --project ')
    assert "100%% voc$$" in started


def test_windows_gets_its_own_paths_and_runs_when_the_machine_is_on_again():
    text = "\n".join(working("windows", WINDOWS))
    assert r"-Execute 'C:\Program Files\voc\voc.exe'" in text
    assert r"""'--project "C:\Users\田中''s\voc" weekly'""" in text
    assert "-DaysOfWeek Monday -At 08:00" in text
    assert "-StartWhenAvailable" in text
    assert any(
        "schtasks /Create" in line and "/D MON /ST 08:00" in line for line in lines("windows", WINDOWS)
    )


def test_a_task_too_long_for_schtasks_is_left_out():
    long = WINDOWS._replace(folder="C:\\" + "x" * 300)
    assert not any("schtasks" in line for line in lines("windows", long))


def test_elsewhere_the_windows_paths_are_examples_and_say_so():
    assert any("Run `voc schedule` on the Windows machine" in line for line in lines("windows"))
    assert FOLDER not in "\n".join(lines("windows"))


def test_the_github_workflow_is_yaml_that_runs_voc_in_utc():
    workflow = yaml.safe_load("\n".join(lines("github")))
    assert workflow[True]["schedule"] == [{"cron": "0 23 * * 0"}]
    steps = workflow["jobs"]["weekly"]["steps"]
    assert shlex.split(steps[-1]["run"]) == ["voc", "--project", "team a/voc", "weekly"]
    assert steps[-1]["env"] == {
        "VOC_DATABASE": "${{ secrets.VOC_DATABASE }}",
        "VOC_SMTP_PASSWORD": "${{ secrets.VOC_SMTP_PASSWORD }}",
    }


def test_the_gitlab_job_is_yaml_for_a_schedule_in_the_projects_zone():
    text = lines("gitlab")
    job = yaml.safe_load("\n".join(text))["voc-weekly"]
    assert job["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]
    assert shlex.split(job["script"][-1]) == ["voc", "--project", "team a/voc", "weekly"]
    assert any("0 8 * * 1" in line and "Asia/Tokyo" in line for line in text)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_all_of_them_stand_there_this_machines_own_first(language):
    here, there = schedule(TABLE, language), schedule(WINDOWS, language)
    heads = ["# Windows", "# cron", "# systemd", "# GitHub", "# GitLab"]
    assert all(f"\n{head}" in f"\n{text}" for text in (here, there) for head in heads)
    assert here.startswith("# cron")
    assert there.startswith("# Windows")
    assert len(FORMS) == len(heads)


def test_secrets_are_named_and_never_shown():
    assert FORMS
    for form in FORMS:
        assert "VOC_SMTP_PASSWORD" in "\n".join(lines(form))
        assert "VOC_SMTP_PASSWORD" not in "\n".join(lines(form, TABLE._replace(secrets=())))
