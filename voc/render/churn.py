"""The churn report in words, and as JSON."""

from collections.abc import Iterator

from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.document import Doc, Item, Line, Points, Section, Table, paragraph
from voc.render.phrases import percent, quote_blocks, spelled
from voc.reports.churn import LEAST_CHURNED, Churn, Fit, LeavingStep, Risk, RiskReason, Why

SHOWN = 20
QUOTES = 2
LEAST = 0.005


def json(churn: Churn, say: Catalogue) -> str:
    """All accounts as a JSON array, riskiest first; those that have left stand last."""
    gone = [
        {"account": account.account, "company": account.company, "risk": 0.0, "state": "gone"}
        | {"gone_on": account.day.isoformat(), "reasons": []}
        for account in churn.gone
    ]
    return machine.dumped([*(_row(say, churn, risk) for risk in churn.risks), *gone])


def document(churn: Churn, say: Catalogue, top: int = SHOWN) -> Doc:
    """The accounts with a reason, at most so many, riskiest first, and how many have none."""
    risky = [risk for risk in churn.risks if any(worth(churn, reason) >= LEAST for reason in risk.reasons)]
    return Doc(
        language=say.language,
        font=say("font"),
        title=say("churn.title", day=spelled(say, churn.as_of)),
        subtitle=(_basis(say, churn), *([say("churn.words_only")] if churn.words_only else [])),
        warnings=tuple(_notes(say, churn)),
        sections=(
            Section("", tuple(_item(say, churn, risk) for risk in risky[:top])),
            Section("", tuple(map(paragraph, _rest(say, len(risky) - top, len(churn.risks) - len(risky))))),
            *_gone(say, churn),
            *([_calibration(say, churn.fit)] if churn.fit else []),
        ),
    )


def plain(say: Catalogue, reason: RiskReason) -> str:
    """A reason in plain words."""
    if reason.why in (Why.USAGE, Why.GROWTH):
        return _logins(say, reason)
    day = spelled(say, reason.day) if reason.day else ""
    return say(_key(reason), n=abs(reason.count), day=day, gap=f"{reason.before or 0:.0f}")


def _key(reason: RiskReason) -> str:
    form = "one" if reason.count == 1 else "other"
    match reason.why:
        case Why.SIGNALS:
            return f"churn.{(reason.step or LeavingStep.MENTIONED).value}_{form}"
        case Why.PAINS | Why.TONE | Why.STAYING:
            return f"churn.{reason.why.value}_{form}"
        case Why.SILENCE:
            return "churn.silence" if reason.day else "churn.silence_ever"
        case Why.ORDERS:
            return "churn.orders_late" if reason.before else "churn.orders"
        case Why.PRICE:
            return "churn.price_past" if reason.count >= 0 else "churn.price_ahead"
        case _:
            return f"churn.{reason.why.value}"


def _logins(say: Catalogue, reason: RiskReason) -> str:
    before, now = reason.before or 0.0, reason.now or 0.0
    change = abs(1 - now / before) if before else 0.0
    return say(
        f"churn.{reason.why.value}",
        share=say("percent", n=round(100 * change)),
        before=f"{before:g}",
        now=f"{now:g}",
        days=reason.period,
    )


def _basis(say: Catalogue, churn: Churn) -> str:
    fit = churn.fit
    values = {"churned": fit.churned, "stayed": fit.stayed, "days": fit.horizon} if fit else {}
    return say(f"churn.basis_{churn.basis}", n=churn.churned, least=LEAST_CHURNED, **values)


def _notes(say: Catalogue, churn: Churn) -> Iterator[str]:
    if churn.unmatched:
        yield say("unmatched", n=churn.unmatched)
    if churn.undated:
        yield say("churn.undated", n=churn.undated, day=spelled(say, churn.as_of))
    if churn.fit and churn.basis == "fitted":
        given = {reason.why for risk in churn.risks for reason in risk.reasons}
        names = [say(f"churn.name.{why.value}") for why in churn.fit.unfitted if why in given]
        if names:
            yield say("churn.unfitted", names=say("list_comma").join(names))


def _item(say: Catalogue, churn: Churn, risk: Risk) -> Item:
    name = say("between").join(part for part in (risk.company, risk.account) if part)
    if risk.probability is not None:
        name = say("churn.chance", name=name, share=percent(say, risk.probability))
    return Item(name, (Points(tuple(_lines(say, churn, risk))),), score=f"{risk.risk:.2f}", bar=risk.risk)


def _lines(say: Catalogue, churn: Churn, risk: Risk) -> Iterator[Line]:
    """The reasons that weigh anything; each quote is shown once, with the weightiest."""
    shown: set[tuple[str, str]] = set()
    for reason in risk.reasons:
        if abs(worth(churn, reason)) < LEAST:
            continue
        fresh = [quote for quote in reason.citations if (quote.document, quote.text) not in shown][:QUOTES]
        shown |= {(quote.document, quote.text) for quote in fresh}
        yield Line(f"{plain(say, reason)} ({worth(churn, reason):+.2f})", quote_blocks(say, fresh))


def worth(churn: Churn, reason: RiskReason) -> float:
    """What a reason adds: its points, or their log-odds where past churn was learned from."""
    weights = churn.fit.weights if churn.fit and churn.basis == "fitted" else {}
    return reason.points * weights.get(reason.why, 1.0)


def _rest(say: Catalogue, lower: int, calm: int) -> Iterator[str]:
    if lower > 0:
        yield say("churn.lower", n=lower)
    if calm:
        yield say("churn.calm", n=calm)


def _gone(say: Catalogue, churn: Churn) -> Iterator[Section]:
    if churn.gone:
        rows = tuple(
            (
                say("between").join(part for part in (gone.company, gone.account) if part),
                spelled(say, gone.day),
            )
            for gone in churn.gone[:SHOWN]
        )
        more = len(churn.gone) - SHOWN
        lines = (paragraph(say("churn.gone_more", n=more)),) if more > 0 else ()
        head = (say("churn.gone_head.account"), say("churn.gone_head.day"))
        yield Section(say("churn.gone", n=len(churn.gone)), (*lines, Table(head, rows)))


def _calibration(say: Catalogue, fit: Fit) -> Section:
    rows = tuple(
        (
            percent(say, row.predicted),
            str(row.cases),
            str(row.left),
            percent(say, row.left / row.cases),
        )
        for row in fit.bins
    )
    head = tuple(say(f"churn.bin.{name}") for name in ("predicted", "cases", "left", "share"))
    line = say(
        "churn.calibration",
        brier=f"{fit.brier:.3f}",
        base=f"{fit.base_brier:.3f}",
        auc=f"{fit.auc:.2f}",
        cases=fit.cases,
        days=fit.horizon,
    )
    return Section(say("churn.held"), (paragraph(line), Table(head, rows)))


def _row(say: Catalogue, churn: Churn, risk: Risk) -> dict[str, object]:
    return {
        "account": risk.account,
        "company": risk.company,
        "risk": risk.risk,
        "probability": risk.probability,
        "basis": churn.basis,
        "state": "active",
        "reasons": [
            {
                "text": plain(say, reason),
                "why": reason.why.value,
                "step": reason.step,
                "points": reason.points,
                "worth": round(worth(churn, reason), 4),
                "citations": [machine.citation(quote) for quote in reason.citations],
            }
            for reason in risk.reasons
        ],
    }
