"""Which KPIs a report shows, and in which groups.

Heads and hours come first (KPIS.md 8). Waiting is shown by channel, for a mean over phone and e-mail is the
wait of nobody. A channel of self-service has neither a queue nor an agent: it shows what became of its sessions.
Failure demand is shown when there is any, with its largest causes, and how many more there are. Rows that are 0 in
every strategy (nobody was blocked) are left out where marked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.experiment.answer import Cell
from sim.kpi import REASONS, Thresholds
from sim.scenario.centre import Channel
from sim.units import TICKS_PER_SECOND, format_duration


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading.

    Attributes:
        title: The heading.
        cells: Its rows.
        is_judged: Its rows count in the answer in words (people and volumes do not).
        cuts: What was left out where a list was cut to its largest: (cells of the group before it, line).
    """

    title: str
    cells: tuple[Cell, ...]
    is_judged: bool = True
    cuts: tuple[tuple[int, str], ...] = ()


_PEOPLE = ("fte", "paid_hours", "on_queue_hours", "overtime_hours", "occupancy")
_LIVE = (
    "service_level_short_excluded",
    "asa",
    "asa_callback_zero",
    "asa_to_connect",
    "reserved_wait",
    "own_agent_share",
    "abandonment_rate",
    "silent_share",
    "block_rate",
    "balk_rate",
    "closed_rate",
    "disconnect_rate",
    "withdrawal_rate",
    "redirect_rate",
    "transfer_rate",
    "warm_share",
    "wrong_queue_rate",
    "duplicate_rate",
    "offers_missed",
    "callback_acceptance",
    "callback_reach",
    "callback_unreached_rate",
    "callback_expired_rate",
    "callback_promise_kept",
    "callback_wait",
    "callback_repeats",
    "missed_rung",
    "missed_reach",
    "missed_unreached_rate",
    "missed_expired_rate",
    "missed_crossed_rate",
    "missed_promise_kept",
    "campaign_calls",
    "campaign_reach",
    "campaign_unreached_rate",
    "campaign_expired_rate",
    "campaign_resolution",
    "campaign_h",
)
_WITH_CALLBACKS = ("asa_callback_zero", "asa_to_connect")
"""Speeds of answer that say something only where callbacks are accepted."""
_DEFERRED = (
    "service_level_short_excluded",
    "reply_in_time",
    "reply_time",
    "reply_time_working",
    "backlog_at_end",
    "still_open",
    "own_agent_share",
    "block_rate",
    "balk_rate",
    "closed_rate",
    "withdrawal_rate",
    "redirect_rate",
    "transfer_rate",
    "wrong_queue_rate",
    "duplicate_rate",
)
_MESSAGING = (*_DEFERRED[:4], "inter_reply_time", "turns_per_conversation", "session_time", *_DEFERRED[4:])
_COMMUNITY = ("peer_answer_share", "peer_answer_time", "peer_resolution", *_DEFERRED)
_SELF_SERVICE = (
    "sessions",
    "containment_naive",
    "containment_true",
    "self_service_resolution",
    "escalation_rate",
    "self_service_time",
    "block_rate",
    "closed_rate",
)
_JOURNEY = (
    "resolution_rate",
    "deflection",
    "open_share",
    "fcr_true",
    "fcr_observed",
    "lost_in_hand_off",
    "contacts_per_issue",
    "transfers_per_issue",
    "chases_per_issue",
    "duplicates_per_issue",
    "follow_ups_per_issue",
    "repeats_per_issue",
    "time_to_resolution",
    "wait_per_issue",
)
_COST = (
    "cost",
    "cost_wages",
    "cost_idle",
    "cost_licences",
    "cost_platform",
    "cost_lines",
    "cost_messages",
    "cost_sessions",
    "cost_dialling",
)
_WORTH = ("value_won", "value_lost", "balance")
"""Shown where issues are worth something."""
_COST_PER = ("cost_per_resolved_issue", "cost_per_issue", "cost_per_contact", "cost_failure_share")
_WORK = ("aht", "hold_time", "ring_h", "ghost_h")
_VOLUME = ("issues", "issues_induced", "issues_averted", "offered", "answered")
_MOST_CAUSES = 3
_MOST_OF_EACH = 2
"""Causes, cost centres that cause, and cost centres that pay, where several cost centres are named."""
_ONLY_IF_SEEN = frozenset(
    {
        "cost_idle",
        "cost_licences",
        "cost_platform",
        "cost_lines",
        "cost_messages",
        "cost_sessions",
        "cost_dialling",
        "reserved_wait",
        "own_agent_share",
        "silent_share",
        "offers_missed",
        "ring_h",
        "ghost_h",
        "block_rate",
        "balk_rate",
        "closed_rate",
        "disconnect_rate",
        "withdrawal_rate",
        "redirect_rate",
        "transfer_rate",
        "warm_share",
        "wrong_queue_rate",
        "duplicate_rate",
        "hold_time",
        "callback_acceptance",
        "callback_reach",
        "callback_unreached_rate",
        "callback_expired_rate",
        "callback_promise_kept",
        "callback_wait",
        "callback_repeats",
        "missed_rung",
        "missed_reach",
        "missed_unreached_rate",
        "missed_expired_rate",
        "missed_crossed_rate",
        "missed_promise_kept",
        "campaign_calls",
        "campaign_reach",
        "campaign_unreached_rate",
        "campaign_expired_rate",
        "campaign_resolution",
        "campaign_h",
        "issues_induced",
        "issues_averted",
        "peer_answer_time",
        "peer_resolution",
        "overtime_hours",
        "open_share",
        "still_open",
        "deflection",
        "lost_in_hand_off",
        "transfers_per_issue",
        "chases_per_issue",
        "duplicates_per_issue",
        "follow_ups_per_issue",
    }
)
_BY_KIND = {
    "deferred": _DEFERRED,
    "messaging": _MESSAGING,
    "community": _COMMUNITY,
    "self_service": _SELF_SERVICE,
}
_FAILURES = "Failure demand"
_SHORT = {"failure_share": "Contacts", "failure_time_share": "Time"}
"""Titles of rows by cause and by cost centre under the heading of failure demand."""
_SAID = {"cause": "cause: ", "caused_by": "caused by ", "paid_by": "paid by "}
EQUAL_COST = ("fte", "paid_hours", "on_queue_hours")
"""The rows a comparison must have equal, to within 0.5 %, to be one at equal cost."""


def groups(
    cells: list[Cell],
    channels: Mapping[str, Channel],
    thresholds: Thresholds,
    also: tuple[str, ...] = (),
    has_cost_centres: bool = False,
    currency: str = "",
) -> list[Group]:
    """Choose the rows of a report.

    Args:
        cells: Every cell.
        channels: Channels of the base, for their kinds and order.
        thresholds: Of the base; channels without a target show no service level.
        also: Further KPIs to show, as "asa" (with every cut) or "asa:phone".
        has_cost_centres: Say who causes failure demand and who pays for it.
        currency: Of all money, where there are costs.
    """
    by_place = {(cell.kpi.name, cell.cut, cell.of): cell for cell in cells}
    people = _rows(by_place, _PEOPLE, "all", "all")
    found = [Group("People", (*people, *_by_team(cells)), is_judged=False)]
    for index, (name, channel) in enumerate(channels.items()):
        names = _BY_KIND.get(channel.kind, _LIVE)
        has_target = thresholds.target_s[index] == thresholds.target_s[index]
        rows = _rows(by_place, names, "channel", name)
        if not has_target or _is_reply_time(channel, thresholds, index):
            rows = tuple(row for row in rows if not row.kpi.name.startswith("service_level"))
        if channel.reply_within is None:
            rows = tuple(row for row in rows if row.kpi.name != "reply_in_time")
        found.append(Group(_title(name, channel, thresholds, index), rows))
    found.append(Group("Resolution and journeys", _rows(by_place, _JOURNEY, "all", "all")))
    found.append(_failures(cells, by_place, has_cost_centres))
    worth = _rows(by_place, _WORTH, "all", "all")
    worth = worth if any(_largest(cell) > 0.0 for cell in worth[:2]) else ()
    money = (*_rows(by_place, _COST_PER, "all", "all"), *_rows(by_place, _COST, "all", "all"))
    by_channel = [row for name in channels for row in _rows(by_place, ("cost_per_contact",), "channel", name)]
    found.append(Group(f"Money ({currency})" if currency else "Money", (*money, *worth, *by_channel)))
    with_people = [name for name, channel in channels.items() if channel.kind != "self_service"]
    handled = tuple(row for name in with_people for row in _rows(by_place, _WORK, "channel", name))
    found.append(Group("Work", (*handled, *_rows(by_place, _VOLUME, "all", "all")), is_judged=False))
    if also:
        found.append(Group("Also asked for", _also(cells, also), is_judged=False))
    return [group for group in found if group.cells]


def _by_team(cells: list[Cell]) -> tuple[Cell, ...]:
    """Occupancy of each team, where there are several: a team that stands idle all night shows here."""
    rows = tuple(cell for cell in cells if cell.kpi.name == "occupancy" and cell.cut == "pool")
    return rows if len(rows) > 1 else ()


def _failures(cells: list[Cell], by_place: Mapping[tuple[str, str, str], Cell], has_cost_centres: bool) -> Group:
    """Repeats among contacts and among handle time, and the largest of what is behind them; nothing without any."""
    rows = list(_rows(by_place, ("failure_share", "failure_time_share"), "all", "all"))
    if not any(_largest(cell) > 0.0 for cell in rows):
        return Group(_FAILURES, (), is_judged=False)
    places, most = [("failure_share", "cause")], _MOST_CAUSES
    if has_cost_centres:
        places += [("failure_time_share", "caused_by"), ("failure_time_share", "paid_by")]
        most = _MOST_OF_EACH
    cuts = []
    for name, cut in places:
        seen = _by_size(cells, name, cut)
        rows += seen[:most]
        if len(seen) > most:
            cuts.append((len(rows), f"and {len(seen) - most} more (--kpi {name})"))
    return Group(_FAILURES, tuple(rows), is_judged=False, cuts=tuple(cuts))


def _by_size(cells: list[Cell], name: str, cut: str) -> list[Cell]:
    """The cells of a cut with values above 0, the largest first."""
    seen = [cell for cell in cells if cell.kpi.name == name and cell.cut == cut and _largest(cell) > 0.0]
    return sorted(seen, key=_largest, reverse=True)


def _largest(cell: Cell) -> float:
    """The largest value of a cell over strategies, 0 where all are blank."""
    return max((found.value for found in cell.estimates.values() if found.value > 0.0), default=0.0)


def row_label(cell: Cell, group: Group) -> str:
    """Name a row: title, variant where the title does not say it, and what it is cut by."""
    title, variant = cell.kpi.title, cell.kpi.variant
    if variant and variant.replace("_", " ") not in title and variant not in title and cell.cut != "pool":
        title += f" ({variant})" if len(title) + len(variant) < 38 else ""
    if cell.cut in _SAID:
        title = _SHORT.get(cell.kpi.name, title) if group.title == _FAILURES else title
        title += f", {_SAID[cell.cut]}{cell.of.replace('_', ' ')}"
    elif cell.of != "all" and not group.title.lower().startswith(cell.of.lower()):
        title += f", {cell.of}"
    return title


def _rows(by_place: Mapping[tuple[str, str, str], Cell], names: tuple[str, ...], cut: str, of: str) -> tuple[Cell, ...]:
    """Take the cells of names, without those that are only shown if seen and were not."""
    return tuple(_chosen(by_place, names, cut, of))


def _chosen(by_place: Mapping[tuple[str, str, str], Cell], names: tuple[str, ...], cut: str, of: str) -> Iterator[Cell]:
    for name in names:
        cell = by_place.get((name, cut, of))
        accepted = by_place.get(("callbacks_accepted", cut, of))
        if cell is None or (name in _WITH_CALLBACKS and (accepted is None or _largest(accepted) <= 0.0)):
            continue
        if _largest(cell) > 0.0 or name not in _ONLY_IF_SEEN:
            yield cell


def _also(cells: list[Cell], wanted: tuple[str, ...]) -> tuple[Cell, ...]:
    """Take the cells that were asked for by name; of causes and cost centres those that there are."""
    pairs = [text.strip().partition(":")[::2] for text in wanted]
    there = [cell for cell in cells if cell.cut not in REASONS or _largest(cell) > 0.0]
    return tuple(cell for cell in there if any(cell.kpi.name == name and of in ("", cell.of) for name, of in pairs))


def _is_reply_time(channel: Channel, thresholds: Thresholds, index: int) -> bool:
    """Whether the promise is the deadline of replies, so that "replies in time" says it all."""
    reply = channel.reply_within
    if reply is None:
        return False
    is_same_clock = bool(reply.working) == thresholds.target_is_working[index]
    return is_same_clock and reply.ticks == round(thresholds.target_s[index] * TICKS_PER_SECOND)


def _title(name: str, channel: Channel, thresholds: Thresholds, index: int) -> str:
    """Head a channel's rows with its kind and its target."""
    target_s = thresholds.target_s[index]
    head = f"{name[:1].upper()}{name[1:]} ({channel.kind.replace('_', ' ')})"
    if channel.kind == "self_service":
        return head
    if target_s != target_s and channel.reply_within is not None:
        reply_s = channel.reply_within.ticks / TICKS_PER_SECOND
        return f"{head}: reply within {_within(reply_s, channel.reply_within.working)} promised"
    if target_s != target_s:
        return f"{head}: no service level promised"
    within = _within(target_s, thresholds.target_is_working[index])
    if thresholds.target_share[index] != thresholds.target_share[index]:
        return f"{head}: within {within}, no share promised"
    share = f"{100 * thresholds.target_share[index]:g} %"
    return f"{head}: {share} in {within} promised"


def _within(seconds: float, is_working: bool) -> str:
    if is_working and seconds % 3600 == 0:
        return f"{seconds / 3600:g} working hour{'' if seconds == 3600 else 's'}"
    if is_working:
        return f"{seconds / 60:g} working minutes"
    return format_duration(round(seconds * TICKS_PER_SECOND))
