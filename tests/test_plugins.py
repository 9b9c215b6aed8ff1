"""Engines, embedders and readers of other packages are found by their entry points."""

import re
import sys
from pathlib import Path

import pytest

from voc import plugins
from voc.errors import PluginError, SettingsError
from voc.project import Project

CODE = """
import numpy as np
from voc.engines.base import AnswerDraft
from voc.ingest.batch import Batch
from voc.ingest.readers import Reader
from datetime import UTC, datetime

from voc.types import Document, Label, Outcome, Reading, Utterance, in_order


class Engine:
    batch, concurrency = 1, 1

    def __init__(self, model, context):
        self.name = f"acme:{model}@1 for {context.folder.name} in {context.language}"

    def read(self, documents):
        label = Label(kind="pain", sentences=(1,), severity=3, confidence=1.0)
        return [Reading(document=one.key, outcome=Outcome.OK, labels=(label,)) for one in documents]

    def title(self, ask):
        return None

    def write(self, ask):
        return ()

    def answer(self, ask):
        return AnswerDraft(answerable=False)

    def portray(self, ask):
        return None


class Embedder:
    dimensions = 4

    def __init__(self, model, settings, home):
        self.name = f"acme:{model}"

    def embed(self, texts):
        return np.eye(4, dtype=np.float32)[[len(text) % 4 for text in texts]]


def lines(path, options):
    words = path.read_text(encoding="utf-8").splitlines()[1:]
    yield Batch(
        documents=tuple(
            Document(
                source="acme",
                id=f"A-{number}",
                form="ticket",
                created_at=datetime(2026, 10, 27, tzinfo=UTC),
                turns=in_order([Utterance("", "customer", text)]),
            )
            for number, text in enumerate(words)
        )
    )


ACME = Reader("Acme log", frozenset({".acme"}), lambda head: head.text.startswith("#acme"), lines)
HALF = lambda *about: object()
NUMBER = 7
"""
ENTRIES = """
[voc.engines]
acme = acme_voc:Engine
half = acme_voc:HALF
number = acme_voc:NUMBER
lost = acme_voc:Nothing
missing = acme_voc_gone:Engine
[voc.embedders]
acme = acme_voc:Embedder
half = acme_voc:HALF
[voc.readers]
acme = acme_voc:ACME
"""


def install(folder, package, entries, code=None):
    """Lay a package out as an installer would."""
    home = folder / f"{package}-1.0.dist-info"
    home.mkdir(parents=True)
    (home / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8"
    )
    (home / "entry_points.txt").write_text(entries, encoding="utf-8")
    if code is not None:
        (folder / f"{package}.py").write_text(code, encoding="utf-8")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder of installed packages with one that adds an engine, an embedder and a reader."""
    folder = tmp_path / "site"
    install(folder, "acme_voc", ENTRIES, CODE)
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    sys.modules.pop("acme_voc", None)


@pytest.fixture
def opened(tmp_path, clock, site):
    """Opens a project with those settings."""
    projects = []

    def project(settings):
        folder = tmp_path / "shop"
        folder.mkdir()
        (folder / "voc.toml").write_text(settings, encoding="utf-8")
        projects.append(Project.open(folder, {}, clock))
        return projects[0]

    yield project
    for each in projects:
        each.close()


def test_an_engine_an_embedder_and_a_reader_of_another_package_do_the_whole_job(opened, tmp_path):
    log = tmp_path / "week.log"
    log.write_text(
        "#acme 1\nPrinting stops halfway.\nThe scanner is slow, mail me at a@example.com.\n", "utf-8"
    )
    project = opened('engine = "acme:small"\nembedder = "acme:tiny"\nlanguage = "en"\n')
    project.ingest(project.inbox([log]))
    project.analyze()
    findings = project.findings().rows()
    assert sorted(finding["quote"] for finding in findings) == [
        "Printing stops halfway.",
        "The scanner is slow, mail me at [email].",
    ]
    assert {finding["engine"] for finding in findings} == {"acme:small@1 for shop in en"}
    assert project.embedder.name == "acme:tiny"


def test_a_file_is_known_by_the_suffix_another_package_reads(site):
    from voc.ingest.readers import known_suffixes

    assert ".acme" in known_suffixes()
    assert known_suffixes().count(".csv") == 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        pytest.param(
            'engine = "half:x"',
            r"engine = 'half:x': this object is no Engine, it has no 'answer'",
            id="engine lacks",
        ),
        pytest.param(
            'embedder = "half"',
            r"embedder = 'half': .* is no Embedder, it has no 'dimensions'",
            id="embedder lacks",
        ),
        pytest.param(
            'engine = "number"', r"'number' of voc\.engines must be a function, not 7", id="no function"
        ),
        pytest.param(
            'engine = "lost"',
            r"'lost' of voc\.engines: 'acme_voc' does not load \(.*Nothing.*\)",
            id="no such name",
        ),
        pytest.param(
            'engine = "missing:x"',
            r"'missing' .* does not load \(No module named 'acme_voc_gone'\)",
            id="no such module",
        ),
    ],
)
def test_a_package_that_cannot_be_used_is_named(opened, settings, message):
    project = opened(settings + "\n")
    with pytest.raises(PluginError, match=message):
        print(project.engine, project.embedder)


@pytest.mark.parametrize("setting", ["engine", "embedder"])
def test_local_takes_no_name(opened, setting):
    project = opened(f'{setting} = "local:mine"\n')
    with pytest.raises(SettingsError, match=rf"{setting} = 'local:mine': 'local' takes no name"):
        print(project.engine, project.embedder)


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_entry_points_of_a_readme_are_those_that_are_tried_here(name):
    text = (Path(__file__).parents[1] / name).read_text(encoding="utf-8")
    (block,) = re.findall(r"```ini\n(.*?)```", text, re.DOTALL)
    entries = re.sub(r'\[project\.entry-points\."(.*)"\]', r"[\1]", re.sub(r" *#.*", "", block)).replace(
        '"', ""
    )
    assert len(entries.splitlines()) == 6
    assert [line for line in entries.splitlines() if line not in ENTRIES.splitlines()] == []


def test_two_packages_with_one_name_are_both_named(site):
    install(site, "other_voc", "[voc.engines]\nacme = other_voc:Engine\n")
    with pytest.raises(
        PluginError, match=r"'acme' of voc\.engines is in two packages, 'acme_voc' and 'other_voc'"
    ):
        plugins.load(plugins.ENGINES, "acme")


def test_what_nobody_installed_is_nothing():
    assert plugins.load(plugins.ENGINES, "acme") is None


def test_an_installed_package_cannot_take_the_place_of_the_local_engine(opened, site):
    install(site, "loud_voc", "[voc.engines]\nlocal = acme_voc:Engine\n")
    assert opened("").engine.name.startswith("local:")
