"""Mails whose words nobody can read without a key or another program, and the armour of signed ones."""

import re
from email import message_from_bytes
from email.message import Message

ENCRYPTED = re.compile(
    r"-----BEGIN PGP MESSAGE-----.*?(?:-----END PGP MESSAGE-----|\Z)", re.DOTALL
)  # fmt: skip
SIGNED = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+:[^\n]*\n)*\n?(?P<words>.*?)\n?"
    r"-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)",
    re.DOTALL,
)
DASHED = re.compile(r"^- (?=-)", re.MULTILINE)
CIPHERS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
SIGNED_DATA = "signed-data"
WINMAIL = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
IS_ENCRYPTED = "an encrypted mail; decrypt it in the mail program and export it again"
IS_WINMAIL = (
    "its words are in a winmail.dat, which Outlook alone reads; export it as .eml from there, or send it as"
    " HTML or plain text"
)


def opened(text: str) -> str:
    """A text without what is encrypted in it and without the armour of a signature."""
    if "-----BEGIN PGP " not in text:
        return text
    return DASHED.sub("", SIGNED.sub(r"\g<words>", ENCRYPTED.sub("", text)))


def reason(data: bytes) -> str:
    """Why a mail shows no words of its own, where it is sealed; else empty."""
    parts = list(message_from_bytes(data).walk())
    if any(_is_encrypted(part) for part in parts) or b"-----BEGIN PGP MESSAGE-----" in data:
        return IS_ENCRYPTED
    if any(part.get_content_type() in WINMAIL or _name(part) == "winmail.dat" for part in parts):
        return IS_WINMAIL
    return ""


def _is_encrypted(part: Message) -> bool:
    kind = part.get_content_type()
    is_signed = str(part.get_param("smime-type", "")).casefold() == SIGNED_DATA
    return kind == "multipart/encrypted" or (kind in CIPHERS and not is_signed)


def _name(part: Message) -> str:
    return str(part.get_filename() or "").casefold()
