import pytest

from voc.errors import UnreadableFile
from voc.ingest.encodings import decode

JAPANESE = "チケットID,本文\nT-1,画面が開かない。表示がおかしいです\n"
ENGLISH = "id,text\nT-1,“Don’t panic,” said José at the café – and the export failed again\n" * 3


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        pytest.param("utf-8", "utf-8", id="UTF-8"),
        pytest.param("utf-8-sig", "utf-8", id="UTF-8 with a mark"),
        pytest.param("cp932", "cp932", id="Excel in Japan"),
        pytest.param("euc_jp", "euc_jp", id="EUC-JP"),
        pytest.param("iso2022_jp", "iso2022_jp_ext", id="ISO-2022-JP, which is valid UTF-8"),
        pytest.param("utf-16", "utf-16", id="UTF-16 with a mark"),
    ],
)
def test_japanese_text_is_the_same_in_every_encoding(encoding, named):
    assert decode(JAPANESE.encode(encoding), "a.csv") == (JAPANESE, named)


def test_half_width_katakana_in_cp932_stays_cp932():
    text = "件名,本文\nエラー,ｱﾌﾟﾘが落ちる。何度やっても同じです\n"
    assert decode(text.encode("cp932"), "a.csv").text == text


def test_english_excel_with_curly_quotes_and_accents_is_not_taken_for_japanese():
    assert decode(ENGLISH.encode("cp1252"), "a.csv") == (ENGLISH, "cp1252")


def test_line_ends_become_one_sign():
    assert decode(b"a\r\nb\rc\n", "a.txt").text == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "the file is empty", id="0 bytes"),
        pytest.param(b" \r\n", "the file is empty", id="only blanks"),
        pytest.param(b"PK\x03\x04" + bytes(40), "a zip file; unpack it first", id="zip"),
        pytest.param(b"%PDF-1.7\n", "a PDF", id="PDF"),
        pytest.param(bytes(range(256)) * 8, "neither UTF-8 nor", id="random bytes"),
        pytest.param(b"id,text\n" + b"\x00\x01\x02" * 500, "binary", id="NUL bytes"),
        pytest.param(
            "本文\n\U00020000".encode("gb18030") + b"\xff\xff",
            "neither UTF-8",
            id="an encoding voc does not know",
        ),
        pytest.param(b"\xff\xfea", "neither UTF-8", id="half a UTF-16 character"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data, said):
    with pytest.raises(UnreadableFile, match=said) as caught:
        decode(data, "a.csv")
    assert str(caught.value).startswith("a.csv: ")
    assert "\n" not in str(caught.value)
