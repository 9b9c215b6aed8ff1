"""The first files and the timetable of a project: voc.toml, the demo companies, when `voc weekly` runs."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from voc.errors import InputError, UsageError
from voc.render.schedule import Slot, Timetable
from voc.settings import FILE, Settings


def write_settings(folder: Path, language: str) -> Path:
    """Write voc.toml into the folder, in Japanese or English.

    Raises:
        UsageError: there is one already, or the language is neither ja nor en.

    """
    if language not in {"ja", "en"}:
        raise UsageError(f"--lang {language!r}: choose ja or en")
    path = folder / FILE
    if path.exists():
        raise UsageError(f"{path} is there already; edit it, or delete it first")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(settings_text(language), encoding="utf-8")
    return path


def settings_text(language: str) -> str:
    """The template in that language."""
    return (files("voc.locale") / language / "voc.toml").read_text(encoding="utf-8")


REPOSITORY = Path(__file__).parents[2] / "fixtures" / "demo"


class Company(NamedTuple):
    """One company's exports."""

    name: str
    folder: Path


def companies() -> list[Company]:
    """The shipped companies: in the installed package, or in the repository.

    Raises:
        InputError: the installation is incomplete.

    """
    shipped = Path(str(files("voc"))) / "demo"
    root = shipped if shipped.is_dir() else REPOSITORY
    found = [Company(path.parent.parent.name, path.parent) for path in sorted(root.glob("*/export/voc.toml"))]
    if not found:
        raise InputError(f"the demo's files are missing from {str(root)!r}; install voc again")
    return found


def settle(company: Company, out: Path) -> Path:
    """Copy a company's exports to a project folder of its own, and return it."""
    folder = out / company.name
    shutil.copytree(company.folder, folder, dirs_exist_ok=True)
    return folder


JAPANESE = "月火水木金土日"
AT = re.compile(rf"\s*([A-Za-z]{{3,9}}|[{JAPANESE}](?:曜日?)?)\s+(\d{{1,2}}):(\d{{2}})\s*")
YEAR = 53
KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "google_genai": "GOOGLE_API_KEY"}

Clock = Callable[[datetime], datetime]


def slot(at: str) -> Slot:
    """The day and time of `mon 08:00` or `月 8:00`.

    Raises:
        UsageError: it is neither.

    """
    found = AT.fullmatch(at)
    if found:
        name, hour, minute = found[1].lower(), int(found[2]), int(found[3])
        day = JAPANESE.find(name[0]) if name[0] in JAPANESE else _english(name)
        if day >= 0 and hour < 24 and minute < 60:
            return Slot(day, hour, minute)
    raise UsageError(f"--at {at!r}: write a day and a time such as 'mon 08:00'")


def _english(name: str) -> int:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return next((at for at, day in enumerate(full) if day.startswith(name)), -1)


def timetable(settings: Settings, folder: Path, wanted: Slot, now: datetime) -> Timetable:
    """What every kind of scheduler needs to know."""
    place = folder.resolve()
    zone = settings.zone

    def here(moment: datetime) -> datetime:
        return moment.astimezone(zone) if zone else moment.astimezone()

    return Timetable(
        slot=wanted,
        zone=settings.timezone,
        utc=_seen_from(wanted, here, lambda moment: moment.astimezone(UTC), now),
        machine=_seen_from(wanted, here, lambda moment: moment.astimezone(), now),
        program=_program(),
        folder=str(place),
        inside=_inside(place),
        windows=os.name == "nt",
        secrets=_secrets(settings),
    )


def _seen_from(wanted: Slot, here: Clock, there: Clock, now: datetime) -> Slot:
    """The slot by another clock; where summer time moves it, the later one, so that it is never too early."""
    ahead = []
    first = here(now).replace(tzinfo=None, hour=wanted.hour, minute=wanted.minute, second=0, microsecond=0)
    for week in range(YEAR):
        naive = first + timedelta(days=(wanted.day - first.weekday()) % 7, weeks=week)
        moment = _moment(naive, here, now)
        ahead.append(there(moment).replace(tzinfo=None) - naive)
    late = datetime(2024, 1, 1) + timedelta(days=wanted.day, hours=wanted.hour, minutes=wanted.minute)
    moved = late + max(ahead)
    return Slot(moved.weekday(), moved.hour, moved.minute)


def _moment(naive: datetime, here: Clock, now: datetime) -> datetime:
    """The moment at which the clock `here` shows this."""
    zone = here(now).tzinfo
    named = getattr(zone, "key", None)
    return naive.replace(tzinfo=zone) if named else naive.astimezone()


def _program() -> tuple[str, ...]:
    """What starts voc here: the program beside this Python, else the module."""
    beside = Path(sys.executable).with_name("voc.exe" if os.name == "nt" else "voc")
    return (str(beside),) if beside.exists() else (sys.executable, "-m", "voc")


def _inside(place: Path) -> str:
    """The folder as seen from the top of its git repository; `.` where it is the top, or there is none."""
    for top in (place, *place.parents):
        if (top / ".git").exists():
            return place.relative_to(top).as_posix()
    return "."


def _secrets(settings: Settings) -> tuple[str, ...]:
    """The variables that the settings ask for."""
    asked: Mapping[str, bool] = {
        "VOC_SMTP_PASSWORD": bool(settings.mail.user),
        "VOC_SLACK_WEBHOOK": bool(settings.slack.channel),
        KEYS.get(settings.engine.partition(":")[0], ""): ":" in settings.engine,
    }
    return tuple(name for name, wanted in asked.items() if name and wanted)
