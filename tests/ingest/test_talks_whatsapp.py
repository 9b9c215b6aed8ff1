"""WhatsApp's exports, with the dates of each platform and language."""

import pytest

from voc.types import Side

NAME = "WhatsApp Chat with Greta Solberg.txt"
SAID = [
    (Side.CUSTOMER, "Greta Solberg", "The label printer stops.\nSince Monday."),
    (Side.STAFF, "Depot", "Which model is it?"),
]
FORMS = {
    "iPhone, day first": ("[13/10/2026, 09:12:33] ", "[13/10/2026, 14:05:10] "),
    "iPhone, American": ("[10/13/26, 9:12:33\u202fAM] ", "[10/13/26, 2:05:10\u202fPM] "),
    "iPhone, Japanese": ("[2026/10/13 9:12:33] ", "[2026/10/13 14:05:10] "),
    "iPhone, marks of direction": ("\u200e[13.10.26, 09:12:33] ", "\u200e[13.10.26, 14:05:10] "),
    "Android, day first": ("13/10/2026, 09:12 - ", "13/10/2026, 14:05 - "),
    "Android, American": ("10/13/26, 9:12 AM - ", "10/13/26, 2:05 PM - "),
    "Android, German": ("13.10.26, 09:12 - ", "13.10.26, 14:05 - "),
    "Android, ISO": ("2026-10-13, 09:12 - ", "2026-10-13, 14:05 - "),
    "Android, Spanish": ("13/10/26, 9:12 a. m. - ", "13/10/26, 2:05 p. m. - "),
    "Android, Japanese": ("2026/10/13 午前9:12 - ", "2026/10/13 午後2:05 - "),
}


def export(first, second):
    return (
        f"{first}Messages and calls are end-to-end encrypted. No one outside of this chat can read them.\n"
        f"{first}Greta Solberg: The label printer stops.\nSince Monday.\n"
        f"{first}Greta Solberg: \u200eimage omitted\n"
        f"{second}Depot: Which model is it? <This message was edited>\n"
    )


def spoken(document):
    return [(turn.side, turn.speaker, turn.text) for turn in document.turns]


@pytest.mark.parametrize("heads", [pytest.param(heads, id=name) for name, heads in FORMS.items()])
def test_a_day_of_a_talk_is_a_document_whatever_way_the_phone_writes_dates(read, heads):
    batch = read(NAME, export(*heads))
    assert [spoken(document) for document in batch.documents] == [SAID]
    assert batch.documents[0].created_at.isoformat() == "2026-10-13T09:12:00+00:00"
    assert batch.taken[0].form == "talk, WhatsApp"


def test_dates_that_could_be_read_two_ways_do_not_go_back_in_time(read):
    days = ["9/11/26", "10/2/26", "11/1/26"]
    text = "".join(f"{day}, 9:12 - Greta Solberg: Day {day}.\n{day}, 9:13 - Depot: Yes.\n" for day in days)
    assert [str(one.created_at.date()) for one in read(NAME, text).documents] == [
        "2026-09-11",
        "2026-10-02",
        "2026-11-01",
    ]


def test_nobody_of_a_group_is_a_customer_until_the_settings_say_so(read):
    text = export(*FORMS["Android, ISO"])
    batch = read("WhatsApp Chat with Night shift.txt", text)
    assert {turn.side for turn in batch.documents[0].turns} == {Side.UNKNOWN}
    assert any("[ingest] customers" in note for note in batch.notes)
    known = read("WhatsApp Chat with Night shift.txt", text, customers=("Greta Solberg",), staff=("Depot",))
    assert spoken(known.documents[0]) == SAID


def test_notes_with_dates_that_name_nobody_are_no_talk(read):
    batch = read("notes_2026-10-13.txt", "13/10/2026, 09:12 - opened\n13/10/2026, 10:12 - closed\n")
    assert batch.taken[0].form == "transcript"
