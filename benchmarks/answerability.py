"""Learn when a question is answered, each world judged by weights learnt without it; `answerability.md`.

usage: python benchmarks/answerability.py [--models DIR]

Every question of the six labelled companies is put to its own company: 66 that its customers answer and
18 that they do not. Asked of another company in the same language, all of them count as unanswerable
too, with little weight, since some are not. The bias puts the answer's threshold of 0.5 where `ANSWERED`
of the learner's own answerable questions pass. The weights of all six together are printed in the form
of `voc.index.answerability.LEARNT`; the demo's companies are only judged by them.
"""

from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np
from asked_worlds import DEMO, HERE, JAPANESE, WORLDS, Company, company, options
from sklearn.linear_model import LogisticRegression

from voc.index.answerability import Shares, Weights, probability, shares, support
from voc.language import detect
from voc.lexicon import Lexicon
from voc.pipeline.answers import Answers
from voc.terms import asked

ANSWERED = 0.95
STRENGTH = 3.0
ELSEWHERE = 0.2


class Case(NamedTuple):
    """A question put to a company."""

    world: str
    question: str
    answerable: bool
    own: bool
    shares: Shares | None
    """None across languages, where words do not compare."""
    fallback: float


def main() -> None:
    """Learn, judge and write the table."""
    asking = options("Learn when a question is answered.").parse_args()
    questions = {name: _questions(name, asking.models) for name in (*WORLDS, *DEMO)}
    cases = [case for name in (*WORLDS, *DEMO) for case in _cases(name, questions, asking.models)]
    text = table(cases)
    (HERE / "answerability.md").write_text(text, encoding="utf-8")
    print(text)


def _questions(name: str, models: Path | None) -> list[tuple[str, bool]]:
    with company(name, models) as opened:
        return [(one.q, one.answerable) for one in opened.questions]


def _cases(name: str, questions: dict[str, list[tuple[str, bool]]], models: Path | None) -> list[Case]:
    alike = [one for one in WORLDS if one != name and (one in JAPANESE) == (name in JAPANESE)]
    elsewhere = [] if name in DEMO else alike
    with company(name, models) as opened:
        own = [case(opened, question, yes, True) for question, yes in questions[name]]
        other = [case(opened, question, False, False) for one in elsewhere for question, _ in questions[one]]
    return own + other


def case(opened: Company, question: str, answerable: bool, own: bool) -> Case:
    """What is known of a question once its passages are found."""
    project = opened.project
    found = Answers(project.store, project.index, project.engine, Lexicon.load()).passages_for(question)
    texts = [one.searched for one in found]
    counts = project.index.words.counts(asked(question))
    same = sum(detect(text) == detect(question) for text in texts) * 2 >= len(texts)
    return Case(
        opened.name,
        question,
        answerable,
        own,
        shares(question, texts, counts) if same and asked(question) else None,
        support(question, texts, counts, Lexicon.load()),
    )


def fit(cases: Sequence[Case]) -> Weights:
    """A logistic model of both classes in balance, with its bias at the threshold."""
    usable = [case for case in cases if case.shares]
    rows = np.array([case.shares for case in usable])
    yes = np.array([case.answerable for case in usable])
    weight = np.where([case.own for case in usable], 1.0, ELSEWHERE)
    weight[~yes] *= yes.sum() / weight[~yes].sum()
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(rows, yes, sample_weight=weight)
    weights = Weights(float(model.intercept_[0]), *(float(one) for one in model.coef_[0]))
    passing = np.quantile(
        [probability(case.shares, weights) for case in usable if case.answerable], 1 - ANSWERED
    )
    return weights._replace(bias=weights.bias - log(passing / (1 - passing)))


def judged(case: Case, weights: Weights) -> float:
    """How likely it is that the question is answered."""
    return probability(case.shares, weights) if case.shares else case.fallback


def table(cases: Sequence[Case]) -> str:
    """The Markdown page."""
    lines = [
        "# When a question is answered",
        "",
        "Written by `benchmarks/answerability.py`. Each world is judged by weights learnt on the others;",
        "`knows` is the mean of the two shares before it. The demo's companies are judged by the weights of",
        "all six, which ship.",
        "",
        "| company | answerable, answered | unanswerable, refused | knows | AUC |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    rows, pooled = [], []
    for world in WORLDS:
        weights = fit([one for one in cases if one.world in WORLDS and one.world != world])
        mine = [(one.answerable, judged(one, weights)) for one in cases if one.own and one.world == world]
        rows.append(_row(mine))
        pooled += mine
        lines.append(_line(world, mine))
    means = np.mean(rows, axis=0)
    lines.append("| **mean of six** | " + " | ".join(f"**{value:.2f}**" for value in means) + " |")
    lines.append(_line("all questions together", pooled))
    shipped = fit([one for one in cases if one.world in WORLDS])
    for name in DEMO:
        lines.append(_line(name, [(c.answerable, judged(c, shipped)) for c in cases if c.world == name]))
    lines += [
        "",
        "Weights of all six: `" + ", ".join(f"{n}={v:.2f}" for n, v in shipped._asdict().items()) + "`",
    ]
    wrong = [one for one in cases if one.own and (judged(one, shipped) >= 0.5) != one.answerable]
    lines += ["", "## Judged wrongly by the weights that ship", ""]
    lines += [
        f"- {one.world}, {'' if one.answerable else 'not '}in the data: {one.question}" for one in wrong
    ]
    return "\n".join(lines) + "\n"


def _row(judgements: Sequence[tuple[bool, float]]) -> list[float]:
    answered = float(np.mean([value >= 0.5 for yes, value in judgements if yes]))
    refused = float(np.mean([value < 0.5 for yes, value in judgements if not yes]))
    pairs = [(p, n) for yes, p in judgements if yes for no, n in judgements if not no]
    area = float(np.mean([(p > n) + 0.5 * (p == n) for p, n in pairs]))
    return [answered, refused, (answered + refused) / 2, area]


def _line(name: str, judgements: Sequence[tuple[bool, float]]) -> str:
    return f"| {name} | " + " | ".join(f"{value:.2f}" for value in _row(judgements)) + " |"


if __name__ == "__main__":
    main()
