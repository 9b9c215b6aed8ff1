"""Whose side each speaker of an interview is on.

First what is known: the table of interviews, the settings, labels such as 聞き手 or Participant. For
the rest the way people speak in interviews decides: who asks, opens, thanks, apologises for the
product and addresses others by name is one of us; who answers at length is the customer. Where the
evidence is thin the side stays unknown: an unknown speaker is never quoted, and that is better
than quoting ourselves.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from voc.ingest import names
from voc.ingest.transcripts.captions import SpokenLine
from voc.types import Side

STAFF_LABEL = re.compile(
    r"interviewer|host|co-?host|moderator|facilitator|researcher|agent|support|staff|operator"
    r"|インタビュアー?|インタビューアー?|聞き?手|司会|進行"
    r"|質問者|調査員|モデレーター?|ファシリテーター?|サポート|オペレーター|担当者?",
    re.I,
)
CUSTOMER_LABEL = re.compile(
    r"interviewee|participant|respondent|guest|customer|client|user|インタビュイー|話し手|回答者|参加者"
    r"|お客様|お客さま|顧客|利用者|ユーザー|ゲスト|対象者|協力者",
    re.I,
)
BOT_LABEL = re.compile(r"(?:chat ?)?bot|ボット|チャットボット", re.I)
NUMBER = re.compile(r"[\s#＃_-]*(?:[a-z]|\d{1,3})?\Z", re.I)
QUESTION = re.compile(
    r"[?？][\s」』）)”\"]*\Z|(?:です|ます|でしょう|でした|ました|ません|ない)か[。\s」]*\Z"
    r"|(?:教えて|聞かせて|お聞かせ|伺わせて|お話し?|説明して)(?:ください|いただけ|いただき|くださ).{0,12}\Z"
    r"|(?:は|って|とは|点は|ほうは|については)[。…\s]*\Z"
)
OURS = re.compile(
    r"本日は|今日は(?:お忙しい|お時間|お二人|ありがと)|お忙しい(?:中|ところ|時間)|お時間(?:を|いただ)"
    r"|貴重な|率直(?:な|に)|お聞かせ|伺(?:い|わせ|え|って|います|いたい)"
    r"|いかがでし|いかがです|ご負担|ご不便|ご迷惑|申し訳(?:ござい|あり)|お伝え|伝え(?:ます|ておき)|持ち帰"
    r"|社内に|開発(?:に|の者|チーム)|承知|なるほど|そうでしたか|そうなんですね"
    r"|ご(?:意見|要望|利用|導入|契約|検討|自身|覧)|教えて(?:ください|いただ)|お話し?(?:を|いただ)"
    r"|\b(?:thank you (?:so much |very much )?for (?:your time|making|taking|talking|joining|having|coming"
    r"|being|agreeing|speaking|doing|that|telling|saying)"
    r"|thanks (?:so much |very much )?for (?:your time|making|taking|talking|joining|having|coming|being"
    r"|agreeing|speaking|doing|that|the time)"
    r"|tell me|talk me through|walk me through|take me (?:through|back)|show me|describe|how (?:do|did|does"
    r"|are|is|was|were|would|has) (?:you|that|it|the)"
    r"|what (?:do|did|would|was|is|made|were|happened|does|else)|when did|why did|where did|who (?:decided"
    r"|else|was)|anything else|last question|one last"
    r"|i'll (?:pass|take|make|write|note|tell|bring)|i(?:'m| am) (?:so |very |really )?sorry|we(?:'re"
    r"| are) sorry|that's fair|fair enough|understood|noted"
    r"|on our side|our (?:team|engineers|product|developers|roadmap)|before we (?:finish|close|stop)"
    r"|to start|let's start)\b",
    re.I,
)
THEIRS = re.compile(
    r"うち(?:は|の|が|で|も|に)|弊社|当社|ウチ|現場|上司|社長が|正直|困|助か|使って(?:ます|います|る|いる)"
    r"|えー|えっと|えーと|まあ|なんか|んですけど|んですよ|ですかね|じゃないですか"
    r"|\b(?:i mean|you know|honestly|to be honest|we (?:had|were|use|used|chose|bought|went|lost|moved"
    r"|tried|signed|need|run|pay)|my (?:boss|team|staff|manager)"
    r"|i (?:had|was|use|used|tried|lost|spent|wrote|asked|told|pay)|um|uh|er)\b",
    re.I,
)
STAFF_FROM = 0.35
CUSTOMER_TO = -0.05
OPENS = 0.2
FEW_TURNS = 3


class KnownSpeakers(NamedTuple):
    """What is known before anybody speaks: fields that name one or several persons each."""

    staff: Sequence[str] = ()
    customers: Sequence[str] = ()
    company: Sequence[str] = ()
    parties: Mapping[str, Side] = MappingProxyType({})
    """The sides that the source itself tells, by label."""


def sides(turns: Sequence[SpokenLine], known: KnownSpeakers) -> Mapping[str, Side]:
    """Each speaker's side, by label."""
    labels = list(dict.fromkeys(turn.speaker for turn in turns))
    found = {label: _told(label, known) for label in labels}
    unclear = [label for label in labels if found[label] is Side.UNKNOWN and label]
    if unclear and len(labels) > 1:
        found.update(_inferred(turns, found, unclear))
    return found


def guessed(found: Mapping[str, Side], known: KnownSpeakers) -> Mapping[str, Side]:
    """The sides that manner alone decided, by label."""
    return {
        label: side
        for label, side in found.items()
        if side is not Side.UNKNOWN and _told(label, known) is Side.UNKNOWN
    }


def _told(label: str, known: KnownSpeakers) -> Side:
    """What the settings, the table or the label itself say; contradictions stay unknown."""
    is_staff = bool(names.matches(label, known.staff)) or _speaks_for(label, known.company)
    is_customer = bool(names.matches(label, known.customers))
    if is_staff != is_customer:
        return Side.STAFF if is_staff else Side.CUSTOMER
    if is_staff:
        return Side.UNKNOWN
    if label in known.parties:
        return known.parties[label]
    return next(
        (side for part in _parts(label) if (side := _role_side(part)) is not Side.UNKNOWN), Side.UNKNOWN
    )


def _parts(label: str) -> list[str]:
    """The label and what stands in its brackets: `Yamada (Host)`."""
    return [label, names.plain(label), *names.INSIDE.findall(label)]


def _role_side(part: str) -> Side:
    role = NUMBER.sub("", part.strip()) or part
    for pattern, side in ((STAFF_LABEL, Side.STAFF), (CUSTOMER_LABEL, Side.CUSTOMER), (BOT_LABEL, Side.BOT)):
        if pattern.fullmatch(part.strip()) or pattern.fullmatch(role):
            return side
    return Side.UNKNOWN


def _speaks_for(label: str, company: Sequence[str]) -> bool:
    inside = " ".join(names.INSIDE.findall(label)).casefold()
    return any(name and name.casefold() in inside for name in company)


class _Speech(NamedTuple):
    """All that one speaker said."""

    texts: list[str]

    @property
    def length(self) -> float:
        """Mean characters of a turn."""
        return sum(map(len, self.texts)) / len(self.texts)


def _inferred(
    turns: Sequence[SpokenLine], told: Mapping[str, Side], unclear: Sequence[str]
) -> dict[str, Side]:
    """Sides by manner of speech; customers only where one of us is known to speak too."""
    speeches: dict[str, _Speech] = {}
    for turn in turns:
        speeches.setdefault(turn.speaker, _Speech([])).texts.append(turn.text)
    longest = max(speech.length for speech in speeches.values())
    leanings = {label: _leaning(speeches[label], longest) for label in unclear}
    if (opener := turns[0].speaker) in leanings:
        leanings[opener] += OPENS
    found = {label: Side.STAFF for label, leaning in leanings.items() if leaning >= STAFF_FROM}
    if found or Side.STAFF in told.values():
        found |= {label: Side.CUSTOMER for label, leaning in leanings.items() if leaning <= CUSTOMER_TO}
    return {label: side for label, side in found.items() if len(speeches[label].texts) >= FEW_TURNS}


def _leaning(speech: _Speech, longest: float) -> float:
    """How much a speaker sounds like an interviewer: positive for us, negative for a customer.

    Shares of turns that ask and that use our phrases, minus the share that uses theirs; plus one
    whose turns are short beside the longest speaker's mean.
    """
    share = sum(map(_manner, speech.texts)) / len(speech.texts)
    return share + 0.5 - speech.length / longest


def _manner(text: str) -> int:
    return bool(QUESTION.search(text)) + bool(OURS.search(text)) - bool(THEIRS.search(text))
