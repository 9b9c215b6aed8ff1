"""Reports as JSON: the form that other programs rely on. Keys are added, never renamed."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast

from voc.render.catalogue import Catalogue
from voc.render.phrases import NO_LINKS, link
from voc.reports.digest import AtRisk, Complaint, CopiedStatement, Digest, Fix, NameCount, Topic, Trend
from voc.types import Coverage, Evidence, Value

TRENDS = ("rising", "back", "falling", "resolved")
TOPICS = ("requests", "praise", "questions")


def facts(
    model: Value,
    say: Catalogue,
    links: Mapping[str, str] = NO_LINKS,
    *,
    without: Collection[str] = (),
    **instead: object,
) -> dict[str, Any]:
    """A model's own fields, in their order: its title in one language, its quotes with their addresses.

    `instead` gives a field another value; a field that is given a dictionary by the name `FIELD_parts` is
    replaced by what stands in it.
    """
    body: dict[str, Any] = {}
    for name, value in model:
        if f"{name}_parts" in instead:
            body |= cast(dict[str, Any], instead[f"{name}_parts"])
        elif name not in without:
            body[name] = instead[name] if name in instead else _plain(value, say, links)
    return body


def _plain(value: object, say: Catalogue, links: Mapping[str, str]) -> object:
    match value:
        case Evidence():
            return quote(value) | {"url": link(links, value) or None}
        case Value():
            return facts(value, say, links)
        case Mapping():
            return say.title(value)
        case tuple():
            return [_plain(part, say, links) for part in value]
        case float():
            return round(value, 4)
        case datetime() | date():
            return value.isoformat()
    return value


def digest_json(digest: Digest, say: Catalogue) -> str:
    """The digest as one JSON object, its titles and prose in one language."""
    links = digest.links
    body = facts(
        digest,
        say,
        links,
        without=("min_coverage", "links"),
        scope_parts={"scope": digest.scope, "language": say.language},
        coverage=_coverage(digest.coverage),
        complaints=[_complaint(say, complaint, links) for complaint in digest.complaints],
        **{name: [_trend(say, trend, links) for trend in getattr(digest, name)] for name in TRENDS},
        fixes=[_fix(say, fix) for fix in digest.fixes],
        **{name: [_topic(say, topic, links) for topic in getattr(digest, name)] for name in TOPICS},
        at_risk=[_risk(say, risk, links) for risk in digest.at_risk],
        replaced=digest.replaced.get(say.language, 0),
    )
    return dumped(body)


def quote(evidence: Evidence) -> dict[str, Any]:
    """A quote as the digest's readers know it: `text` and `document`, and where to look it up."""
    return evidence.model_dump(exclude={"speaker"}) | {"created_at": evidence.created_at.isoformat()}


def citation(evidence: Evidence) -> dict[str, Any]:
    """A quote as the readers of other reports know it: `quote` and `document`, and where to look it up."""
    fields = quote(evidence)
    first = {"quote": fields.pop("text"), "document": fields.pop("document")}
    return first | {"speaker": evidence.speaker} | fields


def dumped(body: object) -> str:
    """The text of a JSON report."""
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "documents": coverage.documents,
        "read": coverage.read,
        "nothing_to_say": coverage.silent,
        "refused": coverage.refused,
        "failed": {outcome.value: count for outcome, count in coverage.failed.items()},
        "waiting": coverage.waiting,
        "unreadable_rows": coverage.rejects,
        "share": round(coverage.share, 4),
    }


def _complaint(say: Catalogue, complaint: Complaint, links: Mapping[str, str]) -> dict[str, Any]:
    hit = complaint.hit
    return facts(
        complaint,
        say,
        links,
        ties=[tie.theme for tie in complaint.ties],
        campaigns=_campaigns(say, complaint.campaigns),
        history={point.week: point.customers for point in complaint.history},
        roles=named(complaint.roles),
        segments=named(complaint.segments),
        hit_parts={
            "companies": list(hit.companies),
            "revenue": hit.revenue,
            "revenue_known_of": hit.priced,
        },
        summary=list(say.sentences(complaint.summary)),
        look=list(say.sentences(complaint.look)),
    )


def named(counts: Iterable[NameCount]) -> dict[str, int]:
    """How many customers stand behind each name."""
    return {count.name: count.customers for count in counts}


def _campaigns(say: Catalogue, campaigns: Iterable[CopiedStatement]) -> list[dict[str, Any]]:
    return [facts(campaign, say, quote=quote(campaign.quote)) for campaign in campaigns]


def _trend(say: Catalogue, trend: Trend, links: Mapping[str, str]) -> dict[str, Any]:
    return facts(trend, say, links, expected=round(trend.expected, 2))


def _fix(say: Catalogue, fix: Fix) -> dict[str, Any]:
    theme = {
        "theme": fix.theme.theme if fix.theme else None,
        "title": say.title(fix.theme.title) if fix.theme else None,
    }
    return facts(fix, say, theme_parts=theme, expected=round(fix.expected, 2))


def _topic(say: Catalogue, topic: Topic, links: Mapping[str, str]) -> dict[str, Any]:
    campaigns = _campaigns(say, topic.campaigns)
    return facts(topic, say, links, campaigns=campaigns, areas=named(topic.areas))


def _risk(say: Catalogue, risk: AtRisk, links: Mapping[str, str]) -> dict[str, Any]:
    day = risk.renewal_date.date().isoformat() if risk.renewal_date else None
    return facts(risk, say, links, renewal_date=day, mrr=risk.mrr)
