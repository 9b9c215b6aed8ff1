import os
import re
import sys
from pathlib import Path

import pytest
from digests import doc

from voc.errors import PrintError, SettingsError
from voc.render.mail import editions, mail
from voc.render.pdf import browser, fitting, printed

SHEET = re.compile(rb"/Type\s*/Page\b")
BOX = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)")


def script(folder, body):
    path = folder / "browser"
    path.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_digest_is_printed_on_one_or_two_sheets_of_a4(installed_browser):
    pdf = fitting(editions(doc("ja")), installed_browser)
    assert pdf.startswith(b"%PDF-")
    assert 1 <= len(SHEET.findall(pdf)) <= 2
    wide, high = (float(side) for side in BOX.search(pdf).groups())
    assert (round(wide), round(high)) == (595, 842)


def test_hostile_words_are_printed_and_reach_nothing(installed_browser, tmp_path):
    loud = "<script>document.title='x'</script><img src='file:///etc/hostname'>\"'</td>"
    assert printed(mail(doc(text=loud, title=loud)), installed_browser).startswith(b"%PDF-")


def test_without_a_browser_one_line_says_what_to_install():
    with pytest.raises(PrintError, match=r"install Chromium, Chrome or Edge.*\[pdf\] browser") as caught:
        browser(None, {"PATH": ""})
    assert "\n" not in str(caught.value)


def test_the_browser_of_voc_toml_has_to_be_there(tmp_path):
    with pytest.raises(SettingsError, match="no such program"):
        browser(tmp_path / "nothing", os.environ)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a POSIX script")
def test_edge_of_windows_is_found_where_it_stands(tmp_path):
    edge = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.write_bytes(b"")
    assert browser(None, {"PATH": "", "PROGRAMFILES(X86)": str(tmp_path)}) == edge


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a POSIX script")
@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param("import sys; sys.exit('no display')", "printed nothing: no display", id="fails"),
        pytest.param("import time; time.sleep(60)", "did not print within 1 s", id="hangs"),
    ],
)
def test_a_browser_that_does_not_print_is_one_line(tmp_path, body, says):
    with pytest.raises(PrintError, match=says):
        printed("<p>", script(tmp_path, body), seconds=1)


def test_a_file_that_is_no_program_is_one_line(tmp_path):
    with pytest.raises(PrintError, match="does not start"):
        printed("<p>", Path(tmp_path))
