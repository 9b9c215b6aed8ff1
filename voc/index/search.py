"""Words and vectors joined: what either ranks high is found.

Ranks are joined by reciprocal rank fusion (Cormack et al., 2009), which asks for no common scale.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from voc.index.passages import SearchMatch
from voc.index.word_index import WordIndex

if TYPE_CHECKING:
    from voc.index.vector_store import VectorStore

DEPTH = 50
DAMPING = 60
"""The constant of reciprocal rank fusion, as published (Cormack, Clarke and Buettcher, 2009)."""


class Index(NamedTuple):
    """The passages of a project, by vectors and by words."""

    shelf: "VectorStore"
    words: WordIndex

    def search(self, question: str, limit: int, within: Collection[str] | None = None) -> list[SearchMatch]:
        """The best passages, best first, of the documents with these keys or of all."""
        ids = None if within is None else self.words.ids(within)
        depth = max(DEPTH, limit)
        near = self.shelf.search(question, depth, ids)
        return fused([near, self.words.search(question, depth, within)])[:limit]

    def close(self) -> None:
        """Let go of both."""
        self.shelf.close()
        self.words.close()


def fused(rankings: Sequence[Sequence[SearchMatch]]) -> list[SearchMatch]:
    """One ranking of several; what two of them hold comes before what one holds at the same rank."""
    found = {match.id: match for ranking in reversed(rankings) for match in ranking}
    return [found[id_] for id_ in joined([[match.id for match in ranking] for ranking in rankings])]


def joined(rankings: Sequence[Sequence[str]]) -> list[str]:
    """The ids of several rankings in one."""
    score: dict[str, float] = {}
    for ranking in rankings:
        for rank, id_ in enumerate(ranking, start=1):
            score[id_] = score.get(id_, 0.0) + 1.0 / (DAMPING + rank)
    return sorted(score, key=lambda id_: (-score[id_], id_))
