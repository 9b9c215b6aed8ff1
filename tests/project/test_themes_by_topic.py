"""A model that gives topics sorts them; what a name does not fit leaves, and what was placed stays."""

import json

import pytest
from llm_cases import found, reply
from loopback_llm import LoopbackServer, Say, last_user

from voc.project import Project

SETTINGS = 'engine = "openai:gpt-5.4-nano"\n[llm]\nbase_url = "{url}"\n'
SAID = {
    "The label comes out blank.": ("blank labels", "labels"),
    "Half of the address is missing on the label.": ("cut address", "labels"),
    "The courier never rang.": ("label problem", "pickup"),
    "Nobody came for the parcels.": ("missed pickup", "pickup"),
    "The van skipped us again.": ("skipped pickup", "pickup"),
}
NAMES = {"labels": "Labels are printed wrongly", "pickup": "Pickups are missed"}


class Reader:
    """Knows what each quote is about; the topic 'label problem' misleads it until it sees the quote named."""

    def __init__(self):
        self.tasks = []
        self.starts = []

    def __call__(self, body):
        name = body["response_format"]["json_schema"]["name"]
        lines = [json.loads(line) for line in last_user(body).splitlines()[1:-1]]
        self.tasks.append((name, lines))
        self.starts.append((name, json.dumps(body["messages"][0])))
        return getattr(self, name)(lines)

    def ReadReply(self, lines):
        (turn,) = (line["customer"] for line in lines if isinstance(line.get("customer"), dict))
        ((number, said),) = turn.items()
        return reply(found(int(number), t=SAID[said][0], m="It is so."))

    def SortReply(self, lines):
        first = all(name != "TitleReply" for name, _ in self.tasks)
        groups = {}
        for line in lines:
            if "n" in line:
                misled = first and line["topic"] == "label problem"
                groups.setdefault("labels" if misled else SAID[line["said"]][1], []).append(line["n"])
        known = {line["name"]: line["k"] for line in lines if "k" in line}
        entries = [
            {
                "k": known.get(NAMES[theme]),
                "ja": "" if NAMES[theme] in known else NAMES[theme][:40],
                "en": "" if NAMES[theme] in known else NAMES[theme],
                "n": numbers,
            }
            for theme, numbers in groups.items()
        ]
        return Say(json.dumps({"g": entries}))

    def SeekReply(self, lines):
        return Say(
            json.dumps({"t": [line["k"] for line in lines if line.get("name") == NAMES["pickup"]], "q": []})
        )

    def AnswerReply(self, lines):
        return Say(
            json.dumps(
                {"ok": True, "p": [{"x": "They wait.", "n": [line["n"] for line in lines[1:]]}], "c": []}
            )
        )

    def TitleReply(self, lines):
        themes = {line["n"]: SAID[line["said"]][1] for line in lines[1:]}
        most = max(sorted(set(themes.values())), key=[*themes.values()].count)
        fits = [n for n, theme in themes.items() if theme == most]
        return Say(json.dumps({"ja": NAMES[most][:40], "en": NAMES[most], "n": fits}))


@pytest.fixture
def company(tmp_path, clock, monkeypatch):
    monkeypatch.setenv("VOC_LOOPBACK_ONLY", "1")
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    reader = Reader()
    with LoopbackServer(reader).running() as server:
        (tmp_path / "voc.toml").write_text(SETTINGS.format(url=server.url), encoding="utf-8")
        project = Project.open(tmp_path, {}, clock)
        yield project, reader
        project.close()


def take_in(project, folder, number, texts):
    rows = [
        f"T-{number}{at},2026-10-{19 + 7 * number}T10:00:00Z,A{at},{text}" for at, text in enumerate(texts)
    ]
    path = folder / f"week{number}.csv"
    path.write_text("\n".join(["Ticket ID,Created at,Account ID,Description", *rows]), encoding="utf-8")
    project.ingest(path)
    project.analyze()
    return {one.finding.quote.text: one.theme for one in project.findings()}


def test_a_quote_that_the_name_does_not_fit_leaves_and_finds_its_theme(company, tmp_path):
    project, _ = company
    homes = take_in(project, tmp_path, 0, list(SAID)[:4])
    blank, cut, courier, nobody = (homes[text] for text in list(SAID)[:4])
    assert blank == cut != courier == nobody
    assert {theme.title["en"] for theme in project.store.themes.all().values()} == set(NAMES.values())


def test_a_week_more_moves_nothing_and_goes_to_known_themes(company, tmp_path):
    project, reader = company
    before = take_in(project, tmp_path, 0, list(SAID)[:4])
    after = take_in(project, tmp_path, 1, list(SAID)[4:])
    assert {text: after[text] for text in before} == before
    assert after["The van skipped us again."] == before["Nobody came for the parcels."]
    last = [lines for name, lines in reader.tasks if name == "SortReply"][-1]
    assert [len(line["said"]) for line in last if "k" in line] == [2, 2]


def test_a_theme_of_one_quote_is_called_what_its_topic_was_sorted_as_and_no_title_is_asked(company, tmp_path):
    project, reader = company
    take_in(project, tmp_path, 0, list(SAID)[:1])
    assert [name for name, _ in reader.tasks] == ["ReadReply", "SortReply"]
    assert [theme.title["en"] for theme in project.store.themes.all().values()] == [NAMES["labels"]]


def test_all_instructions_of_a_task_are_byte_identical_over_a_run(company, tmp_path):
    project, reader = company
    take_in(project, tmp_path, 0, list(SAID)[:4])
    take_in(project, tmp_path, 1, list(SAID)[4:])
    starts = {(name, start) for name, start in reader.starts}
    assert len(reader.starts) > len(starts) == 3


def test_a_question_is_shown_first_what_customers_say_of_the_themes_that_it_is_about(company, tmp_path):
    project, reader = company
    take_in(project, tmp_path, 0, list(SAID))
    answers = [project.ask("集荷で困っていることは?") for _ in range(2)]
    asked = [lines for name, lines in reader.tasks if name == "AnswerReply"]
    assert {line["said"] for line in asked[0][1:4]} == set(list(SAID)[2:])
    assert answers[0] == answers[1] and answers[0].answerable
    assert len(asked) == 1
