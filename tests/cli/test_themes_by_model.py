"""With a language model its topics, areas and second looks decide which findings share a theme."""

import json

import pytest
from llm_cases import found, reply
from loopback_llm import LoopbackServer, Say

SETTINGS = """
engine = "openai:gpt-5.4-nano"
[llm]
base_url = "{url}"
"""
TOLD = {
    "くるくる回ったまま": ("請求一覧の表示速度", "Speed of the bill list", "請求"),
    "お茶を入れて戻って": ("請求一覧の表示速度", "Speed of the bill list", "請求"),
    "営業が三通も受け取": ("重複する通知", "Duplicate notices", "通知"),
    "文字が小さくて": ("重複する通知", "Duplicate notices", "通知"),
}
ROWS = """
T-1|A1|くるくる回ったままで、午前中が終わりました。
T-2|A2|お茶を入れて戻ってきても、まだ出てきません。
T-3|A3|営業が三通も受け取って混乱しています。
T-4|A4|文字が小さくて読めません。
"""


class Model:
    """Reads by the table above, names no theme, and answers every comparison the same."""

    def __init__(self, same):
        self.same = same
        self.compared = 0

    def __call__(self, body):
        said = json.dumps(body["messages"][-1]["content"], ensure_ascii=False)
        if '\\"one\\"' in said or '"one"' in said:
            self.compared += 1
            return Say(json.dumps({"same": self.same}))
        for words, (topic, topic_en, area) in TOLD.items():
            if words in said and '\\"topics\\"' not in said:
                return reply(found(1, t=topic, e=topic_en, a=area, m="困っている。"))
        return Say('{"ja":"","en":"","n":[]}')


@pytest.fixture
def analyse(voc, project, monkeypatch):
    monkeypatch.setenv("VOC_LOOPBACK_ONLY", "1")
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    head = "チケットID,作成日時,アカウントID,本文"
    rows = [row.split("|") for row in ROWS.strip().splitlines()]
    lines = [f"{id_},2026-10-26T10:00:00+09:00,{account},{said}" for id_, account, said in rows]
    (project / "tickets.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")

    def run(model):
        with LoopbackServer(model).running() as server:
            (project / "voc.toml").write_text(SETTINGS.format(url=server.url), encoding="utf-8")
            voc("ingest", "tickets.csv")
            ran = voc("analyze")
        assert ran.code == 0, ran.err
        said = [json.loads(line) for line in voc("findings", "--json").out.splitlines()]
        return {row["document"]: row["theme"] for row in said}

    return run


def test_findings_of_one_topic_share_a_theme_though_no_word_is_the_same(voc, analyse):
    homes = analyse(Model(same=False))
    assert homes["T-1"] == homes["T-2"] != homes["T-3"] == homes["T-4"]
    areas = {json.loads(line)["area_ja"] for line in voc("themes", "--json").out.splitlines()}
    assert areas == {"請求", "通知"}


@pytest.mark.parametrize("same", [True, False], ids=["one theme", "two themes"])
def test_a_doubtful_pair_is_what_the_model_says(analyse, monkeypatch, same):
    monkeypatch.setitem(TOLD, "文字が小さくて", ("届いた知らせの文字", "Letters in news received", "通知"))
    model = Model(same)
    homes = analyse(model)
    assert model.compared > 0
    assert (homes["T-3"] == homes["T-4"]) is same
