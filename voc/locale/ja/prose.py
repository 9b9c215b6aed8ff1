"""The sentences that the local engine makes of facts and quotes in Japanese."""

from collections.abc import Sequence

from voc.locale.topics.prose import Prose, ThemeWeek
from voc.types.value import Kind

HINTS = {
    "speed": "件数や拠点が多いお客様の条件で、画面が開くまでの時間を測るところから始められます。",
    "reliability": "発生した時刻のログとエラーの記録を、お客様ごとに突き合わせるところから始められます。",
    "data": "元のデータと表示された値がどの時点で食い違うか、一件を最後まで追うところから始められます。",
    "io": "失敗したファイルを一つもらい、列と文字コードを確かめるところから始められます。",
    "notify": "送信の記録と届いた時刻を並べ、どこで遅れ、抜け、増えるかを見るところから始められます。",
    "account": "失敗したログインの記録を、認証の方式ごとに分けて見るところから始められます。",
    "ui": "実際の操作を一度横で見せてもらうと、どこで手が止まるかがわかります。",
    "docs": "検索された言葉と、該当する説明の画面写真の日付を確かめるところから始められます。",
    "support": "問い合わせから最初の返事までの時間を、窓口ごとに見るところから始められます。",
    "price": "金額そのものか、説明や時期への不満かを分けて読む価値があります。",
    "billing": "請求の明細と約束した条件を、一件ずつ並べて確かめるところから始められます。",
    "integration": "連携先との受け渡しの記録を、失敗した時刻で見るところから始められます。",
    "print": "印刷された実物を一枚もらい、設定と用紙を同じにして試すところから始められます。",
    "calendar": "実際に起きた一件の設定と日時を再現するところから始められます。",
    "mobile": "機種と版ごとに分けて、起きる条件を確かめるところから始められます。",
    "delivery": "遅れや間違いのあった一件を、受付から到着までたどるところから始められます。",
}
OPENING = {
    Kind.PAIN: "という困りごと",
    Kind.NEED: "という課題",
    Kind.PURCHASE_REASON: "という導入理由",
    Kind.CHURN_SIGNAL: "という離脱の兆し",
    Kind.REQUEST: "という要望",
    Kind.PRAISE: "という評価",
    Kind.QUESTION: "という質問",
}


def how_many(week: ThemeWeek) -> str:
    """How many say it: 3組のお客様から4件届きました."""
    who = f"{week.customers}組のお客様から{week.mentions}件"
    text = f"「{week.title}」{OPENING[week.kind]}が、今週{who}届きました"
    return f"{text}。" if week.customers_before is None else f"{text}（先週は{week.customers_before}組）。"


def since(week: ThemeWeek) -> str:
    """Since when, and whether more say it: 最初に聞かれたのは2026-W40."""
    if week.new:
        return "今週初めて聞かれました。"
    return f"最初に聞かれたのは{week.first_week}{_change(week)}。"


def _change(week: ThemeWeek) -> str:
    if week.customers_before is None:
        return "です"
    if week.customers > week.customers_before:
        return "で、先週より増えています"
    return "で、先週より減っています" if week.customers < week.customers_before else "で、先週と同じ数です"


def roles(names: Sequence[str]) -> str:
    """Who says it: おもに店長の方です."""
    return f"声を寄せたのは、おもに{'、'.join(names)}の方です。"


def answer(title: str, who: str, quote: str) -> str:
    """One sentence of an answer: 店長は「...」と話しています."""
    text = f"{who or 'あるお客様'}は「{quote}」と話しています。"
    return f"「{title}」という声があります。{text}" if title else text


CONTENT = Prose(
    hints=HINTS,
    how_many=how_many,
    since=since,
    roles=roles,
    answer=answer,
    dealing="{thing}に向き合う{role}",
    shortest=6,
    best=32,
    phrase=range(8, 34),
    lead=(
        r"えーっ?と|ええと|えっと|あのー?|うーん|そうですね|そしたらね?|それでね|あとはね?|でね?|それで|"
        r"それから|まあ|はい|いえ|ただし?|理由[:：]"
    ),
)
