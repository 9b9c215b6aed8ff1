"""Reasons in what an account's people said, and in their silence; how far a sign of leaving has gone.

A threat with a condition ('one more week of this and we cancel') is anger; a question about the period of
notice, or for all data, is a step. The expressions are those of contracts and subscriptions in general.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from voc.reports.churn.case import HEARD_DAYS, Case, day_of, substantial
from voc.reports.churn.shape import LeavingStep, RiskReason, Why
from voc.strongest import strongest, weight
from voc.types import Kind, Placed

SENTENCE = re.compile(r"[。！？!?\n]|\.\s")


def _any(*expressions: str) -> re.Pattern[str]:
    return re.compile("|".join(expressions), re.IGNORECASE)


ASKS = _any(
    r"(?:解約|退会|退職|契約終了|終了|停止|休止)(?:の|に関する|する(?:場合|とき|際)の?)?(?:お?手続|方法|通知|申請|届|フォーム|書類|期限)",
    r"(?:いつまでに|何日前|何か月前|何ヶ月前).{0,16}(?:申し出|連絡|通知|解約)",
    r"(?:全|すべての|過去.{0,6}の?)?データ.{0,12}(?:持ち出|引き上げ|引き継|移行|一括出力|一括で(?:出|取))",
    r"notice period",
    r"period of notice",
    r"how (?:do|can|would) (?:i|we) (?:cancel|close|terminate|end|leave)",
    r"(?:cancel|close|delete|terminat|wind\w* down)\w*\s+(?:\w+\s+){0,3}"
    r"(?:account|contract|subscription|plan|licen[cs]e|membership|agreement)",
    r"(?:export|download|extract|take|get|hand over)\w*\s+(?:\w+\s+){0,3}"
    r"(?:all|entire|complete|full|whole|our|my)\s+(?:\w+\s+){0,2}(?:data|records|history|files)",
)
"""How to end it, by when, and how to take the data along."""
LEAVES = _any(
    r"(?:解約|退会)(?:いた|させて|をお願|をしたい|したい|する(?:こと(?:に|が)|予定|方針)|しました|を?決)",
    r"(?:解約|退会)します(?!か)",
    r"契約を?(?:終了|終え|打ち切|やめ|解除)",
    r"更新(?:は|を)?(?:しない|しません|いたしません|見送|行わない|見合わせ)",
    r"(?:移行|移転|乗り換え|切り替え|乗換)(?:ました|ています|ております|ることに|ることを|が(?:決|完了)|作業|を(?:決|進め|開始))",
    r"(?:に|へ)(?:移ります|移りました|乗り換えます|切り替えます|変えます|変えました|替えました)",
    r"(?:終わり|おしまい|最後)に(?:し(?:ます|ました|たい)|させ|する(?:場合|とき|ことに|つもり))",
    r"(?:もう|今は|すでに)?使って(?:い)?(?:ない|ません|おりません)",
    r"(?:元|紙|手書き|エクセル|excel)(?:の.{0,6})?に戻(?:し|り|す)",
    r"\b(?:will|shall|do|does|are|is|would|have decided|decided)\s?(?:not|n't) (?:be )?"
    r"(?:renew|continu|extend)\w*",
    r"not to renew",
    r"won'?t (?:be )?(?:renew|continu|extend)\w*",
    r"non-?renewal",
    r"(?:have|has|'ve|we|i) (?:already )?(?:moved|migrated|switched|gone|transferred) (?:\w+ ){0,4}"
    r"(?:to|over|away|back)",
    r"(?:moving|migrating|switching) (?:\w+ ){0,4}(?:to|over|away)",
    r"in parallel",
    r"parallel run",
    r"our last (?:day|month|order)",
    r"hereby (?:give|terminate|cancel)",
    r"no longer (?:use|need|using|log)",
    r"stopped using",
    r"don'?t use (?:it|you|this) (?:any ?more|now)",
    r"only use (?:it|this|you) for",
    r"(?:left|leaving|leaves|quit|resigned|retir\w+) (?:us|the company|the firm|at the end|end of|in )",
    r"(?:担当|管理|推進).{0,12}(?:退職|辞め|異動|いなくな)",
    r"退職(?:いた|し|に伴)",
    r"が辞めまして",
)
"""It is decided, or done."""
WEIGHS = _any(
    r"見積",
    r"相見積",
    r"比較(?:検討|して)",
    r"他社",
    r"競合",
    r"デモ",
    r"トライアル",
    r"試(?:し|験)(?:に|的|で|して)",
    r"乗り換え",
    r"検討",
    r"見直",
    r"\b(?:quot\w+|offer|proposal|tender|demo|trial|pilot|alternativ\w+|competitor\w*)\b",
    r"\b(?:evaluat\w+|shortlist\w*|compar\w+|review(?:ing)?|budget)\b",
)
CONDITION = _any(
    r"(?:なら|ければ|れば|たら|ようなら|ないと|場合は|今度|次に|次は|もう一度|また.{0,10}(?:たら|なら|ら))",
    r"\b(?:if|unless|until|otherwise|one more|next time|once more|again and)\b",
    r"\bor (?:we|i)(?:'ll|'re| will| are)\b",
)
STAYS = _any(
    r"(?:続け|継続(?:し|いたし|させ)|更新(?:し|いたし|させていただき))(?:て(?:いき|使|利用))?(?:ます|ました|たい|るつもり|る予定|ますよ|るよ)",
    r"更新するつもり",
    r"続けるつもり",
    r"来(?:年|期|季)も.{0,10}(?:やる|使|続|お願|契約)",
    r"(?:解約|退会|乗り換え|やめ)(?:は|る(?:つもり|気|わけ|予定|とか)(?:は|で|では)?|とか|しようとは).{0,8}(?:ない|ません|ありません)",
    r"(?:やめ|辞め|解約し|退会し)(?:ない|ません)(?:よ|で|。|が|け|$)",
    r"(?:we(?:'re| are)?|i(?:'m| am)?) (?:\w+ )?(?:stay|staying|renewing|keeping|continuing)\b",
    r"(?:will|'ll|have|'ve|just|already|gladly|happily) (?!not |never )(?:\w+ )?"
    r"(?:renewed|renew|stay|continue|keep using)",
    r"not (?:going anywhere|leaving|cancel+ing|switching|looking to leave)",
    r"renewed (?:for|in|our|the|last|this)",
)
EXPANDING = _any(
    r"(?:席|ライセンス|アカウント|id|ユーザー|拠点|店舗|部署|台|名分|人分)(?:数)?(?:を|も|の)?.{0,10}(?:増や|追加|拡大)",
    r"(?:増席|全社(?:展開|導入)|横展開|プラン(?:を)?(?:上げ|アップグレード)|上位プラン)",
    r"(?:add|adding|added|buy|buying|bought|order(?:ing|ed)?) (?:\w+ ){0,3}(?:more |additional |extra |new )?"
    r"(?:seats?|licen[cs]es?|users?|sites?|stores?|branches|locations?|workspaces?)\b",
    r"roll(?:ing|ed)? (?:it |this |you )?out (?:to|across|in)",
    r"upgrad(?:e|ed|ing) (?:to|our|my|the)",
    r"expand(?:ed|ing)? (?:to|into|it|our|across)",
)


def step_of(text: str) -> LeavingStep:
    """How far the account has gone, by the words of one sign."""
    sentences = [sentence for sentence in SENTENCE.split(text) if sentence.strip()]
    if any(ASKS.search(one) or (LEAVES.search(one) and not CONDITION.search(one)) for one in sentences):
        return LeavingStep.LEAVING
    if CONDITION.search(text) and not WEIGHS.search(text):
        return LeavingStep.THREAT
    return LeavingStep.MENTIONED


def stays(text: str) -> bool:
    """Whether the words say that they stay, renew, or use more of it."""
    return bool(STAYS.search(text) or EXPANDING.search(text))


SIGNAL = 1.6
SIGNAL_HALF_LIFE = 60
STEPS = {LeavingStep.LEAVING: 1.0, LeavingStep.MENTIONED: 0.6, LeavingStep.THREAT: 0.35}
TAKEN_BACK = 0.3
PAIN = 0.08
PAIN_LIMIT = 0.25
PAIN_DAYS = 84
SEVERE = 4
OLD = 14
TONE = 0.3
SILENCE = 0.5
MOST = 0.5
STAYING = 0.4
CITED = 3
BAD = frozenset({Kind.PAIN, Kind.CHURN_SIGNAL})
GOOD = frozenset({Kind.PRAISE, Kind.PURCHASE_REASON})
MEANT = GOOD | {Kind.CHURN_SIGNAL}

_step_of = lru_cache(maxsize=65536)(step_of)


def signals(case: Case) -> Iterable[RiskReason]:
    """Signs of leaving: the further gone, graver, surer and fresher, the more; what was taken back, less."""
    signs = [statement for statement in case.said if statement.finding.kind is Kind.CHURN_SIGNAL]
    stayed = max((statement.created_at for statement in _staying(case)), default=None)
    doubt = 1.0
    for sign in signs:
        weight = sign.finding.confidence * sign.finding.severity / 5 * STEPS[_step(sign)]
        fresh = 0.5 ** ((case.as_of - day_of(sign)).days / SIGNAL_HALF_LIFE)
        kept = (
            TAKEN_BACK
            if stayed and stayed >= sign.created_at and _step(sign) is not LeavingStep.LEAVING
            else 1.0
        )
        doubt *= 1 - weight * fresh * kept
    if signs:
        furthest = max(signs, key=lambda statement: STEPS[_step(statement)])
        yield _heard(case, Why.SIGNALS, SIGNAL * (1 - doubt), signs, step=_step(furthest))


def pains(case: Case) -> Iterable[RiskReason]:
    """Severe pains that nothing good was said of since: one that is told again after weeks weighs double."""
    praised = {
        statement.theme: statement.created_at
        for statement in case.said
        if statement.finding.kind is Kind.PRAISE and statement.theme
    }
    open_ = [
        statement
        for statement in case.said
        if statement.finding.kind is Kind.PAIN
        and statement.finding.severity >= SEVERE
        and (case.as_of - day_of(statement)).days <= PAIN_DAYS
        and not (statement.theme in praised and praised[statement.theme] > statement.created_at)
    ]
    if open_:
        points = sum(_unresolved(group) for group in _by_theme(open_).values())
        yield _heard(case, Why.PAINS, min(PAIN_LIMIT, points), open_)


def tone(case: Case) -> Iterable[RiskReason]:
    """Nothing but complaints of late; a kind word in six weeks outweighs it."""
    late = [statement for statement in case.said if (case.as_of - day_of(statement)).days <= HEARD_DAYS]
    bad = [statement for statement in late if statement.finding.kind in BAD]
    good = sum(statement.finding.kind in GOOD for statement in late)
    share = (len(bad) - good) / (len(bad) + good + 2)
    if len(bad) > 1 and share > 0:
        yield _heard(case, Why.TONE, TONE * share, bad)


def silence(case: Case) -> Iterable[RiskReason]:
    """Nothing of substance for six weeks, where most others speak."""
    usual = case.norms.heard
    if usual >= MOST and not substantial(case.said, case.as_of):
        last = max((day_of(statement) for statement in case.said), default=None)
        days = (case.as_of - last).days if last else 0
        yield RiskReason(why=Why.SILENCE, points=round(SILENCE * usual**2, 4), count=days, day=last)


def staying(case: Case) -> Iterable[RiskReason]:
    """They say that they stay, renew or use more; it speaks against a risk until a step to leave follows."""
    statements = _staying(case)
    if not statements:
        return
    latest = max(statement.created_at for statement in statements)
    left = any(
        statement.finding.kind is Kind.CHURN_SIGNAL
        and _step(statement) is LeavingStep.LEAVING
        and statement.created_at >= latest
        for statement in case.said
    )
    if not left:
        yield _heard(
            case,
            Why.STAYING,
            -STAYING * max(statement.finding.confidence for statement in statements),
            statements,
        )


def _staying(case: Case) -> list[Placed]:
    return [
        statement
        for statement in case.said
        if statement.finding.kind in MEANT
        and (case.as_of - day_of(statement)).days <= PAIN_DAYS
        and stays(statement.finding.quote.text)
    ]


def _step(statement: Placed) -> LeavingStep:
    return _step_of(statement.finding.quote.text)


def _by_theme(statements: Sequence[Placed]) -> dict[str, list[Placed]]:
    groups: dict[str, list[Placed]] = defaultdict(list)
    for statement in statements:
        groups[statement.theme or statement.finding.id].append(statement)
    return groups


def _unresolved(group: Sequence[Placed]) -> float:
    """A theme's worst pain by its severity, double when it is told again after two weeks or more."""
    worst = max(statement.finding.confidence * statement.finding.severity / 5 for statement in group)
    days = (max(map(day_of, group)) - min(map(day_of, group))).days
    return PAIN * worst * (2 if days >= OLD else 1)


def _heard(
    case: Case, why: Why, points: float, statements: Sequence[Placed], step: LeavingStep | None = None
) -> RiskReason:
    ordered = strongest(statements, first="late", weigh=lambda statement: _weight(why, statement))
    latest: date = max(statement.created_at for statement in statements).date()
    return RiskReason(
        why=why,
        points=round(points, 4),
        step=step,
        count=len(statements),
        day=latest,
        citations=tuple(statement.evidence(case.account.name) for statement in ordered[:CITED]),
    )


def _weight(why: Why, statement: Placed) -> float:
    """How much a statement says for its reason."""
    step = STEPS[_step(statement)] if why is Why.SIGNALS else 1.0
    return step * weight(statement.finding)
