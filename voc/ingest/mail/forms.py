"""The mail that a web form sends -> the customer's words, apart from the form's own labels.

A form writes a label and what was entered under it: `■内容：...`, `Message: ...`, `【お問い合わせ内容】`.
Only what stands under a label that asks for words is the customer's; the rest is the form's.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from voc.ingest.mail.history import MailPart, MailStretch

LABEL = re.compile(
    r"\s*(?:[■□●○◆◇▼・*＊\-]\s*)?(?:[【\[](?P<boxed>[^】\]\n]{1,40})[】\]]\s*[:：]?"
    r"|(?P<bare>[^\s:：、。][^:：、。\n]{0,39}?)\s*[:：](?!//))\s*(?P<value>.*)"
)
WORDS = re.compile(
    r"内容|本文|相談|質問|要望|意見|感想|メッセージ|コメント|詳細|備考|自由記入"
    r"|message|comments?|questions?|details?|inquiry|enquiry|description|feedback|how can we help"
    r"|your request",
    re.I,
)
DELIMITER = re.compile(r"\s*--\s*")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CALLED_ADDRESS = re.compile(r"mail|メール|アドレス|address", re.I)
CALLED_NAME = re.compile(r"(?:your |full |contact )?name|お?名前|氏名|ご担当者(?:様|名)?|担当者(?:名)?", re.I)
RULE = re.compile(r"\s*[-=_─━＝―*]{4,}\s*")


class FormSender(NamedTuple):
    """Who filled a form in."""

    name: str
    address: str


def sender(text: str) -> FormSender | None:
    """Whom the fields of a form name; None for a mail that has no field of words, or none of an address."""
    fields = [found for line in text.split("\n") if (found := LABEL.fullmatch(line))]
    values = [((one["boxed"] or one["bare"]).strip(), one["value"].strip()) for one in fields]
    address = next((ADDRESS.search(value) for label, value in values if CALLED_ADDRESS.search(label)), None)
    if not address or not any(WORDS.search(label) for label, _ in values):
        return None
    name = next((value for label, value in values if CALLED_NAME.fullmatch(label)), "")
    return FormSender(name, address[0].casefold())


def cut(text: str) -> list[MailStretch]:
    """The stretches of such a mail, in order; without a label that asks for words none of them is new."""
    found: list[MailStretch] = []
    for part, line in _lines(text):
        if found and found[-1].part is part:
            found[-1] = MailStretch(part, f"{found[-1].text}\n{line}")
        else:
            found.append(MailStretch(part, line))
    trimmed = (stretch._replace(text=stretch.text.strip()) for stretch in found)
    return [stretch for stretch in trimmed if stretch.text]


def _lines(text: str) -> Iterator[tuple[MailPart, str]]:
    """Each line and whose it is; the label of the customer's words stands apart from them."""
    part = MailPart.HISTORY
    is_marked = False
    for line in text.split("\n"):
        label = LABEL.fullmatch(line)
        mark = bool(label) and (line.strip()[:1] in "■□●○◆◇▼・*＊-" or bool(label["boxed"] if label else ""))
        if label and (mark or not is_marked or part is MailPart.HISTORY):
            part = MailPart.NEW if WORDS.search(label["boxed"] or label["bare"]) else MailPart.HISTORY
            is_marked = mark
            if part is MailPart.NEW:
                yield MailPart.HISTORY, line[: label.start("value")]
                yield part, label["value"]
                continue
        elif RULE.fullmatch(line) or DELIMITER.fullmatch(line):
            part = MailPart.HISTORY
        yield part, line
