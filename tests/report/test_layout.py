"""Which rows a report shows for a centre with self-service, chases and duplicates."""

from sim.experiment.answer import cells
from sim.kpi import measure
from sim.report.layout import Group, groups, row_label
from sim.rules.lifecycle import Cause, ChannelKind, Outcome, Reason, Way
from sim.scenario.centre import Channel
from sim.streams import pack_issue
from tests.kpi.builder import Row, S, answered, build_record, build_world, left, session, turned_away

KINDS = {"c0": "self_service", "c1": "live", "c2": "deferred", "c3": "messaging", "c4": "community"}


def shown(
    contacts: list[Row],
    also: tuple[str, ...] = (),
    turns: tuple[tuple[int, ...], ...] = (),
    has_cost_centres: bool = False,
    **more: object,
) -> dict[str, Group]:
    """Groups by title, of a centre with a bot, a phone, letters, messages and a forum."""
    kinds = (ChannelKind.SELF_SERVICE, ChannelKind.LIVE, ChannelKind.DEFERRED)
    kinds += (ChannelKind.MESSAGING, ChannelKind.COMMUNITY)
    world = build_world(kinds=kinds, target_s=(-1.0, 20.0, -1.0, -1.0, -1.0), follow=2, **more)  # type: ignore[arg-type]
    sums = measure(build_record(contacts, turns=turns), world)
    channels = {name: Channel.model_validate({"kind": kind}) for name, kind in KINDS.items()}
    found = groups(cells({"base": [sums]}, "base"), channels, sums.thresholds, also, has_cost_centres)
    return {group.title: group for group in found}


def names(group: Group) -> list[str]:
    return [cell.kpi.name for cell in group.cells]


def test_self_service_shows_its_sessions_and_no_service_level() -> None:
    """What became of sessions; no wait, no handle time, no promise; closed and blocked only where there are any."""
    found = shown([session(1, 0, 60), answered(2, 0, channel=1)])
    wanted = [
        "sessions",
        "containment_naive",
        "containment_true",
        "self_service_resolution",
        "escalation_rate",
        "self_service_time",
    ]
    assert names(found["C0 (self service)"]) == wanted
    assert [cell.of for cell in found["Work"].cells if cell.kpi.name == "aht"] == ["c1", "c2", "c3", "c4"]
    blocked = shown([session(1, 0, 60), turned_away(2, 0, Outcome.BLOCKED)])
    assert names(blocked["C0 (self service)"]) == [*wanted, "block_rate"]


def test_what_was_not_seen_is_not_shown() -> None:
    """Without self-service, chases and duplicates a report is what it was."""
    journey = names(shown([answered(1, 0, channel=1)])["Resolution and journeys"])
    assert not {"deflection", "chases_per_issue", "duplicates_per_issue", "transfers_per_issue"} & set(journey)
    phone = next(group for title, group in shown([answered(1, 0, channel=1)]).items() if title.startswith("C1"))
    assert names(phone) == ["service_level_short_excluded", "asa", "abandonment_rate"]


def test_what_was_seen_stands_where_it_belongs() -> None:
    """Deflection, chases and duplicates with the journeys; withdrawn letters with the letters, redirects with calls."""
    contacts = [
        session(1, 0, 60),
        answered(2, 0, 9000, 60, channel=2, is_resolved=-1),
        left(2, 0, 2000, Outcome.WITHDRAWN, visit=1, channel=2, reason=Reason.CHASE),
        answered(2, 2000, 0, 60, visit=2, channel=1, reason=Reason.CHASE),
        answered(3, 0, 0, 60, channel=1, is_resolved=0),
        answered(3, 60, 0, 60, visit=1, channel=1, reason=Reason.TRANSFER, is_resolved=0),
        answered(3, 900, 0, 60, visit=2, channel=2, reason=Reason.REDIRECT),
        answered(3, 9000, 0, 60, visit=3, channel=1, reason=Reason.FOLLOW_UP),
    ]
    found = shown(contacts)
    assert names(found["Resolution and journeys"]) == [
        "resolution_rate",
        "deflection",
        "fcr_true",
        "fcr_observed",
        "contacts_per_issue",
        "transfers_per_issue",
        "chases_per_issue",
        "duplicates_per_issue",
        "follow_ups_per_issue",
        "repeats_per_issue",
        "time_to_resolution",
        "wait_per_issue",
    ]
    by_channel = {title[:2]: names(group) for title, group in found.items()}
    assert by_channel["C1"][-2:] == ["redirect_rate", "transfer_rate"]
    assert by_channel["C2"][-2:] == ["withdrawal_rate", "duplicate_rate"]


def labels(group: Group) -> list[str]:
    return [row_label(cell, group) for cell in group.cells]


def test_messages_show_their_turns_and_posts_what_peers_answered() -> None:
    """First reply, time between replies, turns and how long it all takes; of posts who answered them."""
    contacts = [answered(1, 0, 60, 3000, channel=3), answered(2, 0, 60, 60, channel=4)]
    turns = ((1, 0, 0, 0, 0, 60 * S, 120 * S), (1, 0, 1, 0, 2000 * S, 2000 * S, 3060 * S))
    found = {title[:2]: names(group) for title, group in shown(contacts, turns=turns).items()}
    assert found["C3"] == [
        "reply_time",
        "reply_time_working",
        "inter_reply_time",
        "turns_per_conversation",
        "session_time",
        "backlog_at_end",
    ]
    assert found["C4"] == ["peer_answer_share", "reply_time", "reply_time_working", "backlog_at_end"]
    by_peer = left(3, 0, 60, Outcome.CONTAINED, channel=4, talk_end_tick=60 * S, is_resolved=1)
    with_peers = {title[:2]: names(group) for title, group in shown([*contacts, by_peer]).items()}
    assert with_peers["C4"][:3] == ["peer_answer_share", "peer_answer_time", "peer_resolution"]


def test_who_was_turned_away_where_replies_are_awaited_is_shown_where_there_were_any() -> None:
    """Letters, messages and posts may be blocked by a full queue, balk, or find their channel out of service."""
    outcomes = (Outcome.BLOCKED, Outcome.BALKED, Outcome.CLOSED)
    contacts = [
        turned_away(10 * channel + number, 0, outcome, channel=channel)
        for channel in (2, 3, 4)
        for number, outcome in enumerate(outcomes)
    ]
    found = {title[:2]: names(group) for title, group in shown(contacts).items()}
    for channel in ("C2", "C3", "C4"):
        at = found[channel].index("block_rate")
        assert found[channel][at : at + 3] == ["block_rate", "balk_rate", "closed_rate"]


def test_holds_warm_transfers_and_wrong_queues_are_shown_where_there_are_any() -> None:
    """With the calls, and the hold beside their handle time."""
    contacts = [answered(1, 0, channel=1, way=Way.PASSED_ON_WARM, hold_s=20), answered(2, 0, channel=1, way=5)]
    contacts += [answered(1, 60, channel=1, visit=1, reason=Reason.TRANSFER)]
    found = shown(contacts)
    phone = next(names(group) for title, group in found.items() if title.startswith("C1"))
    assert phone[-3:] == ["transfer_rate", "warm_share", "wrong_queue_rate"]
    work = [(cell.kpi.name, cell.of) for cell in found["Work"].cells]
    assert work[:3] == [("aht", "c1"), ("hold_time", "c1"), ("aht", "c2")]


def test_issues_averted_and_induced_are_lines_of_their_own() -> None:
    """Beside the issues where there are any; else not at all."""
    volume = ["issues", "issues_induced", "issues_averted", "offered", "answered"]
    contacts = [answered(1, 0, channel=1), answered(pack_issue(128, 0, 0, 0), 0, channel=1)]
    assert names(shown(contacts, n_averted=2)["Work"])[-5:] == volume
    assert names(shown(contacts[:1])["Work"])[-4:] == ["aht", "issues", "offered", "answered"]


def repeats() -> list[Row]:
    """Three who abandon and call again, two sent elsewhere, one not helped, one opened again."""
    causes = [Cause.ABANDONED] * 3 + [Cause.REDIRECTED] * 2 + [Cause.NOT_SOLVED, Cause.REOPENED]
    contacts = []
    for issue, cause in enumerate(causes):
        first = left(issue, 0, 60, channel=1) if cause == Cause.ABANDONED else answered(issue, 0, channel=1)
        contacts += [first, answered(issue, 900, channel=1, visit=1, reason=Reason.RETURN, led_by=cause)]
    return contacts


def test_failure_demand_is_shown_with_its_three_largest_causes() -> None:
    """Shares of contacts and of time, then the causes; without any repeat there is no such block."""
    group = shown(repeats())["Failure demand"]
    assert labels(group) == [
        "Share of repeat contacts",
        "Share of time for repeats",
        "Contacts, cause: abandoned",
        "Contacts, cause: redirected",
        "Contacts, cause: not solved",
    ]
    assert [cell.estimates["base"].value for cell in group.cells][2:] == [3 / 14, 2 / 14, 1 / 14]
    assert group.cuts == ((5, "and 1 more (--kpi failure_share)"),)
    assert not group.is_judged
    assert "Failure demand" not in shown([answered(1, 0, channel=1)])


def test_who_causes_and_who_pays_is_shown_where_cost_centres_are_named() -> None:
    """Two causes, two who cause, two who pay: what is abandoned is planning's, all else that of the team itself."""
    named = {"cost_centres": ("care", "planning"), "causing": {int(Cause.ABANDONED): 1}}
    group = shown(repeats(), has_cost_centres=True, **named)["Failure demand"]
    assert group.cuts == ((4, "and 2 more (--kpi failure_share)"),)
    assert labels(group) == [
        "Share of repeat contacts",
        "Share of time for repeats",
        "Contacts, cause: abandoned",
        "Contacts, cause: redirected",
        "Time, caused by care",
        "Time, caused by planning",
        "Time, paid by care",
    ]


def test_failure_demand_that_is_asked_for_is_shown_by_every_cut_that_has_any() -> None:
    """Channels and teams all, causes and cost centres where there are any; one of a name only."""
    named = {"cost_centres": ("care", "planning"), "causing": {int(Cause.ABANDONED): 1}}
    asked = shown(repeats(), also=("failure_contacts",), **named)["Also asked for"]
    causes = [cell.of for cell in asked.cells if cell.cut == "cause"]
    assert causes == ["abandoned", "not_solved", "redirected", "reopened"]
    assert [cell.of for cell in asked.cells if cell.cut == "paid_by"] == ["care"]
    assert [cell.of for cell in asked.cells if cell.cut == "channel"] == list(KINDS)
    one = shown(repeats(), also=("failure_contacts:planning",), **named)["Also asked for"]
    assert labels(one) == ["Repeat contacts, caused by planning"]
