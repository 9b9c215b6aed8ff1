"""What `import voc` offers, tried as a notebook would use it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import voc

ROOT = Path(__file__).parents[1]
TICKETS = """id,date,account,role,text
T-1,2026-10-26,A1,Manager,Printing stops halfway through every report and we cannot close the month.
T-2,2026-10-27,A2,Owner,Printing a report stops halfway. I tried it five times since yesterday.
T-3,2026-10-28,A3,Owner,We may cancel because the printer never works.
T-4,2026-10-29,A4,Owner,How do I print a report on A5 paper?
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def project(folder, clock):
    opened = voc.open(folder, {}, clock)
    opened.ingest(folder / "tickets.csv")
    opened.analyze()
    yield opened
    opened.close()


def test_every_name_of_the_door_loads():
    assert len(voc.__all__) > 30
    for name in voc.__all__:
        assert getattr(voc, name) is not None, name
    assert sorted(voc.__all__) == dir(voc)


def test_all_names_what_the_types_are_told_and_nothing_else():
    tree = ast.parse(Path(voc.__file__).read_text(encoding="utf-8"))
    (typed,) = (node for node in tree.body if isinstance(node, ast.If))
    names = {alias.name for node in typed.body for alias in node.names}
    assert names | {"__version__"} == set(voc.__all__)
    assert set(voc._HOMES) <= names


def test_every_report_of_a_project_and_what_is_in_it_has_its_name_at_the_door():
    from voc.types import __all__ as nouns

    values = {"Account", "Correction", "Document", "Finding", "Label", "Quote", "Sentence", "Theme", "Turn"}
    assert values <= set(nouns) & set(voc.__all__)
    reports = ("digest", "ask", "personas", "churn", "segments", "compare", "reasons", "faq", "issue")
    for name in (*reports, "findings", "ingest", "analyze", "send"):
        method = getattr(voc.Project, name)
        returned = str(method.__annotations__["return"])
        word = returned.removeprefix("tuple[").partition(",")[0].rpartition(".")[2].strip("'>\"")
        assert word in voc.__all__, name


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        voc.nothing  # noqa: B018


def test_importing_voc_takes_no_time():
    code = "import time; t = time.process_time(); import voc; print(time.process_time() - t)"
    ran = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True) for _ in range(3)]
    assert min(float(one.stdout) for one in ran) < 0.06


def test_a_notebook_sees_findings_and_reports(project):
    findings = project.findings()
    assert {placed.finding.quote.document for placed in findings} >= {"T-1", "T-2"}
    assert findings[0].finding.kind in voc.Kind
    assert "<table>" in findings._repr_html_()
    assert "Printing" in findings._repr_html_()
    digest = project.digest()
    assert isinstance(digest, voc.Digest)
    shown = [digest, project.ask("Why does printing stop?"), project.churn(), project.compare("A1", "rest")]
    shown += [*project.personas(), project.segments(), project.reasons(), project.faq(1)]
    for report in shown:
        assert report._repr_html_().startswith("<iframe srcdoc="), type(report)


def test_findings_become_a_frame_where_pandas_is(project, monkeypatch):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = project.findings(kinds=[voc.Kind.PAIN]).to_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert set(frame["kind"]) == {"pain"}
    assert frame["created_at"].dt.year.min() == 2026


def test_without_pandas_one_line_says_what_to_install(project, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(voc.VocError, match="pip install pandas"):
        project.findings().to_frame()


def test_files_are_read_without_a_project(folder):
    documents = voc.read(folder / "tickets.csv")
    assert [document.id for document in documents] == ["T-1", "T-2", "T-3", "T-4"]
    assert documents[0].turns[0].text.startswith("Printing stops")


def test_what_could_not_be_read_is_a_warning(folder):
    path = folder / "bad.csv"
    path.write_text("id,date,text\n1,2026-10-26,Printing stops.\n2,no day at all,Again.\n", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"1 left out; the first: .*bad\.csv"):
        assert [document.id for document in voc.read(path)] == ["1"]


def test_plain_texts_are_labelled():
    texts = [
        "Printing stops halfway every time.",
        "",
        "印刷が毎回途中で止まり、締め作業が終わりません。",
    ]
    labels = voc.LocalEngine().label(texts)
    assert [[label.kind.value for label in one] for one in labels] == [["pain"], [], ["pain"]]
    assert labels[0][0].words == texts[0]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(voc.VocError, match="no such folder"):
        voc.open(tmp_path / "none")
