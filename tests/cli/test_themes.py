"""voc themes: what a person sees of themes and does to them."""

import json

import pytest


@pytest.fixture
def analysed(voc, tickets, monkeypatch):
    monkeypatch.setenv("VOC_AUTHOR", "青木")
    voc("ingest", tickets)
    voc("analyze")


@pytest.fixture
def pains(voc, analysed):
    return rows(voc, "--kind", "pain")


def rows(voc, *words):
    return [json.loads(line) for line in voc("themes", "--json", *words).out.splitlines()]


def homes(voc):
    return {row["id"]: row["theme"] for row in map(json.loads, voc("findings", "--json").out.splitlines())}


def test_the_list_is_a_tree_of_kinds_areas_and_themes(voc, analysed, pains):
    out = voc("themes", "--all").out.splitlines()
    assert out[0] == "不満 (pain)"
    assert out[1] == f"  {pains[0]['area_ja']}"
    assert pains[0]["id"] in out[2]
    assert max(map(len, out)) <= 80


def test_one_customer_s_words_are_listed_only_on_request(voc, analysed):
    everything = {row["id"] for row in rows(voc)}
    few = voc("themes")
    alone = [row["id"] for row in rows(voc) if row["customers"] == 1]
    assert alone and not any(id_ in few.out for id_ in alone)
    assert "--all" in few.out
    assert all(id_ in voc("themes", "--all").out for id_ in everything)


def test_a_theme_is_shown_with_its_words_and_its_history(voc, pains):
    voc("themes", "rename", pains[0]["id"], "--ja", "帳票印刷の停止")
    shown = voc("themes", "show", pains[0]["id"]).out
    assert "帳票印刷の停止" in shown.splitlines()[0]
    assert "T-2" in shown and "青木: 名前を変更" in shown
    assert json.loads(voc("themes", "show", pains[0]["id"], "--json").out)["row"]["pinned"] is True


def test_the_beginning_of_an_id_is_enough(voc, pains):
    assert voc("themes", "show", pains[0]["id"][:9]).code == 0
    assert voc("themes", "show", pains[0]["id"][5:]).code == 0


def test_a_hidden_theme_is_kept_out_of_the_digest_until_it_is_shown_again(voc, pains):
    top = pains[0]["id"]

    def in_digest():
        return top in voc("digest", "--format", "json").out

    assert in_digest()
    voc("themes", "hide", top)
    assert not in_digest()
    voc("themes", "unhide", top)
    assert in_digest()


def test_a_split_is_undone_finding_by_finding(voc, pains):
    before = homes(voc)
    ran = voc("themes", "split", pains[0]["id"], "--word", "５回", "--ja", "手書きの負担")
    assert ran.code == 0, ran.err
    assert "手書きの負担" in voc("themes", "--all").out
    assert sum(before[id_] != theme for id_, theme in homes(voc).items()) == 1
    voc("analyze")
    assert sum(before[id_] != theme for id_, theme in homes(voc).items()) == 1
    assert voc("themes", "undo").code == 0
    assert homes(voc) == before


def test_a_merge_is_listed_with_its_author_and_undone(voc, pains):
    voc("themes", "split", pains[0]["id"], "--word", "５回", "--en", "By hand")
    (new,) = [row for row in rows(voc, "--kind", "pain") if row["title_en"] == "By hand"]
    before = homes(voc)
    voc("themes", "merge", new["id"], pains[0]["id"])
    assert set(homes(voc).values()) < set(before.values())
    changes = [json.loads(line) for line in voc("themes", "log", "--json").out.splitlines()]
    assert [(one["author"], one["change"]["event"]) for one in changes[-2:]] == [
        ("青木", "split"),
        ("青木", "merged"),
    ]
    assert voc("themes", "undo", changes[-1]["number"]).code == 0
    assert homes(voc) == before


def test_undoing_goes_back_one_change_at_a_time(voc, pains):
    voc("themes", "rename", pains[0]["id"], "--ja", "一")
    voc("themes", "rename", pains[0]["id"], "--ja", "二")
    voc("themes", "undo")
    assert rows(voc, "--kind", "pain")[0]["title_ja"] == "一"
    voc("themes", "undo")
    assert rows(voc, "--kind", "pain")[0] == pains[0]
    assert voc("themes", "undo").code == 2


def test_nothing_changes_when_the_same_data_are_analysed_again(voc, pains, tickets):
    before, themes = homes(voc), rows(voc)
    voc("ingest", tickets)
    voc("analyze")
    voc("analyze", "--again")
    assert (homes(voc), rows(voc)) == (before, themes)


def test_a_theme_of_voc_toml_comes_first_and_keeps_its_title(voc, project, tickets):
    own = '[[themes]]\nid = "prints"\nkind = "pain"\nja = "印刷の停止"\nwords = ["印刷"]\n'
    (project / "voc.toml").write_text(own, encoding="utf-8")
    voc("ingest", tickets)
    voc("analyze")
    assert rows(voc, "--kind", "pain")[0]["id"] == "prints"
    refused = voc("themes", "rename", "prints", "--ja", "別名")
    assert refused.code == 2 and "voc.toml" in refused.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["show", "pain-0"], "`voc themes` lists them", id="unknown theme"),
        pytest.param(["undo"], "nothing to undo", id="nothing to undo"),
        pytest.param(["undo", "9"], "9", id="unknown change"),
        pytest.param(["rename", "pain-0"], "pain-0", id="rename an unknown theme"),
    ],
)
def test_a_mistake_is_one_line(voc, project, words, says):
    ran = voc("themes", *words)
    assert ran.code == 2
    assert says in ran.err and len(ran.err.splitlines()) == 1


def test_an_empty_store_says_what_to_do(voc, project):
    ran = voc("themes")
    assert "voc analyze" in ran.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["--word", "温泉"], "温泉", id="no quote holds the word"),
        pytest.param(["--finding", "f0"], "f0", id="no such finding"),
        pytest.param([], "give --word", id="nothing named"),
        pytest.param(["--word", "印刷", "--word", "帳票", "--word", "手"], "rename", id="everything leaves"),
    ],
)
def test_a_split_that_makes_no_sense_says_why(voc, pains, words, says):
    ran = voc("themes", "split", pains[0]["id"], *words)
    assert ran.code == 2 and says in ran.err


def weeks_of_tickets(project, name, rows):
    head = "チケットID,作成日時,アカウントID,顧客名,役職,チャネル,件名,本文"
    lines = [
        f"{id},{day}T10:00:00+09:00,{who},,店長,email,{subject},{said}"
        for id, day, who, subject, said in rows
    ]
    (project / name).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return project / name


FAULTS = (
    "帳票の印刷が途中で止まって困ります",
    "シフト表の表示が遅くて開けません",
    "請求書の金額が間違っています",
)


def week(number):
    return [
        (f"W{number}-{at}", f"2026-10-{5 + 7 * number:02}", f"A{at}", "", f"{FAULTS[at % 3]}。{at}回目です。")
        for at in range(9)
    ]


def test_another_week_leaves_what_was_placed_before_where_it_is(voc, project):
    voc("ingest", weeks_of_tickets(project, "one.csv", week(0)))
    voc("analyze")
    before, titles = homes(voc), {row["id"] for row in rows(voc)}
    voc("ingest", weeks_of_tickets(project, "two.csv", week(1)))
    voc("analyze")
    after = homes(voc)
    moved = [id_ for id_, theme in before.items() if after[id_] != theme]
    assert len(moved) <= 0.02 * len(before)
    assert titles <= {row["id"] for row in rows(voc)}
    assert len(set(after.values())) <= len(set(before.values())) + 1


def test_the_order_of_the_rows_changes_no_theme(voc, project):
    found = []
    for name, given in (("there.csv", week(0)), ("back.csv", week(0)[::-1])):
        folder = ("--project", project / name.removesuffix(".csv"))
        voc("ingest", weeks_of_tickets(project, name, given), *folder)
        voc("analyze", *folder)
        lines = voc("findings", "--json", *folder).out.splitlines()
        found.append({row["document"]: row["theme"] for row in map(json.loads, lines)})
    assert found[0] and found[0].keys() == found[1].keys()
    assert sorted(found[0].values()) == sorted(found[1].values()) and found[0] == found[1]
