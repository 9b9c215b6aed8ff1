from things_said import said, theme

from voc.pipeline.recipients import readerships
from voc.settings import Mail, Settings, Team
from voc.types import Kind

BILLING = Team(name="Billing", to=("bill@x.jp", "both@x.jp"), areas=("billing",), languages=("en",))
PRINT = Team(name="印刷", to=("print@x.jp", "both@x.jp"), words=("印刷",), languages=("ja",))
ALL = Team(name="Leads", to=("lead@x.jp", "both-and-lead@x.jp"))
TOO = Team(name="Too", to=("both-and-lead@x.jp",), themes=("theme-1",))


def who(settings, languages=("ja",)):
    return {
        recipient: (group.scope and group.scope.name, "+".join(group.languages))
        for group in readerships(settings, languages)
        for recipient in group.recipients
    }


def test_everyone_stands_in_one_audience_with_all_that_is_theirs():
    settings = Settings(mail=Mail(to=("boss@x.jp", "bill@x.jp")), teams=(BILLING, PRINT, ALL, TOO))
    assert who(settings, ("ja", "en")) == {
        "boss@x.jp": (None, "ja+en"),
        "bill@x.jp": (None, "ja+en"),
        "both@x.jp": ("Billing + 印刷", "en+ja"),
        "print@x.jp": ("印刷", "ja"),
        "lead@x.jp": (None, "ja+en"),
        "both-and-lead@x.jp": (None, "ja+en"),
    }


def test_people_who_get_the_same_share_an_audience():
    settings = Settings(mail=Mail(to=("a@x.jp", "b@x.jp", "a@x.jp")))
    (group,) = readerships(settings, ("ja",))
    assert group.recipients == ("a@x.jp", "b@x.jp")


def test_an_address_written_in_two_ways_is_one_recipient():
    settings = Settings(
        mail=Mail(to=("Aoi <Aoi@X.jp>", "aoi@x.jp")), teams=(Team(name="t", to=("AOI@x.jp",)),)
    )
    (group,) = readerships(settings, ("ja",))
    assert group.recipients == ("Aoi <Aoi@X.jp>",)


def test_a_finding_is_a_teams_by_its_area_or_its_themes_id_or_title():
    one = theme("theme-1", Kind.PAIN).model_copy(
        update={"title": {"ja": "帳票の印刷が止まる", "en": "Printing"}}
    )
    themes = {"theme-1": one}

    def holds(team, **other):
        (group,) = readerships(Settings(teams=(team,)), ("ja",))
        return group.scope.holds(said("theme-1", "A1", **other), themes)

    assert holds(PRINT)
    assert holds(TOO)
    assert not holds(BILLING)
    assert holds(BILLING, area="Billing")
    assert not holds(Team(name="x", to=("a@x.jp",), words=("invoice",)))
