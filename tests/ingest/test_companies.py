"""Which columns name companies and which people, and when two names mean one company."""

import pytest

from voc.ingest.companies import domain_of, fold_company, resembles

COMPANIES = [
    ["美容室コトリ", "居酒屋とら", "カフェ・ド・ルナ"],
    ["株式会社北斗", "みずき介護", "㈱トマト"],
    ["Harbor Spa", "Shah Dental", "Peak Clinic"],
]
HEADINGS = "所属 顧客名 貴社名 お客様名 得意先 法人名 団体名 取引先名称 Customer Client"
PEOPLE = [["篠原 恵", "小鳥遊 悠", "湯川 学"]]


@pytest.mark.parametrize("heading", HEADINGS.split())
@pytest.mark.parametrize("names", COMPANIES)
def test_companies_are_accounts_under_every_heading(read, heading, names):
    rows = "".join(f"2026-10-0{n},{name},検索が遅い{n}\n" for n, name in enumerate(names, 1))
    documents = read("t.csv", f"日付,{heading},内容\n{rows}", mask=False).documents
    assert [(one.account, one.person) for one in documents] == [(name, None) for name in names]


@pytest.mark.parametrize("heading", "顧客名 お客様名 得意先 Customer Client".split())
@pytest.mark.parametrize("names", PEOPLE)
def test_people_are_people_under_the_headings_of_companies(read, heading, names):
    rows = "".join(f"2026-10-0{n},{name},検索が遅い{n}\n" for n, name in enumerate(names, 1))
    documents = read("t.csv", f"日付,{heading},内容\n{rows}", mask=False).documents
    assert [(one.account, one.person) for one in documents] == [(None, name) for name in names]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("maya@fern.example", "fern.example"),
        ("https://www.fern.example/about", "fern.example"),
        ("Fern.Example", "fern.example"),
        ("x@gmail.com", ""),
        ("none", ""),
    ],
)
def test_a_domain_is_read_from_addresses_and_pages(text, domain):
    assert domain_of(text) == domain


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("大和スーパー", "大和", True),
        ("Oka Physio", "Oka Physios", True),
        ("Fern Hair", "Ferne Hair", True),
        ("Fern Hair", "Elm Vets", False),
    ],
)
def test_names_that_may_be_one_company_resemble_each_other(one, other, alike):
    assert resembles(fold_company(one), fold_company(other)) is alike
