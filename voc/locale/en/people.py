"""How people are called beside their names in English."""

import re
from importlib.resources import files

from voc.locale.topics.people import PeopleWords, split_names

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

WORD = r"[A-ZÀ-Þ](?:\.|[A-Za-zÀ-ÿ]*(?:['’-][A-ZÀ-Þ]?[A-Za-zÀ-ÿ]+)*)"
NAME = rf"(?P<name>{WORD}(?: (?:(?:van|von|de|del|da|di|bin|al) )?{WORD}){{0,2}})"
RELATION = (
    "colleague|coworker|co-worker|manager|boss|supervisor|husband|wife|partner|son|daughter"
    "|brother|sister|mother|father|mum"
    "|mom|dad|friend|assistant|accountant|bookkeeper|engineer|developer|technician|agent|rep"
    "|representative|driver|teammate"
    "|director|owner|nurse|teacher|lady|guy|gentleman|woman|man|person|user|employee"
)
CONTENT = PeopleWords(
    title=re.compile(
        rf"(?:(?:[a-z&/-]+\s+){{0,4}}(?:{SURE})s?|(?:(?:{PLACE})\s+){{1,4}}(?:{ALSO_SURNAMES})s?"
        r"|(?:head|director|vp|svp|vice president|chief|manager|lead)\s+of\s+[a-z&/ -]+)",
        re.I,
    ),
    behind=re.compile(r"(?!)"),
    unit=re.compile(r"(?!)"),
    organisation=re.compile(
        r"\b(?:Inc|Ltd|LLC|LLP|PLC|GmbH|Corp|Co|Company|Limited|Group|Services|Solutions|Foods"
        r"|Logistics|Bakery|Dental|Clinic"
        r"|Salon|Studio|Hotel|Spa|School|Bank|Partners|Works|Labs?|Stores?|Shop|Street|Road|Avenue"
        r"|Hospital|University|College"
        r"|Team|Support|Department|Office|Software|Systems|Media|Capital|Holdings|Club|Cafe|Café"
        r"|Restaurant)\b|&"
    ),
    known=split_names(files("voc.locale.en").joinpath("given_names.txt").read_text(encoding="utf-8")),
    no_names=frozenset(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may "
        "june july august "
        "september october november december team support sales billing accounts finance everyone "
        "everybody all there "
        "sir madam happy sorry google excel microsoft apple slack zoom outlook windows mac iphone "
        "android british english "
        "american german french japanese chinese indian european it hr ceo cto cfo ok okay not so "
        "very just still also "
        "now here a an the this that we you they he she my your our customer service help desk "
        "admin administrator "
        "the and but or if when why how what who for from with without in on at to of by as again "
        "today yesterday "
        "tomorrow christmas easter dear hello hi hey thanks regards best cheers mr mrs ms dr prof "
        "version update api "
        "csv pdf url id no yes please tech technical engineering marketing operations reception "
        "head office using "
        "trying having getting being going working looking waiting paying".split()
    ),
    surely=(
        re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? {NAME}"),
        re.compile(
            rf"\b(?i:my name is|name(?:'s| is| was)|(?:lady|guy|man|woman|person|someone|somebody"
            rf"|agent) (?:called|named)) {NAME}"
        ),
        re.compile(rf"\b(?i:my|our|your|his|her|their) (?i:{RELATION}),? {NAME}"),
        re.compile(rf"\b(?i:the) (?i:{RELATION}), {NAME}(?=,)"),
        re.compile(
            rf"(?:^|\n)(?i:contact|reported by|requested by|submitted by|from|name|customer name"
            rf"|attn)[:]? {NAME}(?=\s*(?:\n|\Z))"
        ),
    ),
    perhaps=(
        re.compile(
            r"\b(?i:i'm|i am|i’m|this is|it's|it is|it was|was|spoke (?:to|with)|speak (?:to|with)"
            r"|talk(?:ed)? (?:to|with)|ask(?:ed)?(?: for)?"
            rf"|contact(?:ed)?|told by|said by|by|cc|with|to|from|thanks|thank you|hello|hi|hey"
            rf"|dear|cheers),? {NAME}"
        ),
        re.compile(
            rf"(?:^|\n|[.!?] ){NAME}(?= (?:here|from|in|at|told|said|says|promised|called|rang"
            rf"|hung|wrote|helped|knows)\b)"
        ),
    ),
    related=re.compile(r"(?!)"),
    relation=re.compile(r"(?!)"),
    line=re.compile(rf"[-–—~]? ?{NAME}(?:,.{{0,40}})?"),
)
