"""How a question tells what it asks for in English."""

from voc.locale.topics.questions import Questions

CONTENT = Questions(
    figures=r"\bhow (?:many|much)\b|\bpercent|\bwhat share\b",
    voices=r"\b(?:say|said|complain|want|ask|mention|report|call)",
    complaints=r"\bcomplain",
    requests=r"\brequests?\b|\basks? (?:us )?(?:for|to)\b",
    praise=r"\bpraise|\blikes? about\b",
)
