"""The world's figures as Python lists, which plain Python reads several times faster than arrays."""

from sim.rules.lifecycle import ASYNC, BUILT_IN_CAUSES
from sim.rules.routing import fits
from sim.world.world import World

Quantiles = list[int]


class Tables:
    """Lists by index, as in `sim.world.world`, with quantile tables in place of their numbers."""

    def __init__(self, world: World) -> None:
        behaviour, channels, routing = world.behaviour, world.channels, world.routing
        quantiles: list[Quantiles] = behaviour.tables.tolist()

        def of(number: int) -> Quantiles | None:
            return quantiles[number] if number >= 0 else None

        self.talk: list[list[list[Quantiles]]] = [
            [[quantiles[max(0, t)] for t in slots] for slots in by_channel] for by_channel in behaviour.talk.tolist()
        ]
        self.wrap_up = [[[of(t) for t in slots] for slots in row] for row in behaviour.wrap_up.tolist()]
        self.patience = [[[of(t) for t in slots] for slots in row] for row in behaviour.patience.tolist()]
        self.next_delay = [[[of(t) for t in row] for row in causes] for causes in behaviour.next_delay.tolist()]
        self.once_open: list[list[int]] = behaviour.once_open.tolist()
        self.open_start: list[list[int]] = [starts.tolist() for starts in channels.open_start]
        self.open_end: list[list[int]] = [ends.tolist() for ends in channels.open_end]
        self.keeps_patience: list[int] = behaviour.keeps_patience.tolist()
        self.leaves_at_once: list[list[int]] = behaviour.leaves_at_once.tolist()
        self.solved: list[list[float]] = behaviour.solved.tolist()
        self.next_share: list[list[list[list[float]]]] = behaviour.next_share.tolist()
        self.stay: list[list[list[float]]] = behaviour.stay.tolist()
        self.queue_handle: list[float] = routing.mean_handle.tolist()
        self.level_handle: list[float] = behaviour.level_handle.tolist()
        self.level_solved: list[float] = behaviour.level_solved.tolist()
        self.max_visits = behaviour.max_visits
        self.keep: list[float] = behaviour.keep.tolist()
        self.contained: list[list[float]] = behaviour.contained.tolist()
        self.contained_solved: list[list[float]] = behaviour.contained_solved.tolist()
        self.residue: list[list[float]] = behaviour.residue.tolist()
        self.tolerance = [of(t) for t in behaviour.tolerance.tolist()]
        self.recognised, self.solved_ticks = behaviour.recognised, behaviour.solved_ticks
        self.redirects: list[list[float]] = behaviour.redirects.tolist()
        self.pool_redirects: list[float] = behaviour.pool_redirects.tolist()
        self.passed_share: list[list[float]] = behaviour.passed_share.tolist()
        self.passed_lost: list[list[float]] = behaviour.passed_lost.tolist()
        self.passed_intent: list[list[int]] = behaviour.passed_intent.tolist()
        self.passed_channel: list[list[int]] = behaviour.passed_channel.tolist()
        self.passed_delay = [[of(t) for t in row] for row in behaviour.passed_delay.tolist()]
        self.passed_warm: list[list[float]] = behaviour.passed_warm.tolist()
        self.conference = [[of(t) for t in row] for row in behaviour.conference.tolist()]
        self.known_ticks = behaviour.known_ticks
        self.effect_talk: list[list[float]] = behaviour.effect_talk.tolist()
        self.effect_wrap_up: list[list[float]] = behaviour.effect_wrap_up.tolist()
        self.patience_factor = behaviour.patience_factor
        asks_again = any(rule is not None and rule.tolerance >= 0 for rule in behaviour.callbacks)
        self.can_chase = asks_again or any(table is not None for table in self.tolerance)
        sent = behaviour.redirects.any() or behaviour.pool_redirects.any() or behaviour.passed_share.any()
        self.is_plain = not sent
        """Whether every conversation is either resolved or not: nobody is sent elsewhere or passed on."""
        self.reopens: list[list[float]] = behaviour.reopens.tolist()
        self.cause_share: list[float] = behaviour.cause_share.tolist()
        self.level_cause, self.story_cause = (world.names.causes.index(name) for name in BUILT_IN_CAUSES)
        self.carries_age = bool(behaviour.carries_age)
        self.keep_same_agent = behaviour.keep_same_agent
        self.lost_ticks, self.kept_ticks = behaviour.lost_ticks, behaviour.kept_ticks
        self.lost_solved, self.change_ticks = behaviour.lost_solved, behaviour.change_ticks
        self.kind: list[int] = channels.kind.tolist()
        self.is_async = [kind in ASYNC for kind in self.kind]
        self.target_ticks: list[int] = channels.target_ticks.tolist()
        self.wrong_ticks: list[int] = channels.wrong_ticks.tolist()
        self.weight: list[int] = channels.weight.tolist()
        self.maximum: list[int] = channels.maximum.tolist()
        self.capacity = channels.capacity
        self.beside: list[list[bool]] = [[bool(allows) for allows in row] for row in channels.beside.tolist()]
        self.gives_way: list[list[int]] = channels.gives_way.tolist()
        self.interrupts = [any(column) for column in channels.gives_way.T.tolist()]
        self.resume_ticks: list[int] = channels.resume_ticks.tolist()
        self.lines: list[int] = channels.lines.tolist()
        self.line_group: list[int] = channels.line_group.tolist()
        self.service_start: list[int] = channels.service_start.tolist()
        self.service_end: list[int] = channels.service_end.tolist()
        self.serves_at_close: list[int] = channels.serves_at_close.tolist()
        self.rate: list[list[int]] = channels.rate.tolist()
        self.balk_tick = [ticks.tolist() for ticks in channels.balk_tick]
        self.balk_share = [shares.tolist() for shares in channels.balk_share]
        self.reply_ticks: list[int] = channels.reply_ticks.tolist()
        self.reply_is_working: list[int] = channels.reply_is_working.tolist()
        self.queue: list[list[list[int]]] = routing.queue.tolist()
        self.limit: list[int] = routing.limit.tolist()
        self.score: list[int] = routing.score.tolist()
        self.queue_weight: list[int] = routing.weight.tolist()
        self.points_ticks: list[int] = routing.points_ticks.tolist()
        self.level_delay: list[list[list[int]]] = routing.level_delay.tolist()
        self.keeps_idle: list[list[int]] = routing.keeps_idle.tolist()
        is_kept = (routing.keeps_idle >= 0).any(axis=0)
        self.is_personal = [bool(len(kinds)) for kinds in world.relations.prefers]
        """By queue, whether its contacts are meant for agents of their own first."""
        self.has_rule: list[bool] = (is_kept | (routing.agent_rule > 0) | self.is_personal).tolist()
        """By queue, whether agents for its contacts are found in another way than the usual one."""
        self.agent_rule: list[int] = routing.agent_rule.tolist()
        self.mean_handle = [[int(ticks + 0.5) for ticks in row] for row in behaviour.mean_handle.tolist()]
        self.priority: list[list[list[int]]] = routing.priority.tolist()
        self.delay: list[list[int]] = routing.delay.tolist()

    def holds_several(self, levels: tuple[int, ...]) -> bool:
        """Tell whether an agent with these channel levels can ever hold two contacts."""
        channels = [c for c, level in enumerate(levels) if level]
        nothing = [0] * len(self.weight)
        for first in channels:
            if fits(nothing, first, self.weight, self.maximum, self.capacity, self.beside):
                held = [int(c == first) for c in range(len(self.weight))]
                if any(fits(held, c, self.weight, self.maximum, self.capacity, self.beside) for c in channels):
                    return True
        return False
