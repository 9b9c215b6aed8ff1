"""A user's mistake ends with one line and the exit code of its class, whatever it is."""

import pytest


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("digest", "--nope"), 2, "No such option: --nope"),
        (("foo",), 2, "No such command 'foo'"),
        (("compare",), 2, "Missing argument 'A'"),
        (("churn", "--as-of", "昨日"), 2, "'昨日' is no date; write one such as 2026-10-05"),
        (("ask", "x", "--since", "5.10.2026"), 2, "'5.10.2026' is no date"),
        (("digest", "--project", "nowhere"), 3, "--project 'nowhere': no such folder"),
        (("--project", "a-file", "digest"), 3, "--project 'a-file': no such folder"),
        (("demo", "--out", "a-file"), 3, "cannot read or write"),
        (("label",), 6, "nothing to judge"),
    ],
)
def test_a_mistake_is_one_line(voc, project, words, code, said):
    (project / "a-file").write_text("")
    ran = voc(*words)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (code, "", 1)
    assert ran.err.startswith("voc: ")
    assert said in ran.err


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('inbox = "exports"', "inbox = 'exports': write a list, in [ ]"),
        ('[[teams]]\nto = ["a@example.com"]', "teams.0.name is missing"),
    ],
)
def test_a_wrong_setting_is_told_without_the_parsers_words(voc, project, written, said):
    (project / "voc.toml").write_text(written)
    assert voc("digest").err == f"voc: voc.toml: {said}\n"


def test_a_folder_that_does_not_exist_is_not_made(voc, project):
    voc("digest", "--project", "nowhere")
    assert not (project / "nowhere").exists()


def test_a_place_that_cannot_be_written_is_named(voc, project, tickets):
    (project / ".voc").write_text("")
    ran = voc("ingest", tickets)
    assert (ran.code, len(ran.err.splitlines())) == (3, 1)
    assert "'.voc'" in ran.err


def test_help_and_version_end_well(voc, project):
    assert voc("digest", "--help").code == 0
    assert voc("--version").code == 0
