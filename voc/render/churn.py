"""The churn report as text and as JSON."""

from collections.abc import Iterator

from voc.render import machine
from voc.render.phrases import Said, said, spelled
from voc.render.text import WIDE, quote_lines
from voc.render.visible import in_line
from voc.render.width import wrapped
from voc.render.words import Words, words
from voc.reports.churn import Churn, Reason, Risk, Why
from voc.types import Language


def text(churn: Churn, language: Language) -> str:
    """The accounts with a reason, riskiest first, and how many have none."""
    say = words(language)
    risky = [risk for risk in churn.risks if risk.reasons]
    lines = [say("churn.title", day=spelled(say, churn.as_of))]
    for risk in risky:
        lines += ["", *_account(say, risk)]
    if calm := len(churn.risks) - len(risky):
        lines += ["", say("churn.calm", n=calm)]
    return "\n".join(lines) + "\n"


def json(churn: Churn, language: Language) -> str:
    """The accounts as a JSON array, riskiest first."""
    say = words(language)
    return machine.dumped([_row(say, risk) for risk in churn.risks])


def plain(say: Words, reason: Reason) -> str:
    """A reason in plain words."""
    day = spelled(say, reason.day) if reason.day else ""
    if reason.why is Why.USAGE:
        before, now = reason.before or 0.0, reason.now or 0.0
        fall = say("percent", n=round(100 * (1 - now / before)) if before else 0)
        return say("churn.usage", share=fall, before=f"{before:g}", now=f"{now:g}")
    if reason.why in (Why.SIGNALS, Why.PAINS):
        form = "one" if reason.count == 1 else "other"
        return say(f"churn.{reason.why.value}_{form}", n=reason.count, day=day)
    return say(f"churn.{reason.why.value}", n=reason.count, day=day)


def _account(say: Words, risk: Risk) -> Iterator[str]:
    name = " · ".join(part for part in (in_line(risk.company or ""), risk.account) if part)
    yield from wrapped(name, WIDE, f"{risk.risk:.2f}  ", "      ")
    for reason in risk.reasons:
        yield from wrapped(plain(say, reason), WIDE, "      - ", "        ")
        for quote in said(say, reason.citations):
            yield from _quote(say, quote)


def _quote(say: Words, quote: Said) -> Iterator[str]:
    yield from quote_lines(quote, say("quote_open"), say("quote_close"), "        ")


def _row(say: Words, risk: Risk) -> dict[str, object]:
    return {
        "account": risk.account,
        "company": risk.company,
        "risk": risk.risk,
        "reasons": [
            {
                "text": plain(say, reason),
                "why": reason.why.value,
                "points": reason.points,
                "citations": [machine.citation(one) for one in reason.citations],
            }
            for reason in risk.reasons
        ],
    }
