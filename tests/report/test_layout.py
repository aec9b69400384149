"""Which rows a report shows for a centre with self-service, chases and duplicates."""

from sim.experiment.answer import cells
from sim.kpi import measure
from sim.report.layout import Group, groups
from sim.rules.lifecycle import ChannelKind, Outcome, Reason
from sim.scenario.centre import Channel
from tests.kpi.builder import Row, answered, build_record, build_world, left, session, turned_away

KINDS = {"c0": "self_service", "c1": "live", "c2": "deferred"}


def shown(contacts: list[Row], also: tuple[str, ...] = ()) -> dict[str, Group]:
    """Groups by title, of a centre with a bot, a phone and letters."""
    kinds = (ChannelKind.SELF_SERVICE, ChannelKind.LIVE, ChannelKind.DEFERRED)
    world = build_world(kinds=kinds, target_s=(-1.0, 20.0, -1.0), follow=2)
    sums = measure(build_record(contacts), world)
    channels = {name: Channel.model_validate({"kind": kind}) for name, kind in KINDS.items()}
    found = groups(cells({"base": [sums]}, "base"), channels, sums.thresholds, also)
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
    assert [cell.of for cell in found["Work"].cells if cell.kpi.name == "aht"] == ["c1", "c2"]
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
