"""Every rule and word of a language, one folder a language: `voc/locale/ja`, `voc/locale/en`.

The rest of voc asks `locale(language).mail` or goes through `locales()`; it never spells a language's words
and never compares a language with a name. A topic (how numbers are written, how mail quotes, how roles
are called) is one frozen value: its shape stands in `voc/locale/topics/`, its content as `CONTENT` in the
module of that name in each language's folder, read when it is first asked for. A new language is a new
folder, an entry of `Language` and data.
"""

from functools import cache, cached_property
from importlib import import_module
from typing import TypeVar, get_args

from voc.locale.topics.authors import Authors
from voc.locale.topics.channels import Channels
from voc.locale.topics.clauses import Clauses
from voc.locale.topics.mails import MailWords
from voc.locale.topics.masks import Masks
from voc.locale.topics.minutes import MinutesWords
from voc.locale.topics.numbers import Numbers
from voc.locale.topics.people import PeopleWords
from voc.locale.topics.personal_numbers import PersonalNumbers
from voc.locale.topics.polarity import Polarity
from voc.locale.topics.prose import Prose
from voc.locale.topics.questions import Questions
from voc.locale.topics.roles import Roles
from voc.locale.topics.search import Search
from voc.locale.topics.sentences import Sentences
from voc.locale.topics.surveys import Surveys
from voc.locale.topics.titles import Titles
from voc.types.value import Language

__all__ = ["LANGUAGES", "Locale", "locale", "locales"]

T = TypeVar("T")
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Locale:
    """The rules and words of one language; each topic is loaded when it is first asked for."""

    def __init__(self, language: Language) -> None:
        self.language = language

    @cached_property
    def authors(self) -> Authors:
        """How its tables and talks say who wrote what."""
        return self._content("authors", Authors)

    @cached_property
    def channels(self) -> Channels:
        """What channels and interviewers are called."""
        return self._content("channels", Channels)

    @cached_property
    def clauses(self) -> Clauses:
        """How its clauses are cut out of a quote and made plain."""
        return self._content("clauses", Clauses)

    @cached_property
    def mails(self) -> MailWords:
        """How its mails begin, end and answer by themselves."""
        return self._content("mails", MailWords)

    @cached_property
    def masks(self) -> Masks:
        """What it writes in the place of personal data."""
        return self._content("masks", Masks)

    @cached_property
    def minutes(self) -> MinutesWords:
        """How its minutes of a talk are laid out."""
        return self._content("minutes", MinutesWords)

    @cached_property
    def numbers(self) -> Numbers:
        """How it writes numbers."""
        return self._content("numbers", Numbers)

    @cached_property
    def people(self) -> PeopleWords:
        """How people are called beside their names."""
        return self._content("people", PeopleWords)

    @cached_property
    def personal_numbers(self) -> PersonalNumbers:
        """What it calls numbers and dates that belong to a person."""
        return self._content("personal_numbers", PersonalNumbers)

    @cached_property
    def polarity(self) -> Polarity:
        """How it judges, leaves and chooses."""
        return self._content("polarity", Polarity)

    @cached_property
    def prose(self) -> Prose:
        """How sentences are made of facts and quotes."""
        return self._content("prose", Prose)

    @cached_property
    def questions(self) -> Questions:
        """How a question tells what it asks for."""
        return self._content("questions", Questions)

    @cached_property
    def roles(self) -> Roles:
        """What it writes where a job title is not known."""
        return self._content("roles", Roles)

    @cached_property
    def search(self) -> Search:
        """What words a search leaves out."""
        return self._content("search", Search)

    @cached_property
    def sentences(self) -> Sentences:
        """How it is told from others, and where its sentences and clauses end."""
        return self._content("sentences", Sentences)

    @cached_property
    def surveys(self) -> Surveys:
        """How its forms ask."""
        return self._content("surveys", Surveys)

    @cached_property
    def titles(self) -> Titles:
        """How a theme's title is put together."""
        return self._content("titles", Titles)

    def _content(self, topic: str, shape: type[T]) -> T:
        content = import_module(f"voc.locale.{self.language}.{topic}").CONTENT
        if not isinstance(content, shape):
            raise TypeError(f"voc.locale.{self.language}.{topic}.CONTENT is no {shape.__name__}")
        return content


@cache
def locale(language: Language) -> Locale:
    """The rules and words of a language."""
    return Locale(language)


def locales() -> tuple[Locale, ...]:
    """Every language's rules, in the order of `LANGUAGES`: for texts whose language is not known."""
    return tuple(map(locale, LANGUAGES))
