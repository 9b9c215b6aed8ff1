"""What words a search leaves out in English."""

from voc.locale.topics.search import Search

CONTENT = Search(
    stop_words=frozenset(
        """a about after again all also am an and any are as at be because been before being both but by
        can could did do does down each even ever every for from get gets getting go goes going got had
        has have having he her here his how i if in into is it its just me might more most must my no
        not now of off on one only or other our out over own said same say says shall she should since
        so some still such than that the their them then there these they this those to too two under
        until up us very was we went were what when where which while who why will with would you your
        im ive id ll ve re s t d m""".split()
    ),
    asking=tuple(
        """client clients customer customers people user users many much make made makes want wants ask
        asks asked give gave mention mentions main whose think tell happen happened any answer praise
        complain complains complaint complaints request requests opinion feedback like dislike""".split()
    ),
    endings=("ings", "ing", "edly", "ed", "ies", "es", "s", "ly"),
)
