import pytest

from voc.engines.local import training_data
from voc.engines.local.train import FIXTURES
from voc.types import Kind, Side


@pytest.fixture(scope="module")
def lessons():
    return training_data.worlds(FIXTURES / "worlds", measures=True) + training_data.statements(
        FIXTURES / "corpus"
    )


def test_marks_are_the_documents_words_and_a_customers(lessons):
    assert sum(len(lesson.marks) for lesson in lessons) > 100
    for lesson in lessons:
        turns = lesson.document.turns
        for mark in lesson.marks:
            assert lesson.document.text[mark.start : mark.end] == mark.text
            [turn] = [turn for turn in turns if turn.start <= mark.start and mark.end <= turn.end]
            assert turn.side is Side.CUSTOMER


def test_no_mark_is_left_in_the_text(lessons):
    assert not any("[[" in lesson.document.text for lesson in lessons)


def test_almost_every_mark_is_taught_by_some_line(lessons):
    rows = training_data.rows_of(lessons)
    taught = training_data.targets(lessons, rows)
    by_kind = {kind: sum(mark.kind is kind for lesson in lessons for mark in lesson.marks) for kind in Kind}
    for column, kind in enumerate(Kind):
        assert taught.kinds[:, column].sum() >= 0.95 * by_kind[kind]
    assert ((taught.severity > 0) == taught.kinds.any(axis=1)).all()


def test_lone_statements_are_told_from_whole_documents(lessons):
    assert {lesson.whole for lesson in lessons if lesson.measures} == {True}
    assert {lesson.whole for lesson in lessons if not lesson.measures} == {False}
