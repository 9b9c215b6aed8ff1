import re
from pathlib import Path

import pytest

from voc.render import catalogue as catalogue_module
from voc.render.catalogue import catalogue
from voc.types import Outcome

KEY = re.compile(r'"([a-z_]+(?:\.[a-z_]+)?)"|f"([a-z_]+)\.')


def test_both_languages_have_the_same_keys_and_placeholders():
    assert catalogue("ja").keys() == catalogue("en").keys()


def test_every_outcome_that_counts_as_failed_has_a_name():
    failed = [outcome for outcome in Outcome if not outcome.read and outcome not in {"refused", "filtered"}]
    for language in ("ja", "en"):
        assert all(catalogue(language)(f"outcome.{outcome.value}") for outcome in failed)


def test_every_key_is_used():
    source = "".join(path.read_text() for path in Path(catalogue_module.__file__).parent.glob("*.py"))
    named = {part for found in KEY.findall(source) for part in found if part}
    known = {key: {key, key.rpartition(".")[0], key.partition(".")[0]} for key in catalogue("en").keys()}
    assert [key for key, names in known.items() if not names & named] == []


@pytest.mark.parametrize(("n", "expected"), [(1, "1 customer"), (2, "2 customers"), (0, "0 customers")])
def test_counting_words_know_one_from_many(n, expected):
    assert catalogue("en").count("customers", n) == expected


@pytest.mark.parametrize(
    ("key", "n", "expected"),
    [
        ("diff.unmoved", 1, "1 complaint did not change."),
        ("diff.unmoved", 3, "3 complaints did not change."),
        ("persona.since.same", 1, "1 line is as it was."),
        ("churn.calm", 1, "1 more account shows no sign."),
        ("coverage.rejects", 1, "1 unreadable row or file"),
    ],
)
def test_a_phrase_that_has_a_form_for_one_takes_it(key, n, expected):
    assert catalogue("en")(key, n=n) == expected


NOUNS = re.compile(
    r"(?:^|[^-.\w])\{(?:n|weeks|findings|missing)\} (?:more )?(?!of\b|less\b|across\b)[a-z]+s\b"
)
NEVER_ONE = {
    "fact.paid": "one company has a phrase of its own",
    "fact.tied_many": "one is named",
    "fix.rates": "one week has a phrase of its own",
    "persona.voices": "one voice has a phrase of its own",
    "persona.against": "one voice has a phrase of its own",
    "move.copies": "a copy has an original",
}


def test_every_phrase_that_counts_has_a_form_for_one():
    phrases = catalogue("en")._phrases
    plural = {key for key, phrase in phrases.items() if NOUNS.search(phrase)}
    assert len(plural) > 20
    singular = {key for key in plural if not key.endswith((".other", "_other"))}
    assert singular - NEVER_ONE.keys() == set()


def test_a_phrase_refuses_a_missing_value():
    with pytest.raises(KeyError):
        catalogue("en")("fact.since")
