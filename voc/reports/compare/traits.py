"""What each customer has: what it spoke of, who spoke, how, and what it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from voc.reports.compare.groups import folded
from voc.reports.compare.shape import Aspect, Trait, TraitForm
from voc.types import Account, Contact, Kind, Placed, Theme

ASPECTS = {
    Kind.NEED: Aspect.SITUATION,
    Kind.PURCHASE_REASON: Aspect.DECISION,
    Kind.PAIN: Aspect.PROBLEMS,
    Kind.REQUEST: Aspect.PROBLEMS,
    Kind.QUESTION: Aspect.PROBLEMS,
    Kind.PRAISE: Aspect.RELATION,
    Kind.CHURN_SIGNAL: Aspect.RELATION,
}
YEAR = 365


class Held(NamedTuple):
    """A trait, who has it, and the words that show it."""

    trait: Trait
    who: frozenset[str]
    said: tuple[Placed, ...]


class ContactedCustomers(NamedTuple):
    """The customers that got in touch, and all that is known of them."""

    accounts: Mapping[str, Account]
    placed: Sequence[Placed]
    contacts: Sequence[Contact]
    channels: Mapping[str, str]
    themes: Mapping[str, Theme]


def held(heard: ContactedCustomers) -> list[Held]:
    """Every trait that at least one customer has, in a fixed order."""
    traits = [*_said(heard), *_spoke(heard), *_columns(heard), *_habits(heard)]
    return sorted(traits, key=lambda trait: (trait.trait.form, trait.trait.name))


def _said(heard: ContactedCustomers) -> Iterable[Held]:
    """Kinds, themes and rivals."""
    kinds: dict[Kind, list[Placed]] = defaultdict(list)
    themes: dict[str, list[Placed]] = defaultdict(list)
    rivals: dict[str, list[Placed]] = defaultdict(list)
    for statement in heard.placed:
        if statement.account not in heard.accounts:
            continue
        kinds[statement.finding.kind].append(statement)
        theme = heard.themes.get(statement.theme or "")
        if theme and not theme.hidden:
            themes[theme.id].append(statement)
        if statement.finding.competitor:
            rivals[folded(statement.finding.competitor)].append(statement)
    for kind, statements in kinds.items():
        yield _held(Trait(aspect=ASPECTS[kind], form=TraitForm.KIND, name=kind.value, kind=kind), statements)
    for id_, statements in themes.items():
        yield _held(_theme(heard.themes[id_]), statements)
    for statements in rivals.values():
        name = statements[0].finding.competitor or ""
        yield _held(Trait(aspect=Aspect.DECISION, form=TraitForm.COMPETITOR, name=name), statements)


def _theme(theme: Theme) -> Trait:
    return Trait(
        aspect=ASPECTS[theme.kind],
        form=TraitForm.THEME,
        name=theme.id,
        title=theme.title,
        kind=theme.kind,
    )


def _held(trait: Trait, statements: Sequence[Placed]) -> Held:
    return Held(
        trait,
        frozenset(statement.account for statement in statements if statement.account),
        tuple(statements),
    )


def _spoke(heard: ContactedCustomers) -> Iterable[Held]:
    """Roles and channels."""
    roles: dict[str, set[str]] = defaultdict(set)
    channels: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, str] = {}
    for contact in heard.contacts:
        if contact.account not in heard.accounts:
            continue
        for table, told in ((roles, contact.role), (channels, heard.channels.get(contact.document))):
            if told:
                spelled.setdefault(folded(told), told)
                table[folded(told)].add(contact.account)
    for key, who in roles.items():
        yield Held(Trait(aspect=Aspect.PERSON, form=TraitForm.ROLE, name=spelled[key]), frozenset(who), ())
    for key, who in channels.items():
        yield Held(
            Trait(aspect=Aspect.RELATION, form=TraitForm.CHANNEL, name=spelled[key]), frozenset(who), ()
        )


def _columns(heard: ContactedCustomers) -> Iterable[Held]:
    """Segment and plan, and whether they came within the year before the latest contact."""
    for form in (TraitForm.SEGMENT, TraitForm.PLAN):
        values: dict[str, set[str]] = defaultdict(set)
        for id_, account in heard.accounts.items():
            if told := account.segment if form is TraitForm.SEGMENT else account.plan:
                values[told].add(id_)
        for value, who in values.items():
            yield Held(Trait(aspect=Aspect.SITUATION, form=form, name=value), frozenset(who), ())
    if not heard.contacts:
        return
    latest = max(contact.at for contact in heard.contacts)
    begun = {id_: account.contract_start for id_, account in heard.accounts.items() if account.contract_start}
    recent = frozenset(id_ for id_, day in begun.items() if (latest - day).days <= YEAR)
    if recent:
        yield Held(
            Trait(aspect=Aspect.SITUATION, form=TraitForm.RECENT, name=TraitForm.RECENT.value), recent, ()
        )


def _habits(heard: ContactedCustomers) -> Iterable[Held]:
    """Who gets in touch more often than half of them do."""
    count: dict[str, int] = defaultdict(int)
    for contact in heard.contacts:
        if contact.account in heard.accounts:
            count[contact.account] += 1
    if not count:
        return
    usual = median(count.values())
    often = frozenset(id_ for id_, contacts in count.items() if contacts > usual)
    if often:
        yield Held(Trait(aspect=Aspect.RELATION, form=TraitForm.OFTEN, name=TraitForm.OFTEN.value), often, ())
