"""Check what an engine's prose claims against the facts it was given.

A number is known when a fact holds it; a citation is known when its quote was given. Finding a
number too many costs a sentence, which is replaced by a plain one; missing one costs the reader's
trust. So doubtful forms count as numbers.
"""

from voc.claims.citations import citations_known
from voc.claims.numbers import Fact, numbers, numbers_known

__all__ = ["Fact", "citations_known", "numbers", "numbers_known"]
