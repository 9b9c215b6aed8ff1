"""The local engine's paragraphs: what happens, to whom and since when, from quotes and facts alone.

Sentences come from templates in both languages; what customers said is shown in their own words. No
number is written that the ask does not hold.
"""

from collections import Counter
from collections.abc import Sequence

from voc.engines.base import ParagraphAsk, Statement
from voc.engines.local.theme_titles import patterns
from voc.lexicon import Lexicon
from voc.types import Kind, Language

HINTS: dict[str, tuple[str, str]] = {
    "speed": (
        "件数や拠点が多いお客様の条件で、画面が開くまでの時間を測るところから始められます。",
        "Timing the screen with the data of a large customer is a good place to start.",
    ),
    "reliability": (
        "発生した時刻のログとエラーの記録を、お客様ごとに突き合わせるところから始められます。",
        "Matching logs and error reports with the times these customers name is a good place to start.",
    ),
    "data": (
        "元のデータと表示された値がどの時点で食い違うか、一件を最後まで追うところから始められます。",
        "Following one record from its source to the screen would show where it goes wrong.",
    ),
    "io": (
        "失敗したファイルを一つもらい、列と文字コードを確かめるところから始められます。",
        "Asking for one failing file and checking its columns and encoding is a good place to start.",
    ),
    "notify": (
        "送信の記録と届いた時刻を並べ、どこで遅れ、抜け、増えるかを見るところから始められます。",
        "Comparing what was sent with what arrived, and when, would show where notices go astray.",
    ),
    "account": (
        "失敗したログインの記録を、認証の方式ごとに分けて見るところから始められます。",
        "Splitting failed log-ins by method of sign-in is a good place to start.",
    ),
    "ui": (
        "実際の操作を一度横で見せてもらうと、どこで手が止まるかがわかります。",
        "Watching one of these customers at work would show where they get stuck.",
    ),
    "docs": (
        "検索された言葉と、該当する説明の画面写真の日付を確かめるところから始められます。",
        "Checking what people search for, and how old those pages are, is a good place to start.",
    ),
    "support": (
        "問い合わせから最初の返事までの時間を、窓口ごとに見るところから始められます。",
        "Looking at the time to a first real answer, channel by channel, is a good place to start.",
    ),
    "price": (
        "金額そのものか、説明や時期への不満かを分けて読む価値があります。",
        "It is worth reading apart who minds the amount and who minds how or when it was told.",
    ),
    "billing": (
        "請求の明細と約束した条件を、一件ずつ並べて確かめるところから始められます。",
        "Laying one bill beside what was agreed is a good place to start.",
    ),
    "integration": (
        "連携先との受け渡しの記録を、失敗した時刻で見るところから始められます。",
        "Reading what passed between the two systems at the time of a failure is a good place to start.",
    ),
    "print": (
        "印刷された実物を一枚もらい、設定と用紙を同じにして試すところから始められます。",
        "Getting one printed sample and repeating it with the same settings is a good place to start.",
    ),
    "calendar": (
        "実際に起きた一件の設定と日時を再現するところから始められます。",
        "Repeating one real case with its settings and times is a good place to start.",
    ),
    "mobile": (
        "機種と版ごとに分けて、起きる条件を確かめるところから始められます。",
        "Sorting the cases by device and version would show when it happens.",
    ),
    "delivery": (
        "遅れや間違いのあった一件を、受付から到着までたどるところから始められます。",
        "Tracing one of these parcels from order to door is a good place to start.",
    ),
}
ALIKE = {
    "change": "ui",
    "input": "ui",
    "search": "ui",
    "report": "data",
    "email": "notify",
    "ai": "data",
    "automation": "reliability",
    "order": "delivery",
    "staff": "support",
    "contract": "price",
    "security": "account",
    "media": "reliability",
    "device": "reliability",
}
OPENING: dict[Kind, tuple[str, str]] = {
    Kind.PAIN: ("という困りごと", "ran into this"),
    Kind.NEED: ("という課題", "have this need"),
    Kind.PURCHASE_REASON: ("という導入理由", "gave this as a reason to buy"),
    Kind.CHURN_SIGNAL: ("という離脱の兆し", "gave signs of leaving over this"),
    Kind.REQUEST: ("という要望", "asked for this"),
    Kind.PRAISE: ("という評価", "praised this"),
    Kind.QUESTION: ("という質問", "asked about this"),
}


def write(ask: ParagraphAsk, lexicon: Lexicon) -> tuple[Statement, ...]:
    """Say what happens, to whom, since when, and for a complaint where one could start to look."""
    cites = tuple(quote.number for quote in ask.quotes)
    counted = [Statement(text=text, cites=cites, part="count") for text in _counted(ask) if text]
    if ask.kind is not Kind.PAIN:
        return tuple(counted)
    hint = _hint([quote.text for quote in ask.quotes], ask.language, lexicon)
    return (*counted, Statement(text=hint, cites=cites, part="look")) if hint else tuple(counted)


def _counted(ask: ParagraphAsk) -> tuple[str, ...]:
    return (_count(ask), _roles(ask), _since(ask))


def _count(ask: ParagraphAsk) -> str:
    before = ask.customers_before
    if ask.language == "ja":
        who = f"{ask.customers}組のお客様から{ask.mentions}件"
        said = f"「{ask.title}」{OPENING[ask.kind][0]}が、今週{who}届きました"
        return f"{said}。" if before is None else f"{said}（先週は{before}組）。"
    customers = "customer" if ask.customers == 1 else "customers"
    mentions = "mention" if ask.mentions == 1 else "mentions"
    said = f"{ask.customers} {customers} {OPENING[ask.kind][1]} this week, in {ask.mentions} {mentions}"
    return f"{ask.title}: {said}." if before is None else f"{ask.title}: {said} (last week: {before})."


def _roles(ask: ParagraphAsk) -> str:
    if not ask.roles:
        return ""
    roles = ask.roles[:3]
    if ask.language == "ja":
        return f"声を寄せたのは、おもに{'、'.join(roles)}の方です。"
    listed = " and ".join([", ".join(roles[:-1]), roles[-1]] if len(roles) > 1 else roles)
    return f"Those who speak are mostly: {listed}."


def _since(ask: ParagraphAsk) -> str:
    week = max((quote.week for quote in ask.quotes), default="")
    new = not ask.customers_before and (not week or ask.first_week >= week)
    if ask.language == "ja":
        if new:
            return "今週初めて聞かれました。"
        return f"最初に聞かれたのは{ask.first_week}{_change_ja(ask)}。"
    return "It was first heard this week." if new else f"First heard in {ask.first_week}{_change_en(ask)}."


def _change_ja(ask: ParagraphAsk) -> str:
    if ask.customers_before is None:
        return "です"
    if ask.customers > ask.customers_before:
        return "で、先週より増えています"
    return "で、先週より減っています" if ask.customers < ask.customers_before else "で、先週と同じ数です"


def _change_en(ask: ParagraphAsk) -> str:
    if ask.customers_before is None:
        return ""
    if ask.customers > ask.customers_before:
        return "; more customers than last week"
    fewer = ask.customers < ask.customers_before
    return "; fewer customers than last week" if fewer else "; as many as last week"


def _hint(quotes: Sequence[str], language: Language, lexicon: Lexicon) -> str:
    """What engineering could look at first, by the area most quotes touch."""
    weight: Counter[str] = Counter()
    for quote in quotes:
        for concept in lexicon.concepts(quote):
            weight[_area(concept)] += 2 if concept in patterns() else 1
    known = sorted((-count, area) for area, count in weight.items() if area in HINTS)
    return HINTS[known[0][1]][language == "en"] if known else ""


def _area(concept: str) -> str:
    area = concept.partition(".")[0]
    return ALIKE.get(area, area)
