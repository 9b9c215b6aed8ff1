"""What Japanese writes where a job title is not known."""

from voc.locale.topics.roles import Roles

CONTENT = Roles(unknown=frozenset("不明 なし 無し その他 未設定".split()))
