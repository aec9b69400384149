"""Asking fewer questions changes no draw: what a scenario does not ask leaves every other answer as it was."""

from sim.rules.lifecycle import Outcome
from tests.chance.centres import centre, played

OWN = ("channel", "segment", "intent", "arrived_tick", "talk_ticks", "wrap_up_ticks", "outcome", "is_resolved")


def first_visits(text: str, names: tuple[str, ...] = OWN) -> dict[int, tuple[int, ...]]:
    """Return the named columns of all first contacts by issue."""
    _, record = played(text)
    rows = zip(*(record.contacts[name].tolist() for name in ("issue", "visit", *names)), strict=True)
    return {issue: row for issue, visit, *row in rows if visit == 0}


def test_without_what_next_first_contacts_are_the_same() -> None:
    """Journeys off: the same first contacts with the same times and the same answers, only nothing after them."""
    assert first_visits(centre(is_ample=True)) == first_visits(centre(is_ample=True, what_next=""))


def test_without_patience_nothing_but_leaving_changes() -> None:
    """Nobody has to wait here, so customers who would never leave have the very same first contacts."""
    assert first_visits(centre(is_ample=True)) == first_visits(centre(is_ample=True, patience=""))


def test_without_one_channel_the_others_are_the_same() -> None:
    """The demand row of mail gone: first contacts on phone and chat keep identity, times and answers."""
    with_mail, without = first_visits(centre(is_ample=True)), first_visits(centre(is_ample=True, mail=""))
    assert 0 < len(without) < len(with_mail)
    assert without.items() <= with_mail.items()


def test_fewer_visits_are_the_first_of_more_visits() -> None:
    """With at most 2 visits instead of 4, visits 0 and 1 are made by the same draws."""
    names = ("issue", "visit", "arrived_tick", "channel", "reason", "talk_ticks", "story", "outcome")
    rows = []
    for most in ("4 visits", "2 visits"):
        text = centre(is_ample=True).replace("at_most: 4 visits", f"at_most: {most}")
        contacts = played(text)[1].contacts
        rows.append({row for row in zip(*(contacts[name].tolist() for name in names), strict=True) if row[1] < 2})
    assert rows[0] == rows[1]
    assert any(row[1] == 1 for row in rows[0])


def test_a_longer_horizon_keeps_the_days_before() -> None:
    """A third day adds issues and changes none of the first two days."""
    (two, _), (three, _) = played(centre(days=2)), played(centre(days=3))
    issues = {days: set(w.arrivals.issue.tolist()) for days, w in ((2, two), (3, three))}
    assert issues[2] < issues[3]
    kept = [i for i, issue in enumerate(three.arrivals.issue.tolist()) if issue in issues[2]]
    assert (three.arrivals.tick[kept] == two.arrivals.tick).all()
    assert (three.arrivals.segment[kept] == two.arrivals.segment).all()


def test_everybody_waits_somewhere_in_the_plain_centre() -> None:
    """The centre that the other tests take does make customers wait, leave, balk and come back."""
    _, record = played(centre())
    seen = set(record.contacts["outcome"].tolist())
    assert seen >= {Outcome.ANSWERED, Outcome.ABANDONED, Outcome.BALKED, Outcome.BLOCKED, Outcome.CLOSED}
    assert int(record.contacts["visit"].max()) == 3
