import pytest
from things_said import said, theme

from voc.reports import digest
from voc.settings import Team
from voc.types import Account, Kind

ACCOUNTS = {
    "A1": Account(id="A1", name="Aoi KK", segment="retail", mrr=1000.0),
    "A2": Account(id="A2", name="Beni KK", segment="retail", mrr=5000.0),
    "A3": Account(id="A3", name="Cha KK"),
}


def built(week, *placed, **others):
    themes = {one.theme: theme(one.theme, one.finding.kind) for one in placed if one.theme}
    fields = {"placed": list(placed), "themes": themes, "accounts": ACCOUNTS}
    return digest.build(**week | fields | others)


def test_a_complaint_knows_the_companies_it_hits_and_what_they_pay_once(week):
    made = built(
        week,
        said("slow", "A1", text="one"),
        said("slow", "A1", text="two"),
        said("slow", "A2"),
        said("slow", "A3"),
        said("slow", "person:Z"),
    )
    hit = made.complaints[0].hit
    assert hit.companies == ("Beni KK", "Aoi KK", "Cha KK")
    assert (hit.revenue, hit.priced) == (6000.0, 2)


def test_revenue_that_nobody_knows_is_not_zero(week):
    assert built(week, said("slow", "A3"), said("slow", "person:Z")).complaints[0].hit.revenue is None


@pytest.mark.parametrize(
    ("team", "named"),
    [
        pytest.param(Team(name="T", areas=("Support",)), ("T",), id="its area"),
        pytest.param(Team(name="T", themes=("kind",)), ("T",), id="its theme"),
        pytest.param(Team(name="T", words=("福原",)), ("T",), id="a name in the praise"),
        pytest.param(Team(name="T", areas=("ｓｕｐｐｏｒｔ",)), ("T",), id="its area in other letters"),
        pytest.param(Team(name="T", words=("billing",)), (), id="nothing of theirs"),
    ],
)
def test_praise_names_the_team_it_is_for(week, team, named):
    made = built(
        week,
        said("kind", "A1", kind=Kind.PRAISE, area="Support", text="福原さんが助けてくれた"),
        teams=[team],
    )
    assert made.praise[0].teams == named


def test_a_word_in_a_quote_makes_a_complaint_nobody_s(week):
    made = built(week, said("slow", "A1", text="福原"), teams=[Team(name="T", words=("福原",))])
    assert made.complaints[0].teams == ()


def test_last_week_s_complaining_customers_stand_beside_this_week_s(week):
    earlier = [said("slow", customer, week="2026-W42") for customer in ("A1", "A2")]
    volumes = {"2026-W42": 9, "2026-W43": 40}
    assert built(week, *earlier, said("slow", "A1"), volumes=volumes).complaining_before == 2
    assert built(week, said("slow", "A1")).complaining_before is None


def test_a_digest_reads_back_as_it_was_written(week):
    made = built(week, said("slow", "A1"), said(None, "A2", kind=Kind.CHURN_SIGNAL, text="We leave"))
    assert digest.Digest.model_validate_json(made.model_dump_json()) == made
