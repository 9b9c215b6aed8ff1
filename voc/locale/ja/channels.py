"""What channels and interviewers are called in Japanese."""

from voc.locale.topics.channels import Channels

CONTENT = Channels(
    names={
        "review": ("レビュー", "口コミ"),
        "survey": ("アンケート",),
        "chat": ("チャット",),
        "phone": ("電話",),
    },
    interviewers=("インタビュアー", "聞き手"),
)
