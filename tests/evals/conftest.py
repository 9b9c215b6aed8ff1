import json
import sys
from typing import NamedTuple

import pytest

from voc.cli import main

FACTS = {
    "name": "kasumi",
    "lang": "ja",
    "as_of": "2026-11-01",
    "themes": [{"id": "print"}, {"id": "leave"}, {"id": "thanks"}],
    "weeks": ["2026-W43", "2026-W44"],
    "qa": [
        {"q": "印刷で困っているのは誰ですか?", "docs": ["T-1", "T-2"], "answerable": True},
        {"q": "社長の誕生日はいつですか?", "docs": [], "answerable": False},
    ],
    "personas": [{"role": "店長", "facts": [{"fact": "帳票の印刷が止まる", "docs": ["T-1"]}]}],
}
SAID = """
T-1|2026-10-26|A1|[[pain:print:4|帳票の印刷が毎回途中で止まってしまい、月末の締め作業が終わりません。]]
T-2|2026-10-27|A2|[[pain:print:4|帳票を印刷すると途中で止まります。]]連絡先は090-1234-5678です。
T-3|2026-10-28|A3|いつもありがとうございます。
T-4|2026-10-29|A1|[[churn_signal:leave:5|他社のサービスへの乗り換えを検討しており、解約の手続きを教えてください。]]
T-5|2026-10-20|A4|[[praise:thanks:3|検索がとても速くて助かっています。]]
"""
TALK = [
    {"s": "聞き手", "t": "何に困っていましたか。"},
    {"s": "木村", "t": "[[need:print:3|毎月の請求書を手書きで作るのに三日かかっていました。]]"},
]


def ticket(row):
    id_, day, account, said = row.split("|", 3)
    return {
        "id": id_,
        "created_at": f"{day}T10:00:00+09:00",
        "account": account,
        "person": "丸山 浩二",
        "role": "店長",
        "messages": [{"from": "customer", "text": said}, {"from": "agent", "text": "確認いたします。"}],
        "flags": ["injection"] if id_ == "T-4" else [],
    }


def lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def company(tmp_path):
    """A company of five tickets and an interview, marked up."""
    folder = tmp_path / "kasumi"
    folder.mkdir()
    talk = {
        "id": "I-1",
        "date": "2026-10-21",
        "account": "A3",
        "role": "店長",
        "title": "導入",
        "turns": TALK,
    }
    accounts = "account,name,plan,churned_on\nA1,甲社,A,2026-11-20\nA2,乙社,A,\nA3,丙社,B,\nA4,丁社,B,\n"
    (folder / "world.json").write_text(json.dumps(FACTS, ensure_ascii=False), encoding="utf-8")
    (folder / "tickets.jsonl").write_text(lines(map(ticket, SAID.strip().splitlines())), encoding="utf-8")
    (folder / "interviews.jsonl").write_text(lines([talk]), encoding="utf-8")
    (folder / "accounts.csv").write_text(accounts, encoding="utf-8")
    return folder


STATEMENTS = [
    {"text": "印刷が途中で止まって仕事になりません。", "kinds": ["pain"], "severity": 4, "setting": "ticket"},
    {"text": "よろしくお願いいたします。", "kinds": [], "severity": None, "setting": "ticket"},
    {
        "text": "解約を考えています。",
        "kinds": ["churn_signal", "pain"],
        "severity": 5,
        "setting": "interview",
        "prev": "今後も使いますか。",
    },
]


@pytest.fixture
def statements(tmp_path):
    """A file of three labelled statements."""
    path = tmp_path / "few.jsonl"
    path.write_text(lines(STATEMENTS), encoding="utf-8")
    return path


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def voc(tmp_path, monkeypatch, capsys):
    """Run a command as its user would, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOC_NOW", "2026-11-02T09:00:00+09:00")
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["voc", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
        shown = capsys.readouterr()
        return Ran(code, shown.out, shown.err)

    return run
