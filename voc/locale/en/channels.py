"""What channels and interviewers are called in English, and in the systems that use it."""

from voc.locale.topics.channels import Channels

CONTENT = Channels(
    names={
        "review": ("review", "store", "rating"),
        "survey": ("survey", "form", "nps", "questionnaire"),
        "chat": ("chat", "messag", "line", "slack", "sms"),
        "phone": ("phone", "call", "voice"),
    },
    interviewers=("Interviewer",),
)
