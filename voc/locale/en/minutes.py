"""How English minutes of a talk and reports of a visit are laid out."""

import re

from voc.locale.topics.minutes import MinutesWords

CONTENT = MinutesWords(
    titles=re.compile(
        r"(?<!\d )(?<!\d)\b(?:minutes(?: of (?:the )?(?:meeting|call))?|meeting"
        r" (?:notes?|minutes|summary|report|record)"
        r"|(?:call|visit|customer|client|account|site visit|sales|discovery) (?:notes?|report|summary|log)"
        r"|notes? (?:from|of) (?:the )?(?:meeting|call|visit)|trip report|field report)\b",
        re.I,
    ),
    dates=frozenset(
        "date datetime when meetingdate dateandtime dateofmeeting calldate visitdate dateofvisit heldon "
        "dateofcall".split()
    ),
    attendees=frozenset(
        "attendees participants present attending inattendance attendance attended people customer "
        "customers client clients "
        "us ours ourside theirside fromus clientside customerside customerattendees clientattendees "
        "internalattendees externalattendees internal external vendor ourteam customerteam clientteam".split()
    ),
    fields=frozenset(
        "place location venue where subject agenda purpose topic topics project company account recorder "
        "notetaker author preparedby distribution apologies absent duration calltype minutesby takenby "
        "writtenby rep".split()
    ),
    topics=frozenset(
        "issue issues topic background summary status proposal question questions deadline cause result "
        "results decision decisions request requests feedback context notes note risk risks impact budget "
        "competitors competition timeline pain pains goal goals overview blockers discussion".split()
    ),
    theirs=re.compile(
        r"\b(?:customers?|clients?|guests?|visitors?|external|their(?:s| side| team)?)\b", re.I
    ),
    ours=re.compile(r"\b(?:us|ours?|our (?:side|team)|internal|vendor|we|from us|home team)\b", re.I),
    ours_only=re.compile(
        r"\b(?:internal(?: notes?| remarks?| only)?|action items?|actions|next steps?|follow-?ups?|to-?dos?"
        r"|our (?:view|take|response|position|plan)|rep(?:'s)? (?:notes?|comments?|view)|decisions?"
        r"|(?:sales|account) strategy)\b",
        re.I,
    ),
    polite=re.compile(r"(?!)"),
    ends=re.compile(
        r"(?:end(?: of (?:minutes|notes|report))?|meeting (?:closed|adjourned)\b.*"
        r"|(?:minutes|notes) (?:taken|prepared) by\b.*|confidential)[.]?",
        re.I,
    ),
)
