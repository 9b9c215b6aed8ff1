"""Every language fills every topic with the same shape."""

from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import get_type_hints

import pytest

from voc.locale import LANGUAGES, Locale, locale, locales

ROOT = Path(find_spec("voc.locale").submodule_search_locations[0])
TOPICS = sorted(name for name, value in vars(Locale).items() if isinstance(value, cached_property))


def modules(folder):
    return sorted(path.stem for path in (ROOT / folder).glob("*.py") if path.stem != "__init__")


def test_there_is_a_locale_for_each_language():
    assert tuple(tongue.language for tongue in locales()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_a_folder_with_one_module_for_each_topic(language):
    assert modules(language) == TOPICS == modules("topics")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_language_fills_every_topic_with_its_shape(language, topic):
    shape = get_type_hints(vars(Locale)[topic].func)["return"]
    assert shape.__module__ == f"voc.locale.topics.{topic}"
    assert isinstance(getattr(locale(language), topic), shape)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_field_of_a_topic_is_explained(topic):
    source = (ROOT / "topics" / f"{topic}.py").read_text(encoding="utf-8").splitlines()
    fields = [at for at, line in enumerate(source) if line.startswith("    ") and ": " in line.split('"')[0]]
    assert fields
    assert [source[at] for at in fields if not source[at + 1].lstrip().startswith('"""')] == []


def test_a_content_of_another_shape_is_refused():
    with pytest.raises(TypeError, match="no str"):
        locale("en")._content("search", str)
