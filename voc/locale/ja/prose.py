"""The sentences that the local engine makes of facts and quotes in Japanese."""

from collections.abc import Sequence

from voc.locale.topics.prose import Prose, ThemeWeek
from voc.types.value import Kind

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
