import sys
from typing import NamedTuple

import pytest

from voc.cli import main


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder of its own, and a Monday morning in November 2026."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOC_NOW", "2026-11-02T09:00:00+09:00")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def voc(project, monkeypatch, capsys):
    """Run a command as its user would, in this process."""

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


HEADINGS = "チケットID,作成日時,アカウントID,顧客名,役職,チャネル,件名,本文"
ROWS = """
T-1|10-26T10:12|A1|丸山 浩二|印刷|帳票の印刷が毎回途中で止まってしまい、月末の締め作業が終わりません。
T-2|10-27T10:12|A2|伊東 花|印刷|帳票を印刷すると途中で止まります。昨日から5回試しましたがだめでした。
T-3|10-28T09:00|A3|木村 茂|ありがとう|いつもありがとうございます。
T-4|10-29T09:00|A1|丸山 浩二|解約|他社のサービスへの乗り換えを検討しており、解約の手続きを教えてください。
T-5|10-20T09:00|A4|上野 順|印刷|先週から帳票が印刷できず、手書きで作っていて困っています。
"""


def export():
    rows = [row.split("|") for row in ROWS.strip().splitlines()]
    lines = [
        f"{id},2026-{at}:00+09:00,{account},{person},店長,email,{subject},{said}"
        for id, at, account, person, subject, said in rows
    ]
    return "\n".join([HEADINGS, *lines]) + "\n"


@pytest.fixture
def tickets(project):
    path = project / "tickets.csv"
    path.write_text(export(), encoding="cp932")
    return path
