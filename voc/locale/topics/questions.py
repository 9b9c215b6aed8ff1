"""How a question of one language tells what it asks for."""

from typing import NamedTuple


class Questions(NamedTuple):
    """Regular expressions that are looked for in a question; letters' case does not count."""

    figures: str
    """Asks for a number, as only the company knows it."""

    voices: str
    """Names what people say, so that the number is one of voices after all."""

    complaints: str
    """Asks for complaints."""

    requests: str
    """Asks for requests."""

    praise: str
    """Asks for praise."""
