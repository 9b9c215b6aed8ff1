"""How many tokens a text takes, without a vocabulary to download."""

import math

CJK_TOKENS = 1.1
ASCII_PER_TOKEN = 4


def estimate(text: str) -> int:
    """A guess on the high side: four ASCII characters a token, 1.1 tokens for any other character."""
    plain = sum(character.isascii() for character in text)
    return math.ceil(plain / ASCII_PER_TOKEN + (len(text) - plain) * CJK_TOKENS)


def ceiling(text: str) -> int:
    """A number that byte-level vocabularies cannot exceed: one token a byte."""
    return len(text.encode("utf-8", "surrogatepass"))
