"""Voices -> the reasons, the rivals, and what to say to each segment."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from voc import aspects, roles
from voc.reports.reasons.rivals import favourite, known, rivals
from voc.reports.reasons.shape import (
    Block,
    DecisionSide,
    GroupCount,
    GroupReasons,
    Part,
    Proposition,
    Reason,
    Reasons,
    Sort,
)
from voc.strongest import strongest_voices, weight
from voc.text import CJK, fold_words
from voc.types import Kind, Texts, Theme, Voice, in_every_language

SHOWN, ROWS = 8, 8
QUOTED = 4
OF_BUYING = ("trigger", "decision", "hesitation")
SETS_OFF = re.compile(
    "値上げ|料金改定|価格改定|後任|異動|退職|辞めまし|辞めて|担当(?:者)?が(?:代|変|替)わ|所長が代わ|"
    r"予算|合併|統合|閉店|閉院|移転|"
    r"price increase|price rise|went up|put up (?:your|the) price|left us|has left|"
    r"new (?:boss|manager|owner|director|cfo|cto)|"
    r"budget|merg(?:ed|er)|closing down|acquired|moved to another"
)
CONTRAST = re.compile(r"ただ|けど|けれど|のに|しかし|が、|\b(?:but|although|though|however|except)\b")
CLEAR = {True: range(10, 62), False: range(25, 142)}
SURE = 0.6


class GroupName(NamedTuple):
    """What voices are grouped by: its key, and how it reads in each language."""

    key: str
    texts: Texts


Named = Callable[[Voice], GroupName | None]


def build(
    *,
    voices: Sequence[Voice],
    themes: Mapping[str, Theme],
    project: str = "",
    competitors: Sequence[str] = (),
    products: Sequence[str] = (),
    own_roles: roles.Own | None = None,
) -> Reasons:
    """The report; `voices` are all findings and the other sentences of interviews."""

    def role(voice: Voice) -> GroupName | None:
        return _role(voice, own_roles)

    bought, left = _bought(voices), [voice for voice in voices if voice.kind is Kind.CHURN_SIGNAL]
    leavers = {voice.customer for voice in left}
    driven = [voice for voice in voices if voice.kind is Kind.PAIN and voice.customer in leavers]
    grouping = _Grouping(themes, role)
    names = known(voices, competitors, (project, *products))
    return Reasons(
        project=project,
        buy=_buying(bought, grouping),
        leave=_leaving(voices, left, driven, grouping),
        rivals=rivals(voices, names),
        segments=_rows(bought, driven, grouping, _segment),
        roles=_rows(bought, driven, grouping, role),
        propositions=_propositions(voices, names),
    )


def _bought(voices: Sequence[Voice]) -> list[Voice]:
    """What was said of the choice: reasons to buy, and what an interviewer asked about it."""
    return [voice for voice in voices if voice.kind is Kind.PURCHASE_REASON or _asked(voice) in OF_BUYING]


def _asked(voice: Voice) -> str | None:
    """The aspect of an interview's sentence that is no finding; of a decision its own words must show it."""
    if voice.kind is not None:
        return None
    wanted = aspects.question(voice.asked)
    if wanted is None or wanted != aspects.of(voice.evidence.text, None, voice.asked):
        return None
    return wanted if wanted != "decision" or aspects.tells(voice.evidence.text, wanted) else None


class _Grouping:
    """How voices become reasons: by theme, and alone where they stand in none."""

    def __init__(self, themes: Mapping[str, Theme], role: Named) -> None:
        self._themes = themes
        self._role = role

    def key(self, voice: Voice) -> str:
        """What is counted together: a theme's statements, or one document's answers."""
        known = voice.theme if voice.theme in self._themes else None
        return known or voice.id.rpartition("#")[0]

    def title(self, voice: Voice) -> GroupName:
        """The theme's title, or the words themselves."""
        theme = self._themes.get(voice.theme or "")
        if theme is None:
            return _everywhere(" ".join(voice.evidence.text.split()))
        return GroupName(theme.id, theme.title)

    def reasons(self, voices: Iterable[Voice]) -> tuple[Reason, ...]:
        """The reasons of most customers first."""
        groups: dict[str, list[Voice]] = defaultdict(list)
        for voice in voices:
            groups[self.key(voice)].append(voice)
        found = [(key, self._reason(voices)) for key, voices in groups.items()]
        found.sort(key=lambda pair: (-pair[1].customers, -pair[1].mentions, pair[0]))
        return tuple(reason for _, reason in found)[:SHOWN]

    def _reason(self, voices: Sequence[Voice]) -> Reason:
        ordered = strongest_voices(voices)
        return Reason(
            title=self.title(ordered[0]).texts,
            theme=ordered[0].theme if ordered[0].theme in self._themes else None,
            customers=len({voice.customer for voice in voices}),
            mentions=len(voices),
            roles=_counts((self._role(voice), voice.customer) for voice in voices),
            segments=_counts((_segment(voice), voice.customer) for voice in voices),
            citations=tuple(voice.evidence for voice in ordered[:QUOTED]),
        )


def _buying(voices: Sequence[Voice], grouping: _Grouping) -> DecisionSide:
    """Reasons to buy by what they are: by their wording, or by the question before them."""
    told: dict[Part, list[Voice]] = {"trigger": [], "decision": [], "hesitation": []}
    for voice in voices:
        aspect = _asked(voice) or aspects.of(voice.evidence.text, voice.kind, voice.asked)
        told[
            "trigger" if aspect == "trigger" else "hesitation" if aspect == "hesitation" else "decision"
        ].append(voice)
    return _side(voices, told, grouping)


def _leaving(
    voices: Sequence[Voice], left: Sequence[Voice], driven: Sequence[Voice], grouping: _Grouping
) -> DecisionSide:
    """Why they leave: what set it off, what they complain of, what they say, what others would leave over."""
    told: dict[Part, Sequence[Voice]] = {
        "trigger": [voice for voice in left if _sets_off(voice.evidence.text)],
        "complaint": driven,
        "signal": [voice for voice in left if not _sets_off(voice.evidence.text)],
        "condition": [voice for voice in voices if _asked(voice) == "leave"],
    }
    return _side(left, told, grouping)


def _sets_off(text: str) -> bool:
    return aspects.tells(text, "trigger") or SETS_OFF.search(fold_words(text)) is not None


def _side(heard: Sequence[Voice], told: Mapping[Part, Sequence[Voice]], grouping: _Grouping) -> DecisionSide:
    blocks = tuple(Block(sort=sort, reasons=grouping.reasons(voices)) for sort, voices in told.items())
    return DecisionSide(customers=len({voice.customer for voice in heard}), blocks=blocks)


def _rows(
    bought: Sequence[Voice], left: Sequence[Voice], grouping: _Grouping, named: Named
) -> tuple[GroupReasons, ...]:
    """A row a name, by its key, the most heard first."""
    names = {name.key: name for voice in (*bought, *left) if (name := named(voice)) and roles.known(name.key)}
    rows = [
        _row(
            name,
            [voice for voice in bought if _key(named(voice)) == key],
            [voice for voice in left if _key(named(voice)) == key],
            grouping,
        )
        for key, name in sorted(names.items())
    ]
    return tuple(sorted(rows, key=lambda row: -row.customers))


def _key(name: GroupName | None) -> str | None:
    return name.key if name else None


def _row(
    name: GroupName, bought: Sequence[Voice], left: Sequence[Voice], grouping: _Grouping
) -> GroupReasons:
    return GroupReasons(
        name=name.texts,
        customers=len({voice.customer for voice in (*bought, *left)}),
        buy=_counts((grouping.title(voice), voice.customer) for voice in bought if voice.kind is not None),
        leave=_counts((grouping.title(voice), voice.customer) for voice in left),
    )


def _propositions(voices: Sequence[Voice], names: Mapping[str, Sort]) -> tuple[Proposition, ...]:
    by_segment: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        if voice.segment and voice.segment.strip():
            by_segment[voice.segment.strip()].append(voice)
    groups = by_segment or {"": list(voices)}
    propositions = [_proposition(name, voices, dict(names)) for name, voices in groups.items()]
    told = [proposition for proposition in propositions if proposition.need or proposition.chosen]
    return tuple(sorted(told, key=lambda proposition: (-proposition.customers, proposition.segment)))[:ROWS]


def _proposition(segment: str, voices: Sequence[Voice], names: dict[str, Sort]) -> Proposition:
    need = _clearest(voices, Kind.NEED)
    chosen = _clearest(voices, Kind.PURCHASE_REASON)
    praise = [voice for voice in voices if voice.confidence >= SURE and _clear(voice.evidence.text)]
    valued = chosen or _clearest(praise, Kind.PRAISE)
    return Proposition(
        segment=segment,
        customers=len({voice.customer for voice in voices}),
        need=need.evidence if need else None,
        reason=valued.evidence if valued else None,
        chosen=chosen is not None,
        instead_of=favourite(voices, names),
    )


def _clearest(voices: Sequence[Voice], kind: Kind) -> Voice | None:
    """The strongest statement of a kind that stands alone, in the theme of most customers."""
    found = [voice for voice in voices if voice.kind is kind]
    customers = Counter(theme for theme, _ in {(voice.theme, voice.customer) for voice in found})
    return min(
        found,
        key=lambda voice: (
            not _clear(voice.evidence.text),
            -customers[voice.theme],
            -weight(voice),
            voice.id,
        ),
        default=None,
    )


def _clear(text: str) -> bool:
    """Whether the words fit in a sentence as they stand, and do not take back what they say."""
    return len(text.strip()) in CLEAR[bool(CJK.search(text))] and not CONTRAST.search(fold_words(text))


def _role(voice: Voice, own: roles.Own | None) -> GroupName | None:
    title = voice.evidence.role
    if title is None or not roles.known(title):
        return None
    family = roles.family(title, own)
    return GroupName(family.id, family.names) if family else _everywhere(title.strip())


def _segment(voice: Voice) -> GroupName | None:
    return _everywhere(voice.segment) if voice.segment else None


def _everywhere(words: str) -> GroupName:
    return GroupName(words, in_every_language(words))


def _counts(pairs: Iterable[tuple[GroupName | None, str]]) -> tuple[GroupCount, ...]:
    """Names with their distinct customers, the most frequent first."""
    known = [(name, who) for name, who in pairs if name]
    names = {name.key: name.texts for name, _ in known}
    behind = Counter(key for key, _ in {(name.key, who) for name, who in known})
    ranked = sorted(behind.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(GroupCount(name=names[key], customers=number) for key, number in ranked)
