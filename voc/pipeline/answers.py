"""A question -> the passages nearest to it -> an answer that cites them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from voc.engines.base import Engine, SeekAsk, Seeking, SeekPlan
from voc.engines.focus import question_terms, text_terms
from voc.errors import NoData, UsageError
from voc.index.answerability import kinds_asked, support
from voc.index.passages import IndexItem, SearchMatch, passages
from voc.index.search import DEPTH, Index, fused, joined
from voc.language import detect
from voc.lexicon import Lexicon
from voc.pipeline.filters import ANYTHING, QuestionFilter, scope_of
from voc.reports import ask as ask_report
from voc.reports.ask import Answer, AnswerPassage, Audience, Question, Respondent
from voc.store.filters import EVERYTHING, Filter
from voc.store.store import Store
from voc.terms import asked
from voc.types import (
    Account,
    Document,
    Evidence,
    Kind,
    Language,
    Placed,
    Theme,
    in_language,
)
from voc.weeks import week_of

NEAREST = 24
NEAREST_OF_A_KIND = 200
FEW_TERMS = 2
SHOWN_THEMES = 300
"""Themes that an engine is shown to choose from, the most heard first; set by judgement."""
NO_PLAN = SeekPlan()
FOLLOWS_UP = re.compile(
    r"\s*(?:(?:and|what about|how about|but|then|also|or|so|those|them)\b|why\s*\??$|"
    r"では|じゃあ|それ|その|そこ|これ|この中|ほか|他に|一方|あと|(?:なぜ|どうして)(?:ですか)?[。?？]?$|"
    r"[^。?？]{1,12}は[?？]$)",
    re.IGNORECASE,
)


class Candidate(NamedTuple):
    """A passage, and all that it was searched by."""

    heard: AnswerPassage
    searched: str


class Answers:
    """Answers to questions: from the records, the index over them, and whoever answers."""

    def __init__(self, store: Store, index: Index, engine: Engine, lexicon: Lexicon) -> None:
        self._store = store
        self._index = index
        self._engine = engine
        self._lexicon = lexicon

    def answer(self, question: str, wanted: QuestionFilter = ANYTHING, earlier: str = "") -> Answer:
        """Answer a question from customers' words, in the question's language.

        Raises:
            UsageError: the question is empty, or a filter names what is not there.
            NoData: there are no documents, or none that the filters let through.
        """
        if not question.strip():
            raise UsageError("the question is empty; write one, such as: voc ask 'Why do customers leave?'")
        if not self._store.scopes.customers():
            raise NoData("nothing to answer from; run `voc ingest PATH` and `voc analyze` first")
        before = earlier if earlier and follows_up(question) else ""
        scope = scope_of(wanted, self._store)
        found = self.passages_for(question, before, self._within(scope), wanted.kinds)
        language = detect(question)
        return ask_report.build(
            Question(question, language, before, self._support(f"{before}\n{question}".strip(), found)),
            [one.heard for one in found],
            self._engine,
            self._lexicon,
            self._audience(scope, language, found),
        )

    def passages_for(
        self,
        question: str,
        earlier: str = "",
        within: Sequence[str] | None = None,
        kinds: Sequence[Kind] = (),
    ) -> list[Candidate]:
        """The passages nearest to a question, best first; of these documents, with these findings.

        A follow-up is searched alone and behind the question before it, so that what holds both comes
        first. Where the question asks for complaints, requests or praise, those come before the rest.
        """
        plan = self._plan(question, earlier)
        matches = self._matches(
            question, earlier, within, NEAREST_OF_A_KIND if kinds or plan.themes else NEAREST
        )
        if plan != NO_PLAN:
            matches = self._planned(plan, matches, within)
        keys = list(dict.fromkeys(match.document for match in matches))
        documents = {document.key: document for document in self._store.documents.get(keys)}
        items = {item.id: item for document in documents.values() for item in self._items(document)}
        findings = self._findings(keys)
        about = question_terms(f"{earlier}\n{question}", self._lexicon)
        found = []
        for item in (items[match.id] for match in matches if match.id in items):
            nearest = self._nearest(_inside(item, findings[item.document], kinds), about)
            if nearest or not kinds:
                found.append(self._candidate(item, documents[item.document], nearest, about))
        return _leaning(found, kinds_asked(question))[:NEAREST]

    def _plan(self, question: str, earlier: str) -> SeekPlan:
        """What an engine that understands the question would search by; nothing for one that does not."""
        if not isinstance(self._engine, Seeking):
            return NO_PLAN
        sizes = self._store.themes.sizes()
        alive = [theme for theme in self._themes.values() if theme.id in sizes and not theme.merged_into]
        shown = sorted(alive, key=lambda theme: (-sizes[theme.id], theme.id))[:SHOWN_THEMES]
        return self._engine.seek(
            SeekAsk(question=question, language=detect(question), themes=tuple(shown), earlier=earlier)
        )

    def _planned(
        self, plan: SeekPlan, matches: Sequence[SearchMatch], within: Sequence[str] | None
    ) -> list[SearchMatch]:
        """The matches, with those of the question's other wordings and of the themes it is about."""
        reworded = [self._index.search(text, DEPTH, within) for text in plan.wordings]
        found = fused([matches, *reworded])
        if not plan.themes:
            return found
        told = self._store.findings.all(
            Filter(themes=plan.themes, keys=None if within is None else tuple(within))
        )
        of_themes = self._of_findings(told, [match.id for match in found])
        return fused([of_themes, found])

    def _of_findings(self, told: Sequence[Placed], order: Sequence[str]) -> list[SearchMatch]:
        """The passages that hold findings: each document's first, the nearest to the question first."""
        keys = list(dict.fromkeys(placed.document_key for placed in told))
        quoted: dict[str, list[Placed]] = defaultdict(list)
        for placed in told:
            quoted[placed.document_key].append(placed)
        rank = {id_: at for at, id_ in enumerate(order)}
        rows = []
        for document in self._store.documents.get(keys):
            items = [item for item in self._items(document) if _inside(item, quoted[document.key], ())]
            items.sort(key=lambda item: (rank.get(item.id, len(rank)), item.start))
            rows += [(place, rank.get(item.id, len(rank)), item) for place, item in enumerate(items)]
        rows.sort(key=lambda row: (row[0], row[1], row[2].id))
        return [SearchMatch(item.id, item.document, item.start, item.end, 0.0) for _, _, item in rows]

    def _matches(
        self, question: str, earlier: str, within: Sequence[str] | None, limit: int
    ) -> list[SearchMatch]:
        alone = self._index.search(question, limit, within)
        if not earlier:
            return alone
        return fused([self._index.search(f"{earlier}\n{question}", limit, within), alone])

    def _within(self, scope: Filter) -> list[str] | None:
        if scope == EVERYTHING:
            return None
        if not (keys := self._store.scopes.keys(scope)):
            raise NoData("no document passes these filters; leave one of them out")
        return keys

    @cached_property
    def _accounts(self) -> Mapping[str, Account]:
        return self._store.accounts.all()

    @cached_property
    def _themes(self) -> Mapping[str, Theme]:
        return self._store.themes.all()

    def _company(self, document: Document) -> str:
        account = self._accounts.get(document.account or "")
        return (account.name or "") if account else ""

    def _items(self, document: Document) -> list[IndexItem]:
        return passages(document, self._company(document))

    def _findings(self, keys: Sequence[str]) -> Mapping[str, list[Placed]]:
        found: dict[str, list[Placed]] = defaultdict(list)
        for placed in self._store.findings.all(Filter(keys=tuple(keys))):
            found[placed.document_key].append(placed)
        return found

    def _nearest(self, inside: Sequence[Placed], about: frozenset[str]) -> Placed | None:
        """The finding that shares most with the question; the first at a draw."""
        shared = [len(about & text_terms(one.finding.quote.text, self._lexicon)) for one in inside]
        return inside[shared.index(max(shared))] if inside else None

    def _candidate(
        self, item: IndexItem, document: Document, finding: Placed | None, about: frozenset[str]
    ) -> Candidate:
        """The passage with what is known of it; its theme only when that is what the question is about."""
        turn = document.turn_at(item.start)
        evidence = Evidence(
            text=item.text,
            document=document.id,
            source=document.source,
            speaker=turn.speaker,
            moment=turn.moment,
            role=document.role,
            account=document.account,
            company=self._company(document) or None,
            created_at=document.created_at,
            week=week_of(document.created_at, self._store.zone),
        )
        theme = self._themes.get(finding.theme or "") if finding else None
        near = theme and about & text_terms("\n".join(theme.title.values()), self._lexicon)
        heard = AnswerPassage(
            evidence=evidence,
            voice=Respondent(document.form, document.customer),
            kind=finding.finding.kind if finding else None,
            theme=theme.id if theme and near else "",
            reply_to=item.context,
        )
        return Candidate(heard, item.searched)

    def _support(self, question: str, found: Sequence[Candidate]) -> float:
        counts = self._index.words.counts(asked(question))
        return support(question, [one.searched for one in found], counts, self._lexicon)

    def _audience(self, scope: Filter, language: Language, found: Iterable[Candidate]) -> Audience:
        ids = sorted({one.heard.theme for one in found if one.heard.theme})
        voices: dict[str, set[Respondent]] = defaultdict(set)
        for theme, form, customer in self._store.scopes.speakers(scope, ids):
            voices[theme].add(Respondent(form, customer))
        named = {id_: self._themes[id_] for id_ in ids}
        return Audience(
            customers=self._store.scopes.customers(scope._replace(kinds=None)),
            themes={id_: frozenset(who) for id_, who in voices.items()},
            titles={id_: in_language(one.title, language) for id_, one in named.items()},
            reports=self._store.scopes.reports(scope, ids),
        )


def follows_up(question: str) -> bool:
    """Whether a question needs the one before it: it begins like one, or hardly names a thing of its own."""
    return bool(FOLLOWS_UP.match(question)) or len(asked(question)) < FEW_TERMS


def _leaning(found: list[Candidate], kinds: frozenset[Kind]) -> list[Candidate]:
    """The passages with those of some kinds moved forward, as one more ranking would."""
    order = [str(at) for at in range(len(found))]
    of_kind = [at for at in order if found[int(at)].heard.kind in kinds]
    return [found[int(at)] for at in joined([order, of_kind])] if of_kind else found


def _inside(item: IndexItem, findings: Iterable[Placed], kinds: Sequence[Kind]) -> list[Placed]:
    return [
        one
        for one in findings
        if one.finding.quote.start < item.end
        and item.start < one.finding.quote.end
        and (not kinds or one.finding.kind in kinds)
    ]
