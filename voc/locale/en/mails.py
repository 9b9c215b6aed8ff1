"""How English mails begin, end and answer by themselves."""

import re

from voc.locale.topics.mails import MailWords

CONTENT = MailWords(
    answered_by_machine=re.compile(
        r"\b(?:i(?:'m| am| will be)|we are) (?:currently |now )?(?:out of (?:the )?office"
        r"|away from (?:my|the) (?:desk|office)"
        r"|on (?:annual|parental|maternity|paternity|sick|medical) leave"
        r"|on (?:vacation|holiday) (?:until|from|and|with))"
        r"|\bthis is an auto(?:mated|matic|-)\s?(?:generated )?(?:reply|response|message|e-?mail)"
        r"|\bthis (?:message|e-?mail) (?:was|has been) (?:sent )?automatically\b"
        r"|\b(?:please )?do not reply to this (?:automated |automatic )?(?:message|e-?mail)\b",
        re.I,
    ),
    closing=re.compile(
        r"(?:(?:many |kind |best |warm |kindest |warmest )?(?:regards|thanks|wishes)|best|cheers"
        r"|sincerely(?: yours)?"
        r"|yours(?: (?:sincerely|faithfully|truly))?|thank you(?: (?:very much|so much|in advance))?"
        r"|thanks (?:again|in advance|so much)"
        r"|respectfully|cordially|all the best|take care|with (?:kind |best )?regards|ta|br|rgds)[,.!]*",
        re.I,
    ),
)
