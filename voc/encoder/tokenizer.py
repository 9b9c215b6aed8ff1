"""Cut a text into the pieces of a SentencePiece unigram vocabulary.

The cut is the one whose pieces are likeliest together (Kudo 2018, arXiv:1804.10959), found by the Viterbi
algorithm over code points: time grows with the text's length times the longest piece, 16 characters.
"""

import re

from voc.encoder.weights import PieceVocabulary

SPACE = "\u2581"
SPACES = re.compile(" {2,}")
UNKNOWN_PENALTY = 10.0
"""SentencePiece's own: a character outside the vocabulary costs this much more than its rarest piece."""


class Tokenizer:
    """Texts -> numbers of pieces."""

    def __init__(self, vocabulary: PieceVocabulary) -> None:
        self._vocabulary = vocabulary
        scores = vocabulary.scores.tolist()
        self._scores = {piece: scores[number] for piece, number in vocabulary.pieces.items()}
        self._longest = max(map(len, vocabulary.pieces))
        self._unknown = min(scores) - UNKNOWN_PENALTY

    def numbers(self, text: str, most: int) -> list[int]:
        """The pieces of a text between the marks of its beginning and end; at most so many in all."""
        pieces = self._vocabulary.pieces
        inner = [pieces.get(piece, self._vocabulary.unknown) for piece in self.pieces(text)]
        return [self._vocabulary.first, *inner[: most - 2], self._vocabulary.last]

    def pieces(self, text: str) -> list[str]:
        """The likeliest cut of a text."""
        line = SPACES.sub(" ", text.translate(self._vocabulary.normal))
        if not line.startswith(" "):
            line = " " + line
        return self._cut(line.replace(" ", SPACE))

    def _cut(self, line: str) -> list[str]:
        scores, longest, length = self._scores, self._longest, len(line)
        best = [0.0] + [float("-inf")] * length
        begins = [0] * (length + 1)
        for start in range(length):
            here = best[start]
            for end in range(start + 1, min(length, start + longest) + 1):
                score = scores.get(line[start:end])
                if score is not None and here + score > best[end]:
                    best[end], begins[end] = here + score, start
            if here + self._unknown > best[start + 1]:
                best[start + 1], begins[start + 1] = here + self._unknown, start
        pieces: list[str] = []
        end = length
        while end:
            pieces.append(line[begins[end] : end])
            end = begins[end]
        return pieces[::-1]
