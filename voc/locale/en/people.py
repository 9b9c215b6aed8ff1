"""How people are called beside their names in English."""

import re

from voc.locale.topics.people import JobTitles

SURE = (
    "manager|director|engineer|officer|assistant|co-?ordinator|specialist|analyst|administrator|supervisor"
    "|representative|consultant|executive|president|co-?founder|founder|secretary|accountant|controller"
    "|receptionist|technician|developer|designer|architect|strategist|bookkeeper|dispatcher|operator"
    "|advisor|adviser|ceo|cto|cfo|coo|cio|cmo|vp|svp|evp|csm|hr"
)
ALSO_SURNAMES = (
    "head|lead|leader|partner|owner|buyer|planner|nurse|teacher|clerk|associate|trainer|admin|principal"
)
PLACE = (
    "business|store|shop|salon|practice|product|project|program|programme|sales|team|tech|technical|account"
    "|office|operations?|ops|it|hr|data|design|support|customer|success|marketing|finance|people|senior"
    "|junior|deputy|acting|assistant|chief|general|regional|area|branch|site|warehouse|plant|head|lead"
    "|managing|purchasing|procurement|logistics|supply|chain|quality|school|shift|floor|department"
)

CONTENT = JobTitles(
    title=re.compile(
        rf"(?:(?:[a-z&/-]+\s+){{0,4}}(?:{SURE})s?|(?:(?:{PLACE})\s+){{1,4}}(?:{ALSO_SURNAMES})s?"
        r"|(?:head|director|vp|svp|vice president|chief|manager|lead)\s+of\s+[a-z&/ -]+)",
        re.I,
    ),
    behind=re.compile(r"(?!)"),
    unit=re.compile(r"(?!)"),
)
