"""What makes a Japanese clause stand as the title of a theme."""

import re

from voc.locale.topics.titles import Titles

VAGUE = frozenset(
    """弊社 当社 御社 貴社 自分 私 今日 昨日 今朝 今月 先月 来月 先週 今週 毎回 毎日 毎月 毎朝 最近 以前
    前回 今回 場合 問題 状態 対応 時間 全員 全部 一部 本当 結局 必要 不安 不満 大変 面倒 理由 原因
    結果 内容 方法 作業 業務 仕事 会社 現場 部下 上司 社長 店長 本人 人 者 方 件 分 日 月 年 週間 何度
    何回 一度 二度 最初 最後 以上 以下 程度 意味 話 声 感じ 気 点 側 他社 今 後 前 中 際 度 毎週 半日
    一日 丸一日 午前 午後 朝 夜 お客様 客 スタッフ メンバー チーム""".split()
)

CONTENT = Titles(
    longest=40,
    listed=re.compile(r"・|（"),
    word=re.compile(r"[一-龯々ァ-ヴーa-z]{2,12}"),
    vague=VAGUE,
    loose_start=re.compile(
        r"^(?:どう|なぜ|なんで|何|誰|これ|それ|あれ|ここ|そこ|こちら|そちら|その|この|あの|って|は|が|を|に|で|と|の)",
        re.I,
    ),
    loose_end=re.compile(
        r"(?:[をにはがでともへ、て]|だけ|から|たり|なら|たら|れば|ながら|つつ|って|とき|時|場合|ため|ところ)$",
        re.I,
    ),
    density=1.0,
    apart="{title}（{week}から）",
)
