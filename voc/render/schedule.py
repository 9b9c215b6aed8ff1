"""A weekly run as lines for cron, systemd, Windows, GitHub Actions and GitLab CI."""

import shlex
from collections.abc import Callable, Mapping
from typing import NamedTuple

from voc.render.catalogue import Catalogue, catalogue
from voc.types import Language

SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_TASK = 261
PLACEHOLDER = (r"C:\voc\.venv\Scripts\voc.exe", r"C:\voc\project")


class Slot(NamedTuple):
    """A day of the week, 0 for Monday, and a time."""

    day: int
    hour: int
    minute: int

    @property
    def time(self) -> str:
        """The time as `08:00`."""
        return f"{self.hour:02d}:{self.minute:02d}"

    @property
    def cron(self) -> str:
        """The slot as cron's five fields, where Sunday is 0."""
        return f"{self.minute} {self.hour} * * {(self.day + 1) % 7}"


class Timetable(NamedTuple):
    """When and how `voc weekly` is to run."""

    slot: Slot
    """By the project's own clock."""
    zone: str
    """The project's time zone; empty: this machine's."""
    utc: Slot
    """The same by UTC, never earlier."""
    machine: Slot
    """The same by this machine's clock, never earlier."""
    program: tuple[str, ...]
    """The words that start voc here."""
    folder: str
    """The project's folder."""
    inside: str
    """The same as seen from the top of its git repository."""
    windows: bool
    """Whether this machine runs Windows."""
    secrets: tuple[str, ...]
    """Variables that must be set where it runs."""

    @property
    def command(self) -> tuple[str, ...]:
        """The weekly run, from anywhere on this machine."""
        return (*self.program, "--project", self.folder, "weekly")


def schedule(table: Timetable, language: Language, forms: tuple[str, ...] = ()) -> str:
    """The forms asked for, else all of them, this machine's own first."""
    say = catalogue(language)
    mine = ("windows",) if table.windows else ("cron", "systemd")
    order = forms or (*mine, *(form for form in FORMS if form not in mine))
    return "\n".join(FORMS[form](table, say) for form in order)


def _notes(say: Catalogue, *keys: str, mark: str = "#", **values: object) -> list[str]:
    return [f"{mark} {say(f'schedule.{key}', **values)}" for key in keys]


def _when(table: Timetable, say: Catalogue) -> str:
    zone = table.zone or say("schedule.clock")
    return say(
        "schedule.when",
        day=say(f"schedule.day.{SHORT[table.slot.day].lower()}"),
        time=table.slot.time,
        zone=zone,
    )


def _secrets(table: Timetable, say: Catalogue, place: str) -> list[str]:
    names = ", ".join(table.secrets)
    return _notes(say, f"secrets.{place}", names=names) if names else []


def _cron(table: Timetable, say: Catalogue) -> str:
    line = shlex.join(table.command).replace("%", r"\%")
    log = shlex.quote(f"{table.folder}/voc-weekly.log").replace("%", r"\%")
    head = [f"# cron: crontab -e  ({_when(table, say)})"]
    moved = _notes(say, "moved") if table.machine != table.slot else []
    run = f"{table.machine.cron} {line} >> {log} 2>&1"
    return "\n".join([*head, *moved, *_secrets(table, say, "cron"), run, ""])


def _systemd(table: Timetable, say: Catalogue) -> str:
    started = " ".join(_unit(word) for word in table.command)
    zone = f" {table.zone}" if table.zone else ""
    calendar = f"{SHORT[table.slot.day]} *-*-* {table.slot.time}:00{zone}"
    lines = [
        f"# systemd ({_when(table, say)})",
        "# ~/.config/systemd/user/voc-weekly.service",
        "[Unit]",
        "Description=voc weekly",
        "[Service]",
        "Type=oneshot",
        *_secrets(table, say, "systemd"),
        *(["EnvironmentFile=%h/.config/voc.env"] if table.secrets else []),
        f"ExecStart={started}",
        "",
        "# ~/.config/systemd/user/voc-weekly.timer",
        "[Timer]",
        f"OnCalendar={calendar}",
        "Persistent=true",
        "[Install]",
        "WantedBy=timers.target",
        "",
        "# systemctl --user enable --now voc-weekly.timer; loginctl enable-linger",
        "",
    ]
    return "\n".join(lines)


def _unit(word: str) -> str:
    r"""A word of ExecStart= (systemd.syntax(7)): quoted, `\`, `"`, `%` and `$` doubled or escaped."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or " " in word or not word.isascii() else word


def _windows(table: Timetable, say: Catalogue) -> str:
    program, folder = (table.program, table.folder) if table.windows else ((PLACEHOLDER[0],), PLACEHOLDER[1])
    rest = (*program[1:], "--project", folder, "weekly")
    arguments = " ".join(f'"{word}"' if " " in word or "\\" in word else word for word in rest)
    slot = table.machine if table.windows else table.slot
    task = f'"{program[0]}" {arguments}'
    inner = task.replace('"', '\\"')
    line = (
        f'schtasks /Create /TN "voc weekly" /SC WEEKLY /D {SHORT[slot.day].upper()} /ST {slot.time}'
        f' /TR "{inner}" /F'
    )
    lines = [
        f"# Windows: PowerShell  ({_when(table, say)})",
        *([] if table.windows else _notes(say, "elsewhere")),
        *(_notes(say, "moved") if table.windows and table.machine != table.slot else []),
        *_secrets(table, say, "windows"),
        f"$action = New-ScheduledTaskAction -Execute {_power(program[0])} -Argument {_power(arguments)}",
        f"$trigger = New-ScheduledTaskTrigger -Weekly -DaysOfWeek {LONG[slot.day]} -At {slot.time}",
        "$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable",
        "Register-ScheduledTask -TaskName 'voc weekly' -Action $action -Trigger $trigger -Settings $settings",
        *([*_notes(say, "schtasks"), f"# {line}"] if len(task) <= LONGEST_TASK else []),
        "",
    ]
    return "\n".join(lines)


def _power(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _github(table: Timetable, say: Catalogue) -> str:
    lines = [
        f"# GitHub Actions: .github/workflows/voc-weekly.yml  ({_when(table, say)})",
        *_notes(say, "records", "utc"),
        "name: voc weekly",
        "on:",
        "  schedule:",
        f'    - cron: "{table.utc.cron}"',
        "  workflow_dispatch:",
        "permissions:",
        "  contents: read",
        "concurrency:",
        "  group: voc-weekly",
        "jobs:",
        "  weekly:",
        "    runs-on: ubuntu-latest",
        "    steps:",
        "      - uses: actions/checkout@v4",
        "      - uses: actions/setup-python@v5",
        "        with:",
        '          python-version: "3.12"',
        "      - run: pip install 'voc[postgres]'",
        f"      - run: {_yaml(shlex.join(['voc', '--project', table.inside, 'weekly']))}",
        "        env:",
        *(f"          {name}: ${{{{ secrets.{name} }}}}" for name in ("VOC_DATABASE", *table.secrets)),
        "",
    ]
    return "\n".join(lines)


def _gitlab(table: Timetable, say: Catalogue) -> str:
    names = ", ".join(("VOC_DATABASE", *table.secrets))
    lines = [
        f"# GitLab CI: .gitlab-ci.yml  ({_when(table, say)})",
        *_notes(say, "records"),
        *_notes(
            say, "gitlab", cron=table.slot.cron if table.zone else table.utc.cron, zone=table.zone or "UTC"
        ),
        *_notes(say, "variables", names=names),
        "voc-weekly:",
        "  image: python:3.12",
        "  rules:",
        '    - if: $CI_PIPELINE_SOURCE == "schedule"',
        "  resource_group: voc-weekly",
        "  script:",
        "    - pip install 'voc[postgres]'",
        f"    - {_yaml(shlex.join(['voc', '--project', table.inside, 'weekly']))}",
        "",
    ]
    return "\n".join(lines)


def _yaml(text: str) -> str:
    """A plain scalar, or a quoted one where YAML would read more into it."""
    plain = all(character.isalnum() or character in " ./_-" for character in text)
    return text if plain else "'" + text.replace("'", "''") + "'"


FORMS: Mapping[str, Callable[[Timetable, Catalogue], str]] = {
    "windows": _windows,
    "cron": _cron,
    "systemd": _systemd,
    "github": _github,
    "gitlab": _gitlab,
}
