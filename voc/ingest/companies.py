"""Which column names the customer's company, and when two names mean the same one."""

import re
from collections.abc import Mapping
from itertools import islice

from voc.ingest.sheets import Sheet
from voc.text import fold_heading, fold_words

NAMES = frozenset(
    "顧客名 お客様名 貴社名 御社名 得意先 得意先名 法人名 団体名 所属 所属先 所属企業 勤務先 取引先名称 "
    "customername customer"
    " client clientname business businessname yourbusinessname organisationname associatedcompany employer"
    "".split()
)
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
    r"|ホテル|旅館|スーパー|サロン|社|堂|屋|家|園)$|\b(?:clinic|dental|salon|studio|group|services"
    r"|solutions|foods|logistics"
    r"|hotel|spa|school|bank|partners|works|labs?|stores?|shop|bakery)\b",
    re.I,
)


def fold_company(name: str) -> str:
    """A company's name for comparison: NFKC, without its legal form, titles, spaces and points."""
    plain = TITLES.sub("", fold_words(name).strip())
    return NOT_LETTERS.sub("", FORMS.sub(" ", plain)) or NOT_LETTERS.sub("", plain)


def looks_like_company(name: str) -> bool:
    """Whether a name is more likely a company's than a person's."""
    plain = TITLES.sub("", fold_words(name).strip())
    return bool(FORMS.search(plain) or LIKE.search(plain))


def column_of(sheet: Sheet, columns: Mapping[str, str]) -> str:
    """The column that names companies by what it holds, where no heading has told; empty when none does."""
    if "account" in columns:
        return ""
    free = [one for one in sheet.columns if one not in columns.values() or one == columns.get("person")]
    for column in (one for one in free if fold_heading(one) in NAMES):
        cells = [cell for row in islice(sheet.rows, LOOKED_AT) if (cell := row.cells.get(column) or "")]
        if cells and sum(map(looks_like_company, cells)) >= MOSTLY * len(cells):
            return column
    return ""
