"""Which column names the customer's company, and when two names mean the same one."""

import difflib
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from voc.ingest.sheets import Sheet
from voc.text import fold_heading, fold_words

CERTAIN = frozenset(
    "貴社名 御社名 得意先 得意先名 法人名 団体名 所属先 所属企業 所属団体 勤務先 勤務先名 取引先名称"
    " 店舗名 屋号"
    " clientcompany business businessname yourbusinessname organisationname associatedcompany"
    " associatedcompanyname employer company companyname".split()
)
"""Headings that name companies, unless their values are people for certain."""
NAMES = CERTAIN | frozenset(
    "顧客名 お客様名 お客さま名 所属 ご所属 customername customer client clientname".split()
)
PERSON = re.compile(
    r"[一-龥々]{1,4}[ \u3000][一-龥々ぁ-んァ-ヶー]{1,5}(?:\s*(?:様|さん|さま|氏))?|(?:mr|mrs|ms|dr)\.? .+",
    re.I,
)
"""A name that is a person's for certain."""
SHORTEST = 2
ALIKE = 0.8
"""From this share of equal letters two names resemble each other. Set by judgement."""
EVERYBODYS = frozenset(
    "gmail.com googlemail.com yahoo.com yahoo.co.jp outlook.com outlook.jp hotmail.com hotmail.co.jp "
    "live.com live.jp icloud.com me.com"
    " docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp ocn.ne.jp "
    "proton.me protonmail.com"
    " aol.com gmx.de web.de mail.com qq.com 163.com naver.com".split()
)
"""Domains of mail providers."""
LOOKED_AT = 200
MOSTLY = 0.5
FORMS = re.compile(
    r"\(株\)|\(有\)|\(合\)|株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|一般財団法人"
    r"|公益社団法人|公益財団法人"
    r"|社会福祉法人|医療法人(?:社団|財団)?|学校法人|宗教法人|特定非営利活動法人|npo法人|独立行政法人"
    r"|国立大学法人|生活協同組合"
    r"|\b(?:incorporated|inc|limited|ltd|llc|llp|plc|gmbh|corporation|corp|co|company|kk|k\.k|pty|bv|b\.v"
    r"|s\.a|ag|oy|ab)\b\.?",
    re.I,
)
TITLES = re.compile(r"(?:様|さま|御中|殿)\s*$")
NOT_LETTERS = re.compile(r"[\s・･,.，．、。'\"「」()（）-]+")
LIKE = re.compile(
    r"(?:店|商店|商会|商事|工業|産業|製作所|製造|建設|運輸|物流|銀行|病院|クリニック|医院|薬局|学園|大学"
    r"|学校|塾|組合|協会|事務所"
    r"|ホテル|旅館|スーパー|サロン|社|堂|屋|家|園|整骨院|接骨院|歯科|工務店|不動産|食堂|支店|本店|商工会|自治会)$"
    r"|^(?:美容室|美容院|理容|居酒屋|学習塾|カフェ|喫茶|ベーカリー|パン工房|ホテル|旅館|レストラン|クリニック|洋菓子|和菓子"
    r"|焼肉|焼鳥|寿司|鮨|民宿|ペンション|サロン|スーパー|ドラッグ)|\b(?:clinic|dental|salon|studio|group|services"
    r"|solutions|foods|logistics"
    r"|hotel|spa|school|bank|partners|works|labs?|stores?|shop|bakery)\b",
    re.I,
)


def fold_company(name: str) -> str:
    """A company's name for comparison: NFKC, without its legal form, titles, spaces and points."""
    plain = TITLES.sub("", fold_words(name).strip())
    return NOT_LETTERS.sub("", FORMS.sub(" ", plain)) or NOT_LETTERS.sub("", plain)


def resembles(name: str, other: str) -> bool:
    """Whether two folded names may be one company's: one holds the other, or letters differ."""
    short, long = sorted((name, other), key=len)
    if len(short) < SHORTEST:
        return False
    return short in long or difflib.SequenceMatcher(None, short, long).ratio() >= ALIKE


def domain_of(text: str) -> str:
    """The domain of an address or a web page; empty for one that everybody writes from."""
    plain = fold_words(text).strip().rpartition("@")[2]
    host = plain.removeprefix("https://").removeprefix("http://").removeprefix("www.").partition("/")[0]
    return host if "." in host and host not in EVERYBODYS else ""


def looks_like_company(name: str) -> bool:
    """Whether a name is more likely a company's than a person's."""
    plain = TITLES.sub("", fold_words(name).strip())
    return bool(FORMS.search(plain) or LIKE.search(plain))


def _name_companies(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column's cells are companies: by its heading, or by what most of them look like."""
    if heading in CERTAIN:
        people = sum(bool(PERSON.fullmatch(cell.strip())) and not looks_like_company(cell) for cell in cells)
        return people < MOSTLY * len(cells)
    return sum(map(looks_like_company, cells)) >= MOSTLY * len(cells)


class NameColumns(NamedTuple):
    """Which column names companies, and which people; empty where none does or a heading has told."""

    company: str
    person: str


def columns_of(sheet: Sheet, columns: Mapping[str, str]) -> NameColumns:
    """Columns that name either by what they hold, where no heading has told."""
    free = [one for one in sheet.columns if one not in columns.values() or one == columns.get("person")]
    company = person = ""
    for column in (one for one in free if fold_heading(one) in NAMES):
        cells = [cell for row in islice(sheet.rows, LOOKED_AT) if (cell := row.cells.get(column) or "")]
        if cells and _name_companies(fold_heading(column), cells):
            company = company or column
        elif cells:
            person = person or column
    return NameColumns("" if "account" in columns else company, "" if "person" in columns else person)
