"""What makes an English clause stand as the title of a theme."""

import re

from voc.locale.topics.titles import Titles

VAGUE = frozenset(
    """same other whole new old first last next only one two way time day week month year thing things
    lot bit few number problem issue point end start rest moment reason fact people person company
    team customer customers morning afternoon evening minute minutes hour hours days weeks months
    years long little big good bad best worst right wrong kind sort case result something everything
    anything nothing else more most much many is are was were has have had does do did will would can
    could should just even still always never already that which who when where what how why because
    and or but not no for from with without into onto over under about after before to of in on at by
    as it its we you they he she i""".split()
)

CONTENT = Titles(
    longest=80,
    listed=re.compile(r", | and | \("),
    word=None,
    vague=VAGUE,
    loose_start=re.compile(
        r"^(?:it|its|it's|they|he|she|this|that|these|those|there|which|who|what|how|if|when|and|or|for|to|of|in|on|than)\b",
        re.I,
    ),
    loose_end=re.compile(
        r"\b(?:to|of|in|on|at|for|with|by|and|or|if|is|are|was|my|your|our|their)$",
        re.I,
    ),
    density=2.2,
    apart="{title} (since {week})",
)
