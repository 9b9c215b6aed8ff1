"""The table of reports holds what the command line, the notebook and other skins rely on."""

import inspect

import pytest

from voc.report_table import REPORTS, report
from voc.types import Value

ROWS = [pytest.param(row, id=row.name) for row in REPORTS]


def test_every_report_has_a_name_and_a_file_of_its_own():
    names = [row.name for row in REPORTS]
    assert len(names) > 7 and len(set(names)) == len(names)
    assert len({row.file or row.name for row in REPORTS}) == len(names)
    assert report("churn").name == "churn"


@pytest.mark.parametrize("row", ROWS)
def test_a_row_names_facts_that_carry_no_language(row):
    assert issubclass(row.facts, Value)
    assert "language" not in row.facts.model_fields


@pytest.mark.parametrize("row", ROWS)
def test_a_row_s_words_are_made_of_facts_and_a_catalogue(row):
    words = row._words
    made = words.documents if row.several else words.document
    shown = [option.name for option in row.options if option.shown]
    assert list(inspect.signature(made).parameters)[1:] == ["say", *shown]
    assert list(inspect.signature(words.json).parameters)[1:] == ["say"]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_says_what_it_is_for_and_what_it_needs(row):
    assert row.purpose.partition("\n")[0].endswith(".") and row.needs
    assert len({option.name for option in row.options}) == len(row.options)
    assert all(option.help.endswith(".") for option in row.options)
