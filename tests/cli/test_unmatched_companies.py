"""Companies are one under all their names, and what matches no account is said."""

import sqlite3

import pytest

ACCOUNTS = (
    "account,name,aliases,website,plan\n"
    'A1,株式会社大和スーパー,"大和、ヤマトスーパー",https://www.yamato.example/,Pro\n'
    "A2,Fern Hair Studio Ltd,Fern,fern.example,Pro\nA3,Oka Physio,,,Pro\nA4,Quiet Co,,,Basic\n"
)
TICKETS = (
    "id,date,company,email,message\n1,2026-10-05,大和,,印刷ができません。\n"
    "2,2026-10-05,,maya@fern.example,It is slow.\n"
    "3,2026-10-05,Okafor,,It is slow.\n4,2026-10-05,ヤマトスーパー様,,印刷ができません。\n"
    "5,2026-10-05,Quiet Company West,,x\n"
)


@pytest.fixture
def ingested(voc, project):
    (project / "voc.toml").write_text('[ingest]\ncompanies = { "Oka Physio" = ["Okafor"] }\n')
    (project / "accounts.csv").write_text(ACCOUNTS)
    (project / "t.csv").write_text(TICKETS)
    return voc("ingest", "t.csv", "--accounts", "accounts.csv").err


def test_accounts_are_known_by_aliases_settings_and_mail_domains(project, ingested):
    with sqlite3.connect(project / ".voc" / "voc.db") as connection:
        known = dict(connection.execute("SELECT id, account FROM documents"))
    assert known == {"1": "A1", "2": "A2", "3": "A3", "4": "A1", "5": "Quiet Company West"}
    assert "note: 1 company matches no account: Quiet Company West; name them" in ingested


def test_reports_count_what_matches_no_account_and_call_nobody_silent_who_resembles_it(voc, ingested):
    voc("analyze")
    for report in (("churn",), ("segments",), ("compare", "plan=Pro", "plan=Basic")):
        assert "1 company in the documents matches no account" in " ".join(
            voc(*report, "--lang", "en").out.split()
        )
    assert "Quiet Co" not in voc("churn", "--lang", "en").out
