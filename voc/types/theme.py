"""What findings are about, and a finding with what the store knows around it."""

from pydantic import AwareDatetime, Field

from voc.types.finding import Finding
from voc.types.value import Kind, Severity, Share, Texts, Value


class Theme(Value):
    """What several findings are about."""

    id: str
    """Never changes once given."""

    kind: Kind
    """All its findings are of this kind."""

    title: Texts
    """Its name."""

    created_week: str
    """The ISO week of its first finding."""

    merged_into: str | None = None
    """The theme that took over, after a merge."""

    pinned: bool = False
    """Whether a person named it; a pinned title is never rewritten."""

    area: Texts = Field(default_factory=dict)
    """The area it belongs to: the upper level of the tree of themes."""

    hidden: bool = False
    """Whether a person keeps it out of digests."""


class Evidence(Value):
    """A customer's words in a report, with what a reader needs to look them up."""

    text: str
    """The words, as they were said."""

    document: str
    """The id that the source itself uses."""

    source: str
    """The namespace of that id."""

    speaker: str = ""
    """Who said it, as the document names or masks them."""

    moment: float | None = None
    """Seconds from the beginning of the recording, where the source says so."""

    role: str | None = None
    """The speaker's job title, when known."""

    account: str | None = None
    """The customer company's id, when known."""

    company: str | None = None
    """The customer company's name, when known."""

    created_at: AwareDatetime
    """When the document was written."""

    week: str
    """Its ISO week in the project's time zone."""


class Placed(Value):
    """A finding with what the store knows around it: a row of `voc findings`."""

    finding: Finding
    """The finding itself."""

    document_key: str
    """The key of the document it stands in."""

    account: str | None
    """The customer company's id, when known."""

    customer: str
    """Who casts the vote (`Document.customer`)."""

    role: str | None
    """The speaker's job title, when known."""

    created_at: AwareDatetime
    """When the document was written."""

    week: str
    """Its ISO week in the project's time zone, `2026-W43`."""

    theme: str | None
    """The theme it was placed in."""

    def evidence(self, company: str | None = None) -> Evidence:
        """Its words as a report shows them; `company` is the account's name, where it is known."""
        quote = self.finding.quote
        return Evidence(
            text=quote.text,
            document=quote.document,
            source=quote.source,
            speaker=self.finding.speaker,
            moment=self.finding.moment,
            role=self.role,
            account=self.account,
            company=company,
            created_at=self.created_at,
            week=self.week,
        )


class Voice(Value):
    """A finding, or another sentence of a customer, with what stood around it."""

    id: str
    """Its place: `source/document#start-end`."""

    evidence: Evidence
    """The words and where to look them up."""

    customer: str
    """Who casts the vote (`Document.customer`)."""

    kind: Kind | None = None
    """What the statement is, when it is a finding."""

    severity: Severity = 1
    """How bad, or how strongly put; 1 for what is no finding."""

    confidence: Share = 1.0
    """The probability that the kind is right; 1 for what is no finding."""

    theme: str | None = None
    """The theme of the finding."""

    asked: str = ""
    """The last question of the other side before these words, in an interview."""

    competitor: str | None = None
    """A rival product that the engine heard named."""

    segment: str | None = None
    """The customer company's segment, when known."""
