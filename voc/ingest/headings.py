"""Column headings, Japanese and English -> the fields they hold.

Headings are compared without case, width, spaces, punctuation and what stands in brackets. A
heading that merely ends in a known word, is spelled almost like one, or asks the question that such
a column answers will do for a ticket's fields, and a note says so.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from voc.locale import locales
from voc.text import fold_heading, nfkc

TICKET = {
    "id": "チケットID チケット番号 問い合わせ番号 問合せ番号 お問い合わせ番号 受付番号 管理番号 案件番号 "
    "レビューID 回答ID 番号 ID No"
    " レコード番号 受付No 受付ID お申し出番号 整理番号 伝票番号 recordid recordnumber"
    " ticketid ticketnumber issuekey issueid ticket caseid casenumber conversationid responseid reviewid "
    "externalid number"
    " reviewlink",
    "created_at": "作成日時 受付日時 受信日時 問い合わせ日時 お問い合わせ日時 問合せ日時 投稿日時 回答日時 "
    "登録日時 送信日時 対応日時 発生日時 作成日 活動日 活動日時 訪問日 商談日 面談日 報告日 入電日時 "
    "入電日 応対日時 応対日 送信日 対応日"
    " 発生日 recordeddate conversationstartedat"
    " 受付日 投稿日 回答日 登録日 問い合わせ日 お問い合わせ日 日時 日付 タイムスタンプ createdat created "
    "createdon createddate creationdate"
    " createdtime datecreated reviewsubmitdateandtime submittedat submitteddate"
    " sentat senton sentdate loggedat loggedon logdate calledat calldate calltime visitdate visitedon "
    "meetingdate"
    " activitydate messagedate reportedat reportdate"
    " receivedat requestedat reviewdate submitdate opened openedat timestamp date time",
    "text": "本文 問い合わせ内容 問合せ内容 お問い合わせ内容 お問合せ内容 内容 相談内容 ご相談内容 ご意見 "
    "ご意見ご要望 ご要望 要望 要望内容 お客様の声 お客さまの声 声 お申し出内容 お申出内容 "
    "申し出内容 申出内容 "
    "苦情内容 クレーム内容 商談内容 自由記述 自由回答 コメント"
    " 発言内容 発言 投稿内容 メッセージ内容 お問い合わせ 問い合わせ 問合せ お問合せ レビュー本文 レビュー "
    "口コミ 感想 メッセージ 説明 詳細 会話 description body comment comments "
    "message text content review"
    " reviewtext textbody extract feedback verbatim conversation details thread question answer response",
    "account": "アカウントID 会社ID 企業ID 顧客企業ID 取引先ID 組織ID 顧客ID 顧客コード 取引先コード "
    "会社コード アカウント 会社名 企業名 取引先名"
    " 取引先 会社 組織 accountid organizationid organisationid companyid customerid clientid account "
    "organization organisation"
    " company accountname companyname organizationname",
    "person": "顧客名 お客様名 氏名 お名前 名前 ご担当者名 ご担当者 ご担当者様 担当者名 投稿者 回答者 "
    "問い合わせ者 依頼者 "
    "送信者 差出人 ユーザー名 ニックネーム requester reviewernickname nickname"
    " requestername customername customer contact contactname fullname name author reviewer username user "
    "from",
    "role": "役職 職種 職位 肩書 肩書き お立場 立場 属性 role jobtitle position requesterrole job",
    "channel": "チャネル チャンネル 受付チャネル 問い合わせ経路 経路 受付方法 受付経路 媒体 channel via "
    "source medium ticketchannel",
    "subject": "件名 題名 タイトル 表題 subject title summary headline reviewtitle",
    "score": "評価 総合評価 満足度 評点 点数 スコア 星 推奨度 おすすめ度 NPS rating stars starrating score "
    "npsscore csat csatscore satisfaction satisfactionscore",
    "email": "メールアドレス メール Eメール 連絡先メール お客様メールアドレス email emailaddress mail "
    "requesteremail "
    "useremail contactemail customeremail fromemail reporteremail respondentemail senderemail",
    "version": "バージョン アプリバージョン アプリのバージョン appversionname appversion version "
    "productversion reviewedversion",
}
ACCOUNT = {
    "id": "アカウントID 会社ID 企業ID 取引先ID 組織ID 顧客ID 顧客コード 取引先コード 会社コード ID "
    "アカウント accountid organizationid"
    " companyid customerid clientid account",
    "name": "会社名 企業名 取引先名 顧客名 名称 名前 アカウント名 name accountname companyname "
    "customername organization company",
    "aliases": "別名 略称 通称 屋号 旧社名 英語名 英文社名 カナ フリガナ 会社名カナ 表示名 alias aliases "
    "alternativename "
    "alternatenames tradingname tradingas dba knownas alsoknownas aka shortname legalname displayname",
    "domains": "ドメイン メールドメイン ホームページ URL ウェブサイト webサイト メールアドレス domain "
    "domains emaildomain "
    "emaildomains website web companydomain companydomainname url email contactemail",
    "segment": "セグメント 業種 業界 区分 顧客区分 規模 種別 segment industry size tier type",
    "plan": "プラン 契約プラン 商品 plan product subscription edition",
    "seats": "席数 契約数 ライセンス数 ID数 利用者数 ユーザー数 人数 seats licenses licences users quantity",
    "mrr": "月額 MRR 月次売上 月額料金 月額利用料 mrr monthlyrevenue monthlyfee monthlyrecurringrevenue",
    "contract_start": "契約開始日 利用開始日 契約日 開始日 contractstart startdate customersince since "
    "contractstartdate",
    "renewal_date": "更新日 契約更新日 契約終了日 契約満了日 満了日 renewaldate renewal contractend "
    "enddate contractenddate",
    "logins_prev_30d": "前30日ログイン数 前30日ログイン 先月ログイン数 ログイン数前30日 loginsprev30d "
    "loginsprevious30days",
    "logins_last_30d": "直近30日ログイン数 直近30日ログイン 今月ログイン数 ログイン数直近30日 "
    "loginslast30d loginslast30days logins30d",
    "last_order": "最終注文日 最終購入日 最終受注日 lastorder lastorderdate lastpurchase",
    "orders_12m": "年間注文数 年間注文回数 12か月注文数 注文回数12か月 直近12か月注文数 orders12m "
    "orderslast12months",
    "amount_12m": "年間購入額 年間売上 年間取引額 12か月金額 直近12か月金額 amount12m revenue12m "
    "amountlast12months",
    "measured_on": "集計日 基準日 出力日 抽出日 measuredon exportedon exportdate snapshotdate asof",
    "price_change": "価格改定日 料金改定日 値上げ日 pricechange pricechangeon pricechangedate "
    "priceincreasedate",
    "outcome": "商談結果 成約結果 受注結果 outcome dealoutcome dealresult wonlost",
    "churned_on": "解約日 解約年月日 退会日 離脱日 churnedon churndate churnedat cancelledon canceledon "
    "cancellationdate terminationdate",
}
ORDER = {
    "account": "アカウントID 会社ID 企業ID 取引先ID 組織ID 顧客ID 顧客コード 取引先コード 会社コード "
    "アカウント accountid organizationid companyid customerid clientid account customer",
    "day": "注文日 注文日時 購入日 購入日時 受注日 受注日時 売上日 取引日 日付 日時"
    " orderdate orderedat orderedon purchasedat purchasedate createdat date day",
    "amount": "金額 注文金額 購入金額 受注金額 売上金額 合計金額 合計 税込金額 amount total ordertotal "
    "totalprice totalamount revenue value price",
}
USE = {
    "account": ORDER["account"],
    "day": "日付 利用日 集計日 対象日 年月日 年月 対象月 月 週 期間開始日 date day week month period "
    "periodstart weekstart",
    "logins": "ログイン数 ログイン回数 ログイン 利用回数 利用数 セッション数 アクセス数 利用者数 "
    "アクティブユーザー数 logins logincount sessions activeusers events usage count uses",
}
INTERVIEW = {
    "id": "インタビューID ファイル名 ファイル ID 番号 id file filename interview interviewid transcript",
    "date": "実施日 実施日時 日付 日時 インタビュー日 date day heldon interviewdate createdat",
    "account": TICKET["account"],
    "person": "氏名 お名前 顧客名 対象者 インタビュー対象者 参加者 話し手 名前 person name interviewee "
    "participant participants customer respondent speaker",
    "role": TICKET["role"],
    "title": "タイトル 題名 件名 テーマ title subject topic",
}
LOOSE = {"text", "created_at"}
ASKED = {
    "text": re.compile(
        r"お聞かせ|お書き|ご記入|教えて|自由記述|自由回答|ご意見|ご要望|ご感想|理由|改善"
        r"|\b(?:what|why|which)\b[^?]*\?|tell us|comments?|feedback|reason|improve|anything else"
        r"|in your own words|verbatim",
        re.I,
    ),
    "score": re.compile(
        r"おすすめ|お勧め|薦め|推奨度|満足度|満足して|何点"
        r"|recommend|satisf|how would you rate|likelihood|stars?\b",
        re.I,
    ),
}
OURS = re.compile(
    r"更新|完了|解決|終了|期限|締切|返信|返答|対応者|社内|内部|担当|ステータス|カテゴリ"
    r"|clos|updat|resol|solved|due|modif|repl(?:y|ies)|internal|private|note|agent|assign|staff|developer"
    r"|status"
    r"|categor|tag",
    re.I,
)
NEAR = 0.86
NEAR_CHARS = 5
HEADING_CHARS = 80


class Mapped(NamedTuple):
    """Which column holds which field, and which were taken on a guess."""

    columns: Mapping[str, str]
    guessed: Mapping[str, str]
    more: tuple[str, ...] = ()
    """Further columns of words, in a form that asks several questions."""


def known(table: Mapping[str, str], columns: Sequence[str], given: Mapping[str, str | None]) -> Mapped:
    """Find each field's column: as `given` by the user, else by its name, else, for a ticket, on a guess."""
    return _known(tuple(table.items()), tuple(columns), tuple(given.items()), table is TICKET)


@lru_cache(maxsize=256)
def _known(
    table: tuple[tuple[str, str], ...],
    columns: tuple[str, ...],
    given: tuple[tuple[str, str | None], ...],
    is_ticket: bool,
) -> Mapped:
    found = {field: column for field, column in given if column}
    plain = {column: fold_heading(column) for column in columns if column not in found.values()}
    for field, words in table:
        if field not in found and (column := _named(words, plain, found)):
            found[field] = column
    guessed = {}
    for field, _ in table if is_ticket else ():
        if field not in found and (column := _guess(field, plain, found)):
            found[field] = guessed[field] = column
    is_form = ASKED["text"].search(guessed.get("text", "")) is not None
    free = (column for column in plain if is_ticket and column not in found.values() and _asks(column))
    return Mapped(found, guessed, tuple(column for column in free if is_form or is_question(column)))


def _asks(column: str) -> bool:
    """Whether a column's heading asks for words on the product, and not for a name or an address."""
    return not OURS.search(column) and bool(ASKED["text"].search(column)) and not is_about_person(column)


def is_free(column: str) -> bool:
    """Whether nothing in a heading says that staff write the column, or that it asks who somebody is."""
    return not OURS.search(column) and not is_about_person(column)


def is_question(column: str) -> bool:
    """Whether a heading is a question of a form, or asks for something."""
    return any(tongue.surveys.questions.search(nfkc(column).strip()) for tongue in locales())


def is_about_person(column: str) -> bool:
    """Whether a heading asks who somebody is: a name, a company, a post, an address."""
    return any(
        pattern.search(nfkc(column)) for field in (*PERSONAL, "contact") for pattern in _personal(field)
    )


PERSONAL = {"account": "company", "person": "person", "role": "role"}


@cache
def _personal(field: str) -> tuple[re.Pattern[str], ...]:
    topic = PERSONAL.get(field, field)
    return tuple(getattr(tongue.surveys, topic) for tongue in locales())


def count(cells: Sequence[str], given: Sequence[str] = ()) -> int:
    """How many cells of a row are headings that voc knows, or that are `given`."""
    short = [cell for cell in cells if 0 < len(cell) <= HEADING_CHARS]
    return sum(cell.strip() in given or fold_heading(cell) in _every() for cell in short)


@cache
def _every() -> frozenset[str]:
    tables = (TICKET, ACCOUNT, ORDER, USE, INTERVIEW)
    said = (sets for tongue in locales() for sets in (tongue.authors.side_headings, tongue.authors.accounts))
    return frozenset(
        fold_heading(word) for table in tables for words in table.values() for word in words.split()
    ) | frozenset(fold_heading(word) for words in said for word in words)


def _guess(field: str, plain: Mapping[str, str], taken: Mapping[str, str]) -> str | None:
    free = {
        column: name
        for column, name in plain.items()
        if column not in taken.values() and not OURS.search(column)
    }
    if field in LOOSE and (column := _ending(TICKET[field], free)):
        return column
    if column := _near(TICKET[field], free):
        return column
    if field in PERSONAL:
        return next((one for one in free if any(word.search(nfkc(one)) for word in _personal(field))), None)
    if field == "text":
        return next(filter(_asks, free), None)
    asked = ASKED.get(field)
    return next((column for column in free if asked and asked.search(column)), None)


def _near(words: str, free: Mapping[str, str]) -> str | None:
    """The column spelled almost like one of the words: `Descripton`."""
    for word in map(fold_heading, words.split()):
        if len(word) >= NEAR_CHARS and (
            close := difflib.get_close_matches(word, free.values(), n=1, cutoff=NEAR)
        ):
            return next(column for column, name in free.items() if name == close[0])
    return None


def _named(words: str, plain: Mapping[str, str], taken: Mapping[str, str]) -> str | None:
    for word in words.split():
        for column, name in plain.items():
            if name == fold_heading(word) and column not in taken.values():
                return column
    return None


def names_words(column: str) -> bool:
    """Whether a heading is the name of a column of words."""
    return fold_heading(column) in set(map(fold_heading, TICKET["text"].split()))


def _ending(words: str, free: Mapping[str, str]) -> str | None:
    endings = tuple(
        folded
        for word in words.split()
        if len(folded := fold_heading(word)) >= (4 if folded.isascii() else 2)
    )
    found = [column for column, name in free.items() if name.endswith(endings)]
    return found[0] if len(found) == 1 else None
