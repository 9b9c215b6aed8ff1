"""How English tables and talks say who wrote what."""

import re

from voc.locale.topics.authors import Authors
from voc.types.value import Side

CUSTOMER = (
    "customer client user end-user enduser end_user visitor lead contact requester incoming inbound in "
    "received consumer guest "
    "buyer shopper member caller reporter reviewer respondent interviewee participant "
    "customer_message "
    "public_user subscriber"
)
STAFF = (
    "agent staff admin administrator operator support teammate outgoing outbound out sent account rep "
    "representative employee "
    "internal note csr manager moderator merchant "
    "agent_message "
    "support_agent private_note internal_note interviewer"
)
BOT = "bot chatbot auto automated autoresponder system ai assistant automation workflow trigger virtual_agent"

CONTENT = Authors(
    side_headings=frozenset(
        "role sendertype senderrole sender fromtype authortype authorrole author direction isinbound "
        "inbound incoming isincoming "
        "messagedirection messagetype type participanttype participantrole speaker speakertype speakerrole "
        "usertype userrole from "
        "party actortype actorrole source side who partytype iscustomer fromcustomer iscustomermessage "
        "isagent isstaff fromagent "
        "isoutgoing outgoing isoutbound outbound writtenby sentby postedby".split()
    ),
    sides={
        **dict.fromkeys(CUSTOMER.split(), Side.CUSTOMER),
        **dict.fromkeys(STAFF.split(), Side.STAFF),
        **dict.fromkeys(BOT.split(), Side.BOT),
    },
    replies=frozenset(
        "casecomments casecomment followupbycsm csmfollowup csmnotes "
        "agentresponse agentreply agentcomments agentcomment agentnotes agentnote agentsreply internalnote "
        "internalnotes "
        "internalcomment internalcomments resolution resolutionnote resolutionnotes resolutioncomment "
        "resolutionsummary "
        "staffcomment staffcomments staffnotes staffnote staffreply staffresponse ourreply ourresponse "
        "companyresponse companyreply "
        "ownerresponse ownerreply businessresponse businessreply developerreply developerresponse "
        "developerreplytext supportreply "
        "supportresponse supportnotes worknotes worknote privatenote privatenotes privatecomment csrnotes "
        "csrcomments repnotes "
        "repcomments actiontaken actionstaken nextsteps nextstep nextaction followup followupnotes "
        "rootcause handlingnotes "
        "operatornotes operatorcomment operatorcomments managercomment managercomments firstreply "
        "lastreply "
        "teammatereply vendorresponse responsetext replytext closingnotes closurenotes".split()
    ),
    replies_beside=frozenset(
        "comments comment notes note reply response replies answer remarks remark outcome action".split()
    ),
    notes=frozenset(
        "agentcomments agentcomment agentnotes agentnote internalnote internalnotes internalcomment "
        "internalcomments staffcomment staffcomments staffnotes staffnote supportnotes worknotes worknote "
        "privatenote privatenotes privatecomment csrnotes csrcomments repnotes repcomments nextsteps "
        "nextstep nextaction followup followupnotes rootcause handlingnotes operatornotes operatorcomment "
        "operatorcomments managercomment managercomments closingnotes closurenotes "
        "comments comment notes note remarks remark outcome action "
        "casecomments casecomment followupbycsm csmfollowup csmnotes".split()
    ),
    first_words=frozenset(
        "message body description issue issuedescription inquiry enquiry complaint request "
        "requestdescription question "
        "customermessage customercomment customercomments ticketbody firstmessage firstusermessage "
        "casedescription problem "
        "firstmessagebody extract textbody requestbody "
        "problemdescription review reviewtext feedback customerfeedback verbatim".split()
    ),
    accounts=frozenset(
        "callnotes callnote callsummary calldescription activitynotes activitynote activitydescription "
        "meetingnotes meetingnote "
        "meetingsummary visitnotes visitreport salesnotes salesreport salesnote notebody engagementnotes "
        "crmnotes crmnote "
        "accountnotes dealnotes opportunitynotes calllog callreport conversationsummary interactionnotes "
        "interactionsummary "
        "contactnotes discoverynotes minutes qbrnotes fieldreport fieldnotes customersaid whatcustomersaid "
        "discussion "
        "discussionnotes notesfromcall".split()
    ),
    takers=frozenset(
        "callhandler calltaker takenby answeredby loggedby recordedby reportedby salesrep salesperson "
        "accountexecutive accountmanager "
        "csm rep activityowner calledby visitedby notedby writtenby representative operator operatorname "
        "callagent ae "
        "customersuccessmanager notetaker".split()
    ),
    handlers=frozenset(
        "agent agentname handledby owner assignee createdby assignedto handler staff teammate".split()
    ),
    telling=re.compile(
        r"\b(?:the )?(?:customer|client|caller|cust|cx|user|prospect|account|buyer|they|he|she)\s+(?:is "
        r"|was |has |have )?(?:also |again )?"
        r"(?:says?|said|called|rang|phoned|reports?|reported|complain(?:s|ed|ing)|want(?:s|ed)|ask(?:s|ed"
        r"|ing)|mention(?:s|ed)"
        r"|claims?|claimed|states?|stated|requests?|requested|expressed|upset|unhappy|frustrated|angry"
        r"|feels?|felt|threaten(?:s|ed|ing)"
        r"|advised|informed|told|unable|cannot|considering|needs?|confirmed)\b"
        r"|\b(?:spoke|talked|met|call|chat|meeting|lunch)(?:ed)? (?:to|with)\b|\bcall(?:ed|er) (?:in"
        r"|back)\b|\bper (?:customer|client)\b"
        r"|\badvised (?:customer|client|caller|him|her|them|to)\b|\b(?:told|informed) (?:him|her|them"
        r"|customer|client)\b"
        r"|\bwill follow up\b|\binbound call\b|\bc/o\b|\bcust\.?\b",
        re.I,
    ),
    phone=frozenset("phone call telephone voice phonecall in-person inperson visit meeting onsite".split()),
    hidden_headings=frozenset("private isprivate internal isinternal internalonly".split()),
    shown_headings=frozenset("public ispublic ispublished visibletocustomer customervisible".split()),
    visibility_headings=frozenset(("visibility",)),
    writers=frozenset(
        "author authorid authorname authoremail commentauthor commentauthorid commenter commentedby sender "
        "senderid sendername postedby writtenby userid from fromaddress fromemail".split()
    ),
    askers=frozenset(
        "requester requesterid requestername requesteremail reporter reporterid customer customerid "
        "customername customeremail contact contactid contactname contactemail enduser enduserid raisedby "
        "openedby client clientid clientname".split()
    ),
    remarks=frozenset("commentauthor commentauthorid commenter commentedby".split()),
    messages=frozenset("body comment comments text message textbody note notes commentbody".split()),
    hidden=frozenset(
        ("private", "internal", "internal only", "staff only", "internal note", "private note", "hidden")
    ),
    shown=frozenset(("public", "external", "public reply", "public comment", "visible", "customer")),
    conversation_ids=frozenset(
        "conversationid threadid chatid sessionid conversation conversationsthreadid dialogid dialogueid "
        "chatsession interactionid "
        "callid transcriptid conversationnumber thread".split()
    ),
    talk_with=re.compile(
        r"(?:\[LINE\]\s*Chat (?:history )?|WhatsApp Chat )(?P<alone>with|in|-) (?P<name>.+?)\s*", re.I
    ),
    nothing_said=re.compile(
        r"\[?(?:sticker|photo|photos|video|videos|voice message|file|album|location|contact)\]?|☎.*"
        r"|<media omitted>|<attached: [^<>]*>|.*\(file attached\)"
        r"|messages and calls are end-to-end encrypted.*"
        r"|(?:image|video|audio|sticker|gif|document|contact card|poll|view once message) omitted"
        r"|you deleted this message\.?|waiting for this message.*|(?:missed|declined) (?:voice|video) call.*"
        r"|.*unsent a message\.?|this message was deleted\.?|missed (?:voice )?call",
        re.I,
    ),
)
