"""The store -> the questions that keep coming."""

from voc.errors import NoData
from voc.index.embedders import Embedder
from voc.reports import faq
from voc.reports.faq import Faq
from voc.settings import Settings
from voc.store.findings import Filter
from voc.store.store import Store
from voc.types import Kind, Language


def frequent(store: Store, embedder: Embedder, settings: Settings, language: Language, fewest: int) -> Faq:
    """The questions that at least so many customers asked about, with staff's answers.

    Raises:
        NoData: nobody asked anything yet.
    """
    placed = store.findings.all(Filter(kinds=(Kind.QUESTION,)))
    if not placed:
        raise NoData("nobody asked anything yet; run `voc ingest PATH`, then `voc analyze`")
    keys = sorted({one.document_key for one in placed})
    return faq.build(
        placed=placed,
        documents={document.key: document for document in store.documents.get(keys)},
        themes=store.themes.all(),
        language=language,
        embed=embedder.embed,
        accounts=store.accounts.all(),
        project=settings.name,
        fewest=fewest,
    )
