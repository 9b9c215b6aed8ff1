from time import process_time

import pytest

from voc.ingest.hygiene import clean, new_words, plain_text
from voc.ingest.mail.messages import markup_text


def test_control_characters_go_and_line_ends_are_one():
    assert clean("\x00a\x07b\r\nc\u200bd\rе\x85f\ufeff ") == "ab\ncd\nе\nf"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        pytest.param(
            "<p>It <b>crashes</b>.</p><p>Again &amp; again</p>",
            "It crashes.\n\nAgain & again",
            id="paragraphs",
        ),
        pytest.param("画面が<br>開かない<br/>です", "画面が\n開かない\nです", id="line breaks"),
        pytest.param(
            "<div>Hi<style>p{}</style><script>x()</script></div>", "Hi", id="style and script are no words"
        ),
        pytest.param("a < b and c > d", "a < b and c > d", id="signs of comparison stay"),
        pytest.param("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", id="a formula is text"),
    ],
)
def test_markup_becomes_text(markup, words):
    assert clean(markup) == words


BROKEN = [
    pytest.param("<p>a<![ if ]>b</p>", "ab", id="a declaration that no parser knows"),
    pytest.param("<p>a<![foo]>b<![>c</p>", "abc", id="declarations without a name"),
    pytest.param("<p>a<![if !vml]>b<![endif]>c</p>", "abc", id="the conditions of Word stay unseen"),
    pytest.param("<p>a<![ if <b>b</b></p>", "a<![ if b", id="a declaration without an end is text"),
    pytest.param(f"<p>a &#{'9' * 5000};</p>", "a \ufffd", id="a character code of 5,000 digits"),
    pytest.param("<p>a</p><!-- b", "a\n<!-- b", id="a comment without an end is text"),
    pytest.param("<p>a</p><a href='b", "a\n<a href='b", id="a tag without an end is text"),
    pytest.param("<p title='a > b < c'>d</p>", "d", id="signs within an attribute end nothing"),
]


@pytest.mark.parametrize(("markup", "words"), BROKEN)
@pytest.mark.parametrize("of", [plain_text, markup_text])
def test_broken_markup_is_read_as_far_as_it_goes(markup, words, of):
    assert of(markup) == words


@pytest.mark.parametrize("sign", ["<!--", "<a ", "<a", "</a", "<a b='>'", "<![if", "<![CDATA[", "<?", "<!"])
def test_signs_that_never_end_are_read_in_a_time_that_grows_with_their_number(sign):
    started = process_time()
    assert plain_text(f"<p>{sign * 20_000}").startswith("<")
    assert process_time() - started < 2


def test_quoted_mail_in_markup_is_history():
    markup = "<div>It still fails.</div><blockquote><p>We fixed it.</p><p>Ana</p></blockquote>"
    assert new_words(clean(markup), "email") == "It still fails."


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        pytest.param(
            "まだ直りません。\n\n> 2026/10/13 サポート\n> 修正しました", "まだ直りません。", id="quote signs"
        ),
        pytest.param(
            "No.\n\nOn 25 Sep 2026 Support wrote:\n> It is fixed.\n> Ana", "No.", id="attribution and quote"
        ),
        pytest.param(
            "No.\n\nOn 25 Sep 2026 Support wrote:\nIt is fixed.\nAna",
            "No.",
            id="attribution without quote signs",
        ),
        pytest.param(
            "Thanks.\n\n-----Original Message-----\nFrom: us\nSorry", "Thanks.", id="original message"
        ),
        pytest.param("> are you sure?\nYes.\n> really?\nYes!", "Yes.\nYes!", id="answers between the lines"),
        pytest.param("It fails.\n-- \nTaro\nTEL 1", "It fails.", id="signature after its delimiter"),
        pytest.param(
            "現場の声を転送いたします。\n> 遅いです\n> 困ります\n以上",
            "現場の声を転送いたします。\n遅いです\n困ります\n以上",
            id="a forwarded mail is new",
        ),
        pytest.param(
            "On Monday she wrote: it fails", "On Monday she wrote: it fails", id="wrote in a sentence"
        ),
    ],
)
def test_a_mail_says_only_what_is_new(mail, words):
    assert new_words(mail, "email") == words


def test_other_channels_may_use_the_quote_sign():
    assert new_words("> 5 users cannot log in", "chat") == "> 5 users cannot log in"
