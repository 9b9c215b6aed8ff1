import pytest
from digests import doc, sample
from pydantic import ValidationError
from test_mail_html import parsed

from voc.render.formats import digest_as
from voc.render.mail import mail
from voc.render.phrases import link
from voc.reports.digest import DigestCopy
from voc.settings import Settings

DESK = {"tickets": "https://desk.example/tickets/{id}"}


def evidence(document, source="tickets"):
    return sample().complaints[0].quotes[0].model_copy(update={"document": document, "source": source})


@pytest.mark.parametrize(
    ("document", "url"),
    [
        pytest.param("T-01", "https://desk.example/tickets/T-01", id="plain"),
        pytest.param("a/b?c#d", "https://desk.example/tickets/a%2Fb%3Fc%23d", id="marks of an address"),
        pytest.param("../../admin", "https://desk.example/tickets/..%2F..%2Fadmin", id="a way out"),
        pytest.param('"><script>', "https://desk.example/tickets/%22%3E%3Cscript%3E", id="HTML"),
        pytest.param("問い1", "https://desk.example/tickets/%E5%95%8F%E3%81%841", id="Japanese"),
        pytest.param("a\r\nb", "https://desk.example/tickets/a%0D%0Ab", id="line break"),
        pytest.param("..", "", id="dots alone"),
    ],
)
def test_an_id_is_encoded_whole(document, url):
    assert link(DESK, evidence(document)) == url


def test_each_source_has_its_own_address_and_others_none():
    assert link(DESK, evidence("I-1", "interviews")) == ""


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("javascript:alert({id})", id="a script"),
        pytest.param("ftp://x.example/{id}", id="another scheme"),
        pytest.param("https://x.example/", id="no id"),
        pytest.param("https://x.example/{id}/{id}", id="two ids"),
        pytest.param('https://x.example/"{id}', id="a quotation mark"),
        pytest.param("https://{id}.example/", id="the id as the host"),
        pytest.param("https://x.example/{id}\nBcc: y", id="a line break"),
    ],
)
def test_voc_toml_takes_only_web_addresses_with_one_id(address):
    with pytest.raises(ValidationError, match="write an address"):
        Settings(links={"tickets": address})


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json", "slack"])
def test_every_form_links_to_the_ticket(form):
    assert "https://desk.example/tickets/T-01" in digest_as(form, DigestCopy(sample(links=DESK), "en"))


def test_the_only_links_of_a_mail_are_those_of_voc_toml():
    tags = parsed(mail(doc(links=DESK, text="see https://evil.example/x now")))
    targets = [value for tag, name, value in tags.attributes if name in {"href", "src"}]
    assert targets and all(target.startswith("https://desk.example/tickets/T-") for target in targets)
