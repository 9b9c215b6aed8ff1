"""A question -> the passages nearest to it -> an answer that cites them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from voc.engines.base import Engine
from voc.errors import NoData
from voc.language import detect
from voc.reports import ask as ask_report
from voc.reports.ask import Answer
from voc.store.store import Store
from voc.types import Account, Document, Evidence
from voc.weeks import week_of

if TYPE_CHECKING:
    from voc.index.shelf import Match, Shelf

NEAREST = 24


def ask(store: Store, shelf: "Shelf", engine: Engine, question: str) -> Answer:
    """Answer a question from customers' words, in the question's language.

    Raises:
        NoData: when the index is empty.
    """
    if not shelf.count("passages"):
        raise NoData("nothing to answer from; run `voc ingest PATH` and `voc analyze` first")
    found = shelf.search("passages", question, NEAREST)
    documents = {document.key: document for document in store.documents.get(_keys(found))}
    accounts = store.accounts.all()
    passages = [
        _evidence(match, documents[match.document], accounts, store)
        for match in found
        if match.document in documents
    ]
    return ask_report.build(
        question=question, language=detect(question), passages=passages, reply=engine.answer
    )


def _keys(found: "Sequence[Match]") -> list[str]:
    return list(dict.fromkeys(match.document for match in found))


def _evidence(match: "Match", document: Document, accounts: Mapping[str, Account], store: Store) -> Evidence:
    account = accounts.get(document.account or "")
    return Evidence(
        text=document.text[match.start : match.end],
        document=document.id,
        source=document.source,
        speaker=document.turn_at(match.start).speaker,
        moment=document.turn_at(match.start).moment,
        role=document.role,
        account=document.account,
        company=account.name if account else None,
        created_at=document.created_at,
        week=week_of(document.created_at, store.zone),
    )
