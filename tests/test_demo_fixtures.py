"""The two companies of `voc demo` tell the stories they are meant to tell, and nothing real."""

import csv
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from voc import settings
from voc.weeks import week_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
DEMO = FIXTURES / "demo"
KINDS = {"pain", "need", "purchase_reason", "churn_signal", "request", "praise", "question"}
WEEKS = [f"2026-W{week}" for week in range(35, 45)]

RESERVED_PHONES = re.compile(
    r"0\d{1,2}-0000-\d{4}"  # no Japanese exchange is numbered 0000
    r"|01632 960\d{3}|07700 900\d{3}|011[3-8] 496 0\d{3}|020 7946 0\d{3}"  # Ofcom: numbers for drama use
    r"|555-01\d{2}"
)
PHONES = re.compile(
    r"(?<![\d-])(?:0\d{1,4}[- ]\d{1,4}[- ]\d{3,4}|0\d{3,4} \d{5,6}|\d{3}-\d{4}|\+\d[\d -]{8,})(?![\d-])"
)
MAIL_DOMAINS = re.compile(r"[\w.+-]+@([\w.-]+\w)|https?://([\w.-]+)")
RESERVED_DOMAINS = re.compile(r"(?:.+\.)?example(?:\.(?:com|net|org|jp|ac\.jp|co\.jp))?")  # RFC 2606, JPRS
POSTCODES = re.compile(r"〒(\d{3}-\d{4})")


class Story(NamedTuple):
    """Distinct customers a week who complain about a theme, from W35 to W44."""

    company: str
    theme: str
    customers: list[int]


STORIES = {
    "the release breaks the till": Story("hirunowa", "pay_app", [0, 0, 0, 1, 0, 0, 0, 1, 0, 7]),
    "the fridges are repaired": Story("hirunowa", "fridge_warm", [4, 4, 4, 4, 4, 3, 0, 0, 0, 0]),
    "sold out every week": Story("hirunowa", "sold_out", [3, 2, 4, 2, 3, 3, 3, 3, 3, 4]),
    "the release locks riders out": Story("packwren", "app_unlock", [0, 0, 1, 0, 0, 0, 0, 1, 0, 7]),
    "new chargers end the fault": Story("packwren", "charger_fault", [4, 4, 5, 4, 4, 3, 0, 0, 0, 0]),
    "waiting every week": Story("packwren", "service_wait", [3, 2, 3, 2, 3, 3, 3, 3, 4, 4]),
}
TOP_THREE = [
    pytest.param("hirunowa", [("pay_app", 7), ("sold_out", 4), ("delivery_late", 3)], id="Japanese"),
    pytest.param("packwren", [("app_unlock", 7), ("service_wait", 4), ("range_short", 3)], id="English"),
]


def _script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"demo_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = _script(DEMO / "build.py")
COMPILE = _script(FIXTURES / "worlds" / "compile.py")
COMPANIES = [pytest.param(company, id=company.folder) for company in BUILD.COMPANIES]


class World(NamedTuple):
    meta: dict[str, Any]
    tickets: list[dict[str, Any]]
    interviews: list[dict[str, Any]]
    accounts: list[dict[str, str]]
    gold: list[dict[str, Any]]
    errors: list[str]


def _world(folder: str) -> World:
    return World(*COMPILE.compile_world(DEMO / folder))


def _customers(world: World) -> dict[str, dict[str, set[str]]]:
    """Week -> theme of a pain -> who complained."""
    found: dict[str, dict[str, set[str]]] = {}
    for label in world.gold:
        if label["kind"] == "pain":
            themes = found.setdefault(label["week"], {})
            themes.setdefault(label["theme"], set()).add(label["account"] or label["doc"])
    return found


def _shipped(folder: str) -> Iterator[tuple[Path, str]]:
    """Every file of the export with its text."""
    for path in sorted((DEMO / folder / "export").rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            cp932 = folder == "hirunowa" and path.suffix == ".csv"
            yield path, content.decode("cp932" if cp932 else "utf-8")


@pytest.mark.parametrize("company", COMPANIES)
def test_every_mark_is_whole_known_and_in_a_customers_words(company):
    assert _world(company.folder).errors == []


@pytest.mark.parametrize("company", COMPANIES)
def test_a_label_has_the_kind_of_its_theme_and_no_theme_is_unused(company):
    world = _world(company.folder)
    kinds = {theme["id"]: theme["kind"] for theme in world.meta["themes"]}
    assert [label for label in world.gold if kinds[label["theme"]] != label["kind"]] == []
    assert kinds.keys() == {label["theme"] for label in world.gold}


@pytest.mark.parametrize("company", COMPANIES)
def test_every_kind_is_heard_often_enough_to_be_measured(company):
    counts = Counter(label["kind"] for label in _world(company.folder).gold)
    assert counts.keys() == KINDS
    assert min(counts.values()) >= 8


@pytest.mark.parametrize("company", COMPANIES)
def test_a_fifth_to_a_third_of_the_tickets_say_nothing(company):
    world = _world(company.folder)
    silent = {ticket["id"] for ticket in world.tickets} - {label["doc"] for label in world.gold}
    assert 0.20 <= len(silent) / len(world.tickets) <= 0.33


@pytest.mark.parametrize("company", COMPANIES)
def test_ten_weeks_are_told_in_order_and_none_is_thin(company):
    world = _world(company.folder)
    assert world.meta["weeks"] == WEEKS
    stamps = [datetime.fromisoformat(ticket["created_at"]) for ticket in world.tickets]
    assert stamps == sorted(stamps)
    counts = Counter(COMPILE.week_of(ticket["created_at"]) for ticket in world.tickets)
    assert sorted(counts) == WEEKS
    assert min(counts.values()) >= 8
    assert max(counts.values()) <= 17


@pytest.mark.parametrize("company", COMPANIES)
def test_a_tickets_week_is_the_same_in_the_projects_time_zone(company):
    zone = settings.load(DEMO / company.folder / "export", {}).zone
    assert _world(company.folder).tickets
    for ticket in _world(company.folder).tickets:
        at = datetime.fromisoformat(ticket["created_at"])
        assert at.utcoffset() == at.astimezone(zone).utcoffset()
        assert COMPILE.week_of(ticket["created_at"]) == week_of(at, zone)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_planted_story_holds_in_the_gold(story):
    found = _customers(_world(story.company))
    assert [len(found[week].get(story.theme, ())) for week in WEEKS] == story.customers


@pytest.mark.parametrize(("company", "expected"), TOP_THREE)
def test_the_last_week_has_a_clear_top_three(company, expected):
    last = _customers(_world(company))[WEEKS[-1]]
    ranked = sorted(((theme, len(who)) for theme, who in last.items()), key=lambda row: -row[1])
    assert ranked[:3] == expected
    assert all(count < expected[-1][1] for _, count in ranked[3:])


@pytest.mark.parametrize("company", COMPANIES)
def test_customers_who_churned_said_so_before_and_others_only_threatened(company):
    world = _world(company.folder)
    churned = {row["account"] for row in world.accounts if row["churned_on"]}
    warned = {label["account"] for label in world.gold if label["kind"] == "churn_signal"}
    assert len(world.accounts) == 16
    assert len(churned) >= 2
    assert churned < warned


@pytest.mark.parametrize("company", COMPANIES)
def test_interviews_are_a_purchase_an_exit_and_a_day_of_use(company):
    world = _world(company.folder)
    assert len(world.interviews) == 3
    assert all(25 <= len(interview["turns"]) <= 45 for interview in world.interviews)
    heard = [
        {label["kind"] for label in world.gold if label["doc"] == held["id"]} for held in world.interviews
    ]
    assert all("purchase_reason" in kinds for kinds in heard)
    assert ["churn_signal" in kinds for kinds in heard] == [False, True, False]


@pytest.mark.parametrize("company", COMPANIES)
def test_questions_and_personas_stand_on_documents(company):
    meta = _world(company.folder).meta
    assert 6 <= len(meta["qa"]) <= 8
    assert all(bool(qa["docs"]) == qa["answerable"] for qa in meta["qa"])
    assert {qa["answerable"] for qa in meta["qa"]} == {True, False}
    assert len(meta["personas"]) == 2
    assert all(fact["docs"] for persona in meta["personas"] for fact in persona["facts"])


@pytest.mark.parametrize("company", COMPANIES)
def test_an_instruction_to_ai_readers_is_no_label_but_the_complaint_beside_it_is(company):
    world = _world(company.folder)
    flagged = [ticket for ticket in world.tickets if "injection" in ticket.get("flags", ())]
    assert len(flagged) == 1
    labels = [label for label in world.gold if label["doc"] == flagged[0]["id"]]
    assert [label["kind"] for label in labels] == ["pain"]
    order = re.compile("指示|第1位|ignore|rank", re.IGNORECASE)
    assert order.search(flagged[0]["messages"][0]["text"])
    assert not order.search(labels[0]["quote"])


@pytest.mark.parametrize("company", COMPANIES)
def test_the_export_is_what_the_world_gives_now(company):
    assert BUILD.differences(company) == []


@pytest.mark.parametrize("company", COMPANIES)
def test_the_export_holds_neither_marks_nor_gold(company):
    themes = {theme["id"] for theme in _world(company.folder).meta["themes"]}
    assert themes and list(_shipped(company.folder))
    for path, text in _shipped(company.folder):
        assert "[[" not in text, path
        assert "churned_on" not in text, path
        assert not any(theme in text for theme in themes), path


@pytest.mark.parametrize("company", COMPANIES)
def test_the_settings_are_valid_and_name_files_that_are_there(company):
    folder = DEMO / company.folder / "export"
    found = settings.load(folder, {})
    assert found.timezone == company.timezone
    assert all((folder / path).exists() for path in (found.accounts, found.interviews, *found.inbox))
    spoken = {turn["s"] for held in _world(company.folder).interviews for turn in held["turns"]}
    assert set(found.ingest.staff) <= spoken


def test_japanese_tables_are_what_excel_saves():
    folder = DEMO / "hirunowa" / "export"
    for name in ("tickets.csv", "accounts.csv", "interviews.csv"):
        content = (folder / name).read_bytes()
        assert content.decode("cp932").count("\r\n") >= 3
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")


def test_a_japanese_ticket_row_holds_every_word_of_its_messages():
    text = (DEMO / "hirunowa" / "export" / "tickets.csv").read_bytes().decode("cp932")
    rows = {row["チケットID"]: row["本文"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    tickets = _world("hirunowa").tickets
    assert list(rows) == [ticket["id"] for ticket in tickets]
    for ticket in tickets:
        assert all(message["text"] in rows[ticket["id"]] for message in ticket["messages"])


def test_an_english_ticket_holds_its_messages_apart():
    desk = json.loads((DEMO / "packwren" / "export" / "tickets.json").read_text(encoding="utf-8"))
    said = {ticket["id"]: [comment["body"] for comment in ticket["comments"]] for ticket in desk["tickets"]}
    assert said == {
        ticket["id"]: [message["text"] for message in ticket["messages"]]
        for ticket in _world("packwren").tickets
    }


@pytest.mark.parametrize("company", COMPANIES)
def test_telephone_numbers_are_reserved_ones(company):
    found = [number for _, text in _shipped(company.folder) for number in _phones(text)]
    assert len(found) >= 3
    assert [number for number in found if not RESERVED_PHONES.fullmatch(number)] == []


@pytest.mark.parametrize("company", COMPANIES)
def test_mail_and_web_addresses_are_reserved_ones(company):
    found = [
        name
        for _, text in _shipped(company.folder)
        for pair in MAIL_DOMAINS.findall(text)
        for name in pair
        if name
    ]
    assert found
    assert [name for name in found if not RESERVED_DOMAINS.fullmatch(name)] == []


def test_check_names_a_file_that_was_touched(tmp_path):
    copy = shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "worlds").mkdir()
    shutil.copy(FIXTURES / "worlds" / "compile.py", tmp_path / "worlds")
    touched = copy / "packwren" / "export" / "voc.toml"
    touched.write_text("name = 'other'\n", encoding="utf-8")
    (copy / "hirunowa" / "export" / "left-over.csv").write_bytes(b"")
    checked = subprocess.run(
        [sys.executable, "-B", copy / "build.py", "--check"], capture_output=True, text=True
    )
    assert checked.returncode == 1
    assert checked.stdout.split("\n")[:2] == [
        "out of date: hirunowa/export/left-over.csv",
        "out of date: packwren/export/voc.toml",
    ]


def _phones(text: str) -> list[str]:
    postcodes = set(POSTCODES.findall(text))
    return [number for number in PHONES.findall(text) if number not in postcodes]
