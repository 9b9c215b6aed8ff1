"""How English forms ask."""

import re

from voc.locale.topics.surveys import Surveys

CONTENT = Surveys(
    no_answer=re.compile(
        r"n\s?[/.\\]\s?a\.?|na|none(?: (?:so far|really|at (?:all|the moment)))?|nil|nope|no|null|nan"
        r"|blank|not applicable"
        r"|no (?:comments?|answer|response|suggestions?|thoughts?|idea|issues?|complaints?)"
        r"|nothing(?: (?:really|else|much|more|to (?:add|say|report)|comes to mind|in particular|at (?:all"
        r"|the moment|this time)))?"
        r"|not? (?:really|sure|at the moment|at this time)|(?:i )?do(?:n't| not) know|idk"
        r"|[-‐‑–—―_.,·/*~…\s]*",
        re.I,
    ),
    questions=re.compile(
        r"\?\s*(?:\([^()]*\)\s*)?$|^\s*(?:what|why|which|how|when|where|who|do|does|did|is|are|would|could"
        r"|should|can|please|tell us"
        r"|anything|if you|in your own words|describe|share)\b",
        re.I,
    ),
    company=re.compile(
        r"\b(?:company|business|organi[sz]ation|employer|school|shop|store|firm|institution|clinic"
        r"|salon)(?:'s)? name\b"
        r"|\bname of (?:your|the) (?:company|business|organi[sz]ation|employer|school|shop|store|firm)\b"
        r"|\b(?:which|what) (?:company|business|organi[sz]ation) (?:are you|do you)\b"
        r"|\bwhere do you work\b|^your (?:company|business|organi[sz]ation|employer)\W*$",
        re.I,
    ),
    person=re.compile(
        r"\b(?:your|full|first|last|contact|respondent|participant)(?: full| first| last)? name\b"
        r"|\bwhat(?:'s| is) your name\b|^name\W*$",
        re.I,
    ),
    role=re.compile(
        r"\byour (?:current )?(?:job title|job|role|position|title|occupation)\b|\bjob title\b"
        r"|\bwhat do you do\b",
        re.I,
    ),
    contact=re.compile(
        r"\be-?mail address\b|^\W*(?:your |work |business |contact )?e-?mail\W*$|\b(?:tele"
        r"|mobile )?phone(?: number)?\W*$"
        r"|\b(?:postal|street|mailing) address\b|\bzip ?code\b|\bpostcode\b|\byour (?:age|gender|country"
        r"|industry)\b"
        r"|^\W*(?:age|gender|country|industry)\W*$|\b(?:contact|reach|quote|follow up with) you\b"
        r"|\bconsent\b|\bagree to\b"
        r"|\bhow did you (?:hear|find)\b|\bhow many employees\b|\b(?:company|team) size\b|\bsize of your\b"
        r"|\bnetwork id\b|\bip address\b",
        re.I,
    ),
)
