"""Reports as JSON: the form that other programs rely on. Keys are added, never renamed."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from voc.render.catalogue import Catalogue
from voc.render.phrases import link
from voc.reports.digest import AtRisk, Complaint, CopiedStatement, Digest, Fix, Topic, Trend
from voc.types import Coverage, Evidence


def digest_json(digest: Digest, say: Catalogue) -> str:
    """The digest as one JSON object, its titles and prose in one language."""
    body = {
        "week": digest.week,
        "first_day": digest.first_day.isoformat(),
        "last_day": digest.last_day.isoformat(),
        "project": digest.project,
        "scope": digest.scope,
        "language": say.language,
        "coverage": _coverage(digest.coverage),
        "ranked": digest.ranked,
        "trends_tested": digest.trends_tested,
        "complaining": digest.complaining,
        "complaining_before": digest.complaining_before,
        "told_by_staff": digest.told_by_staff,
        "complaints": [_complaint(say, complaint, digest.links) for complaint in digest.complaints],
        "rising": [_trend(say, trend, digest.links) for trend in digest.rising],
        "back": [_trend(say, trend, digest.links) for trend in digest.back],
        "falling": [_trend(say, trend, digest.links) for trend in digest.falling],
        "resolved": [_trend(say, trend, digest.links) for trend in digest.resolved],
        "fixes": [_fix(say, fix) for fix in digest.fixes],
        "requests": [_topic(say, topic, digest.links) for topic in digest.requests],
        "praise": [_topic(say, topic, digest.links) for topic in digest.praise],
        "at_risk": [_risk(risk, digest.links) for risk in digest.at_risk],
        "questions": [_topic(say, topic, digest.links) for topic in digest.questions],
        "replaced": digest.replaced.get(say.language, 0),
        "currency": digest.currency,
        "cost": digest.cost.model_dump(mode="json") if digest.cost else None,
    }
    return dumped(body)


def quote(evidence: Evidence) -> dict[str, Any]:
    """A quote as the digest's readers know it: `text` and `document`, and where to look it up."""
    return {
        "text": evidence.text,
        "document": evidence.document,
        "source": evidence.source,
        "moment": evidence.moment,
        "role": evidence.role,
        "account": evidence.account,
        "company": evidence.company,
        "created_at": evidence.created_at.isoformat(),
        "week": evidence.week,
    }


def _linked(evidence: Evidence, links: Mapping[str, str]) -> dict[str, Any]:
    return quote(evidence) | {"url": link(links, evidence) or None}


def citation(evidence: Evidence) -> dict[str, Any]:
    """A quote as the readers of other reports know it: `quote` and `document`, and where to look it up."""
    fields = quote(evidence)
    return {
        "quote": fields.pop("text"),
        "document": fields.pop("document"),
        "speaker": evidence.speaker,
    } | fields


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
    return {
        "rank": complaint.rank,
        "theme": complaint.theme,
        "title": say.title(complaint.title),
        "customers": complaint.customers,
        "mentions": complaint.mentions,
        "told_by_staff": complaint.told_by_staff,
        "severity": complaint.severity,
        "change": complaint.change,
        "certainty": round(complaint.certainty, 4),
        "ahead": None if complaint.ahead is None else round(complaint.ahead, 4),
        "level": list(complaint.level),
        "state": complaint.state.value,
        "ties": [tie.theme for tie in complaint.ties],
        "campaigns": [_campaign(campaign) for campaign in complaint.campaigns],
        "first_week": complaint.first_week,
        "history": {point.week: point.customers for point in complaint.history},
        "roles": {tally.name: tally.customers for tally in complaint.roles},
        "segments": {tally.name: tally.customers for tally in complaint.segments},
        "companies": list(complaint.hit.companies),
        "revenue": complaint.hit.revenue,
        "revenue_known_of": complaint.hit.priced,
        "teams": list(complaint.teams),
        "summary": list(say.sentences(complaint.summary)),
        "look": list(say.sentences(complaint.look)),
        "quotes": [_linked(quote, links) for quote in complaint.quotes],
    }


def _campaign(campaign: CopiedStatement) -> dict[str, Any]:
    return {
        "statements": campaign.statements,
        "customers": campaign.customers,
        "quote": quote(campaign.quote),
    }


def _trend(say: Catalogue, trend: Trend, links: Mapping[str, str]) -> dict[str, Any]:
    return {
        "theme": trend.theme,
        "title": say.title(trend.title),
        "customers": trend.customers,
        "expected": round(trend.expected, 2),
        "weeks": trend.weeks,
        "p_value": round(trend.p_value, 4),
        "state": trend.state.value,
        "last_week": trend.last_week,
        "quotes": [_linked(quote, links) for quote in trend.quotes],
    }


def _fix(say: Catalogue, fix: Fix) -> dict[str, Any]:
    return {
        "date": fix.date.isoformat(),
        "note": fix.note,
        "theme": fix.theme.theme if fix.theme else None,
        "title": say.title(fix.theme.title) if fix.theme else None,
        "words": list(fix.words),
        "verdict": fix.verdict.value,
        "before": fix.before.model_dump(mode="json"),
        "after": fix.after.model_dump(mode="json"),
        "expected": round(fix.expected, 2),
        "p_value": round(fix.p_value, 4),
    }


def _topic(say: Catalogue, topic: Topic, links: Mapping[str, str]) -> dict[str, Any]:
    return {
        "theme": topic.theme,
        "title": say.title(topic.title),
        "customers": topic.customers,
        "mentions": topic.mentions,
        "campaigns": [_campaign(campaign) for campaign in topic.campaigns],
        "areas": {tally.name: tally.customers for tally in topic.areas},
        "teams": list(topic.teams),
        "quotes": [_linked(quote, links) for quote in topic.quotes],
    }


def _risk(risk: AtRisk, links: Mapping[str, str]) -> dict[str, Any]:
    return {
        "account": risk.account,
        "company": risk.company,
        "customer": risk.customer,
        "segment": risk.segment,
        "renewal_date": _day(risk.renewal_date),
        "mrr": risk.mrr,
        "signals": risk.signals,
        "severity": risk.severity,
        "quotes": [_linked(quote, links) for quote in risk.quotes],
    }


def _day(moment: datetime | date | None) -> str | None:
    if moment is None:
        return None
    return (moment.date() if isinstance(moment, datetime) else moment).isoformat()
