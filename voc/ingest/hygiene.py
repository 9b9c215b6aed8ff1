"""Text as a source gave it -> the customer's own new words.

Control characters go, markup becomes text, and what a mail merely repeats (quoted history,
the original message below the answer) is left out, so that no quote is taken from it twice or
from us. A forwarded mail stays: it is new to us.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

HUGE = 1_000_000
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Signs that nobody sees, soft hyphens and marks of direction among them: they would hide an address."""
LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
MARKUP = re.compile(r"\A\s*<(?:!doctype|html|body|div|p|table|span|br)\b|</(?:p|div|td|li)>|<br\s*/?>", re.I)
BLANK_LINES = re.compile(r"\n{3,}")

TAG = r"""<[a-z](?:=\s*"(?:[^"<]*|[^"]{0,2000})"|=\s*'(?:[^'<]*|[^']{0,2000})'|=(?!\s*["'])|[^<>=])*+>"""
"""A start tag that ends; a `<` inside its quotes is looked past for 2,000 characters, set by judgement."""
BROKEN = re.compile(rf"<!\[(?!CDATA\[)(?:[^<>]*>)?|<(?=[a-z])(?!{TAG[1:]})", re.I)
LONG_CODE = re.compile(r"&#\d{8,};?")
CDATA = re.compile(r"<!\[(?=CDATA\[)", re.I)
COMMENT_END = re.compile(r"--\s*>")

QUOTED = re.compile(r"\s*[>＞]")
QUOTE_SIGN = re.compile(r"\s*(?:[>＞] ?)+")
WROTE = re.compile(
    r"On\b.{4,120}\bwrote:|\d{4}年\d{1,2}月\d{1,2}日.{0,80}(?:さん|様)?(?:のメール|は書きました"
    r"|が書きました)?[:：]"
)
ORIGINAL = re.compile(r"-{2,}\s*(?:Original Message|元のメッセージ|元のメール)\s*-{2,}", re.I)
SIGNATURE = re.compile(r"-- ")
FORWARD = re.compile(r"\b(?:forward\w*|fwd|fw)\b|転送(?:いた|し|です)", re.I)
MAIL_CHANNELS = frozenset({"", "email", "mail", "e-mail", "メール", "eメール"})

BLOCKS = frozenset("p div br li tr h1 h2 h3 h4 h5 h6 table ul ol pre blockquote hr section article".split())
SILENT = frozenset({"script", "style", "head", "title"})


def clean(text: str) -> str:
    """Strip control characters and outer blanks, unify line ends, turn markup into text."""
    if text.isprintable() and "<" not in text:
        return text.strip()
    plain = CONTROLS.sub("", LINE_ENDS.sub("\n", text))
    if "<" in plain and MARKUP.search(plain):
        plain = plain_text(plain)
    return plain.strip()


def name_of(path: Path) -> str:
    """A file's name as text; bytes of another encoding in it become `?`."""
    return path.name.encode("utf-8", "replace").decode()


def plain_text(markup: str) -> str:
    """The words of an HTML fragment; block elements end a line, quoted mail gets `>` signs."""
    reader = _Words()
    reader.feed(sound(markup))
    reader.close()
    lines = (" ".join(line.split(" ")).strip() for line in "".join(reader.words).split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def sound(markup: str) -> str:
    """Markup that any parser takes, in a time that grows with its length alone.

    Parsers give up at a declaration such as `<![ if ]>` or a character code of thousands of digits, and look
    for the end of each comment or tag that has none through all of the text. Such declarations go, and
    what only looks like markup is written as the text that it is.
    """
    last = max((match.end() for match in COMMENT_END.finditer(markup)), default=0)
    markup = markup[:last] + markup[last:].replace("<!--", "&lt;!--")
    last = markup.rfind("]]>") + 1
    markup = markup[:last] + CDATA.sub("&lt;![", markup[last:])
    last = markup.rfind(">") + 1
    markup = markup[:last] + markup[last:].replace("<", "&lt;")
    return BROKEN.sub(_as_text, LONG_CODE.sub("\ufffd", markup))


def _as_text(broken: re.Match[str]) -> str:
    return "" if broken[0].endswith(">") else broken[0].replace("<", "&lt;")


def new_words(text: str, channel: str | None) -> str:
    """A mail without the history it quotes; texts of other channels as they are."""
    if (channel or "").strip().casefold() not in MAIL_CHANNELS:
        return text
    if ">" not in text and "＞" not in text and "--" not in text and "wrote:" not in text:
        return text
    lines = text.split("\n")
    kept: list[str] = []
    is_answer = is_forward = False
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if _ends_mail(line, following, is_answer):
            break
        if not QUOTED.match(line):
            if not (is_answer and WROTE.fullmatch(line.strip())):
                kept.append(line)
            is_answer = is_answer or bool(line.strip())
            is_forward = is_forward or bool(FORWARD.search(line))
        elif is_forward and not ORIGINAL.search(line):
            kept.append(QUOTE_SIGN.sub("", line))
    return BLANK_LINES.sub("\n\n", "\n".join(kept)).strip()


def _ends_mail(line: str, following: str, is_answer: bool) -> bool:
    """Whether all that follows is history or a signature: no quote signs will tell it line by line."""
    if ORIGINAL.match(line) or SIGNATURE.fullmatch(line):
        return is_answer
    return is_answer and bool(WROTE.fullmatch(line.strip())) and not QUOTED.match(following)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.quoted += tag == "blockquote"
        if tag in BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        self.quoted = max(0, self.quoted - (tag == "blockquote"))
        if tag in BLOCKS and tag != "br":
            self._end_line()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        self.words.append(data.replace("\n", f"\n{'> ' * self.quoted}"))

    def _end_line(self) -> None:
        self.words.append(f"\n{'> ' * self.quoted}")
