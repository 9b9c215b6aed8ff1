"""Forms: which columns hold words that customers wrote, which a choice, and what is no answer at all."""

from collections.abc import Container, Iterable, Sequence

from voc.ingest import headings
from voc.ingest.sheets import Row
from voc.locale import locales
from voc.text import is_spaceless, nfkc

FEW = 4
CHOSEN = 0.5
"""From this share of cells that repeat another, a column of short cells holds choices. Set by judgement."""
LONG = 40
WORDY = 0.3
"""The least share of answers with several words in a column of words. Set by judgement."""
SENTENCES = 0.5
"""The share of answers long enough for a sentence from which an unread column is named. Set by judgement."""
WORDS, LETTERS = 2, 5
SENTENCE_WORDS, SENTENCE_LETTERS = 4, 10
NO_ANSWER_CHARS = 40


def is_no_answer(text: str) -> bool:
    """Whether a cell says that there is nothing to say: `n/a`, `none`, a dash."""
    plain = nfkc(text).strip() if len(text) <= NO_ANSWER_CHARS else ""
    return bool(plain) and any(tongue.surveys.no_answer.fullmatch(plain) for tongue in locales())


def answers(rows: Sequence[Row], column: str) -> list[str]:
    """What a column holds in these rows, without what is no answer."""
    cells = (row.cells.get(column) or "" for row in rows)
    return [cell.strip() for cell in cells if cell.strip() and not is_no_answer(cell)]


def has_words(rows: Sequence[Row], column: str) -> bool:
    """Whether people wrote in a column what they like: no choices, no numbers. One of few cells may be."""
    cells = answers(rows, column)
    if len(cells) < FEW:
        return True
    return not _are_choices(cells) and _share(cells, WORDS, LETTERS) >= WORDY


def has_sentences(rows: Sequence[Row], column: str) -> bool:
    """Whether a column holds sentences."""
    cells = answers(rows, column)
    return (
        bool(cells)
        and _share(cells, SENTENCE_WORDS, SENTENCE_LETTERS) >= SENTENCES
        and not _are_choices(cells)
    )


def open_questions(
    rows: Sequence[Row], mapped: headings.Mapped, taken: Container[str] = ()
) -> headings.Mapped:
    """The columns that ask for words, without those whose cells are choices; the first left is the text.

    In a form every other column of sentences is one of them, but for those that staff write.
    """
    guessed = mapped.guessed.get("text", "")
    asked = list(filter(None, (guessed, *mapped.more)))
    left = [column for column in asked if has_words(rows, column)]
    if not left or not (mapped.more or headings.is_question(guessed)):
        return mapped._replace(more=tuple(one for one in mapped.more if one in left))
    columns = mapped.columns if not guessed else {**mapped.columns, "text": left.pop(0)}
    known = {*columns.values(), *asked}
    free = [one for one in _columns(rows) if one not in known and one not in taken and headings.is_free(one)]
    more = dict.fromkeys([*left, *unread(rows, free)])
    order = [one for one in _columns(rows) if one in more]
    guesses = {**mapped.guessed, "text": columns["text"]} if guessed else mapped.guessed
    return headings.Mapped(columns, guesses, tuple(order))


def _columns(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for row in rows for column in row.cells))


def unread(rows: Sequence[Row], columns: Iterable[str]) -> list[str]:
    """Those of the columns that hold sentences."""
    return [column for column in columns if has_sentences(rows, column)]


def _are_choices(cells: Sequence[str]) -> bool:
    repeated = 1 - len(set(cells)) / len(cells)
    return len(cells) >= FEW and repeated >= CHOSEN and max(map(len, cells)) <= LONG


def _share(cells: Sequence[str], words: int, letters: int) -> float:
    return sum(_is_long(cell, words, letters) for cell in cells) / len(cells)


def _is_long(cell: str, words: int, letters: int) -> bool:
    """Whether a cell has so many words or, in a script without spaces, so many letters."""
    return len(cell.split()) >= words or sum(map(is_spaceless, cell)) >= letters
