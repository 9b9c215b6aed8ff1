"""What words a search leaves out in Japanese."""

from voc.locale.topics.search import Search

CONTENT = Search(
    stop_words=frozenset(),
    asking=tuple(
        "お客様 顧客 利用者 ユーザー 皆さん 何 どの どんな どう どこ どちら どれ いくら 誰"
        " なぜ 理由 教え ください ですか ますか について 評価 不満 点 要望 影響 意見 声 言".split()
    ),
    endings=(),
)
