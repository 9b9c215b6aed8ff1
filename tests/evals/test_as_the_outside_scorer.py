"""On the same outputs `voc eval` gives the figures of `fixtures/worlds/score.py`, rule by rule."""

import ast
import importlib.util
import json
import random
import sys
from collections import Counter
from pathlib import Path

import pytest
from sklearn.metrics import roc_auc_score, v_measure_score

from voc.evals.counts import (
    AnswerOutput,
    CitedWords,
    FoundStatement,
    Outputs,
    PersonaOutput,
    RiskOutput,
    of_world,
)
from voc.evals.labelled_sets import read_world
from voc.evals.measures import estimates, tables
from voc.evals.scoring import PERSONAL, area, match, v_measure, verbatim
from voc.types import Kind

ROOT = Path(__file__).parents[2]
WORLDS = ROOT / "fixtures" / "worlds"
CANNED = """
import sys
from collections import Counter
from pathlib import Path
words = sys.argv[3:]
name = words[0]
if name in {"digest", "ask"}:
    name += "-" + words[2 if name == "digest" else 1]
if "--words-only" in words:
    name += "-words"
path = Path(__file__).parent / "said" / (name.replace("/", "_") + ".txt")
sys.stdout.buffer.write(path.read_bytes() if path.exists() else b"")
"""


@pytest.fixture(scope="module")
def scorer():
    """The outside scorer, imported from its file as it stands."""
    before = list(sys.path)
    spec = importlib.util.spec_from_file_location("outside_score", WORLDS / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


def careless(world, seed):
    """Findings such as a careless reader might make: some right, some cut, swapped, invented, with leaks."""
    dice = random.Random(seed)
    words = world.said_by_customers()
    found = []
    for gold in world.gold:
        luck = dice.random()
        if luck < 0.25:
            continue
        kind = dice.choice(list(Kind)) if luck < 0.4 else gold.kind
        half = len(gold.quote) // 2
        quote = gold.quote[:half] if luck > 0.9 else gold.quote
        theme = f"{kind}-{sum(map(ord, gold.theme)) % 7}"
        found.append(shown(gold.document, kind, quote, theme, dice.randint(1, 5), dice.random()))
    for document in dice.sample(world.documents, 25):
        text = words[document][: dice.randint(8, 40)]
        found.append(shown(document, dice.choice(list(Kind)), text, "pain-0", 3, 0.4))
    found.append(shown(world.tickets[0].id, Kind.PAIN, "never said by 090-1234-5678", "pain-1", 3, 0.5))
    return tuple(found)


def shown(document, kind, quote, theme, severity, confidence):
    row = {"document": document, "kind": kind.value, "quote": quote, "theme": theme}
    return FoundStatement(
        document, kind, quote, theme, severity, confidence, "", json.dumps(row, ensure_ascii=False)
    )


def reports(world, seed):
    """Answers, risks and personas, as wrong as the findings are."""
    dice = random.Random(seed)
    documents = world.documents
    asked = world.facts.qa
    answers = tuple(
        AnswerOutput(dice.random() < 0.7, tuple(dice.sample([*one.docs, *dice.sample(documents, 2)], k=2)))
        if dice.random() < 0.9
        else AnswerOutput(False, ())
        for one in asked
    )
    risks = tuple(
        RiskOutput(
            row["account"], *(round(dice.random() / (1 if row["churned_on"] else 2), 1) for _ in range(2))
        )
        for row in world.accounts
        if dice.random() < 0.9
    )
    said = world.said_by_customers()
    cited = [CitedWords(id_, said[id_][: dice.randint(5, 30)].strip()) for id_ in dice.sample(documents, 9)]
    cited.append(CitedWords(documents[0], "nobody said this"))
    people = tuple(PersonaOutput(f"role {at % 3}", tuple(cited[at : at + at % 4])) for at in range(9))
    return answers, risks, people


def everything(world, seed):
    dice = random.Random(seed)
    found = careless(world, seed)
    themes = sorted({one.theme for one in found if one.kind is Kind.PAIN})
    tops = {week: tuple(dice.sample(themes, 3)) for week in world.facts.weeks}
    answers, risks, people = reports(world, seed)
    return Outputs(found, tops, answers, risks, people)


def can(world, said, folder):
    """Write what was said as a program that says nothing else, and return its command line."""
    out = folder / "said"
    out.mkdir()
    (folder / "voc.py").write_text(CANNED, encoding="utf-8")

    def keep(name, body):
        (out / f"{name.replace('/', '_')}.txt").write_text(body, encoding="utf-8")

    keep("findings", "\n".join(one.printed for one in said.found))
    for week, themes in said.tops.items():
        complaints = [{"rank": at, "theme": theme} for at, theme in enumerate(themes, 1)]
        keep(f"digest-{week}", json.dumps({"complaints": complaints}))
    for asked, answer in zip(world.facts.qa, said.answers, strict=True):
        citations = [{"document": document} for document in answer.documents]
        keep(f"ask-{asked.q}", json.dumps({"answerable": answer.answerable, "citations": citations}))
    keep("churn", json.dumps([one._asdict() for one in said.risks]))
    keep("churn-words", json.dumps([{"account": one.account, "risk": one.words} for one in said.risks]))
    people = [
        {"role": line.role, "facts": [{"citations": [cite._asdict() for cite in line.citations]}]}
        for line in said.people
    ]
    keep("persona", json.dumps(people, ensure_ascii=False))
    return f"{sys.executable} -S {folder / 'voc.py'}"


SHARED = """
precision recall f1_micro f1_macro f1_pain f1_need f1_purchase_reason f1_churn_signal f1_request f1_praise
f1_question quotes_verbatim v_measure_pain top3 top1 churn_auc churn_auc_words ask_evidence_hit
ask_citation_precision
ask_answered ask_refused ask_knows persona_fact_evidence persona_quotes_verbatim persona_facts_cited
personal_data_leaks injected_complaints_kept injected_false_findings
""".split()


@pytest.mark.parametrize(("name", "seed"), [("denpyo", 1), ("shiplane", 2)])
def test_every_figure_is_the_outside_scorers(scorer, tmp_path, capfd, name, seed):
    world = read_world(WORLDS / name)
    said = everything(world, seed)
    theirs, failed = scorer.score(WORLDS / name, can(world, said, tmp_path), tmp_path / "kept")
    assert failed == {}
    found = estimates(name, "world", tables(of_world(world, said)))
    ours = {name: estimate.value for name, estimate in found.items()}
    assert {name: ours[name] for name in SHARED} == pytest.approx(
        {name: theirs[name] for name in SHARED}, abs=0.0006
    )


@pytest.mark.parametrize("name", ["kintai", "pulsebase"])
def test_the_same_statements_are_paired(scorer, name):
    world = read_world(WORLDS / name)
    *_, gold, errors = scorer.worlds.compile_world(WORLDS / name)
    assert errors == []
    assert [one[:6] for one in world.gold] == [
        (g["doc"], g["kind"], g["quote"], g["severity"], g["theme"], g["week"]) for g in gold
    ]
    found = careless(world, 3)
    theirs = scorer.match(gold, [json.loads(one.printed) for one in found])
    assert [tuple(pair) for pair in match(world.gold, found)] == theirs
    assert len(theirs) > 50


@pytest.mark.parametrize(
    ("quote", "text", "stands"),
    [
        pytest.param("電話は[電話]です", "私の電話は090-1234-5678です。", True, id="a mask"),
        pytest.param("ＡＢＣ が 動かない", "abcが動かない", True, id="width, case and spaces"),
        pytest.param("not there", "nothing of the kind", False, id="never said"),
        pytest.param("second [名前] first", "first, then second", False, id="in the wrong order"),
        pytest.param("", "anything", True, id="empty"),
    ],
)
def test_verbatim_is_in_order_and_complete_but_for_masks(scorer, quote, text, stands):
    assert verbatim(quote, text) is stands
    assert scorer.rules.verbatim(quote, text) is stands


def test_the_outside_scorer_has_no_rules_of_its_own(scorer):
    assert Path(scorer.rules.__file__) == ROOT / "voc" / "evals" / "scoring.py"
    assert scorer.rules.PERSONAL.pattern == PERSONAL.pattern


def test_the_rules_import_the_standard_library_only():
    tree = ast.parse((ROOT / "voc" / "evals" / "scoring.py").read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert "collections" in names
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_measures_are_those_of_scikit_learn():
    dice = random.Random(5)
    pairs = [(dice.choice("abc"), dice.choice("xyz")) for _ in range(60)]
    gold, found = zip(*pairs, strict=True)
    assert v_measure(Counter(pairs)) == pytest.approx(v_measure_score(gold, found))
    risks = [round(dice.random(), 1) for _ in range(60)]
    left = [dice.random() < 0.3 for _ in range(60)]
    weights = [dice.randint(0, 3) for _ in range(60)]
    assert area(risks, left) == pytest.approx(roc_auc_score(left, risks))
    assert area(risks, left, weights) == pytest.approx(roc_auc_score(left, risks, sample_weight=weights))


@pytest.mark.parametrize("name", ["denpyo", "clinicflow"])
def test_exports_are_the_ones_the_outside_scorer_feeds(scorer, name, tmp_path, capsys):
    from voc.evals import exports

    scorer.worlds.write(WORLDS / name, tmp_path / "theirs")
    exports.write(read_world(WORLDS / name), tmp_path / "ours")
    written = sorted((tmp_path / "ours").rglob("*.*"))
    assert len(written) > 5
    for path in written:
        other = tmp_path / "theirs" / path.relative_to(tmp_path / "ours")
        assert path.read_bytes().splitlines() == other.read_bytes().splitlines(), path.name
