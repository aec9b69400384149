"""Interruptions, reservation and random choice against their formulas and chains, each inside its 99.9 % interval."""

from sim.rules.lifecycle import Outcome
from sim.units import TICKS_PER_SECOND
from tests.theory_engine.chains import solve_chain
from tests.theory_engine.steady import Sample, in_hand_per_agent, observe, one_queue, share_of, wait_probability

CALLS, MAILS = 0, 1


def two_channels(per_h: tuple[float, float], talks: tuple[str, str], agents: int, mail: str, serve: str) -> str:
    """Write a centre of calls and mails with one team; `mail` and `serve` say more of mails and of their queue."""
    return f"""
schema: 1
name: two channels
run: {{start: 2026-03-02, settle: 1 day, measure: 9 days}}
demand:
  counts: first_contacts
  by_channel:
    phone: {{rate: {{"00:00": {per_h[0]} per h}}}}
    mail: {{rate: {{"00:00": {per_h[1]} per h}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels: {{phone: {{kind: live}}, mail: {{kind: deferred{mail}}}}}
service: {{help: {{phone: {{talk: {talks[0]}}}, mail: {{talk: {talks[1]}}}}}}}
queues: {{calls: {{of: phone}}, mails: {{of: mail}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: {agents}}}, skills: {{phone: level 3, mail: level 3}}}}}}
serves: {{team: {{calls: 1, mails: {{rank: 2{serve}}}}}}}
"""


def time_to_end(channel: int):
    """Mean time from arrival to the end of talk of a channel [s]."""

    def kpi(s: Sample) -> tuple[float, float]:
        contacts = s.record.contacts
        mine = (contacts["channel"] == channel) & (contacts["arrived_tick"] >= s.start)
        mine &= (contacts["arrived_tick"] < s.end) & (contacts["talk_end_tick"] >= 0)
        lasted = (contacts["talk_end_tick"] - contacts["arrived_tick"])[mine]
        return float(lasted.sum()) / TICKS_PER_SECOND, float(mine.sum())

    return kpi


def waits_of(channel: int, is_any: bool = False):
    """Mean wait to opening of a channel [s], or the share that waits at all."""

    def kpi(s: Sample) -> tuple[float, float]:
        contacts = s.record.contacts
        mine = (contacts["channel"] == channel) & (contacts["arrived_tick"] >= s.start)
        mine &= (contacts["arrived_tick"] < s.end) & (contacts["answered_tick"] >= 0)
        wait = (contacts["answered_tick"] - contacts["queued_tick"])[mine]
        total = float((wait > 0).sum()) if is_any else float(wait.sum()) / TICKS_PER_SECOND
        return total, float(mine.sum())

    return kpi


def test_interrupted_mails_follow_the_preemptive_priority_formula() -> None:
    """M/G/1 with preemptive resume: calls do not notice mails, mails take 1/(1 − ρ₁) (S₂ + R/(1 − ρ₁ − ρ₂)).

    R = Σ λ E[S²] / 2 (Kleinrock 1976, Queueing Systems II, 3.4); calls exponential 1 min, mails exponential 3 min.
    """
    rate, talk = (18 / 3600, 5 / 3600), (60.0, 180.0)
    steady = observe(
        two_channels(
            (18, 5), ('"exponential, mean 1 min"', '"exponential, mean 3 min"'), 1, ", gives_way_to: phone", ""
        ),
        45,
        calls=time_to_end(CALLS),
        mails=time_to_end(MAILS),
        occupancy=in_hand_per_agent,
    )
    load = [one * mean for one, mean in zip(rate, talk, strict=True)]
    residual = sum(one * 2 * mean**2 / 2 for one, mean in zip(rate, talk, strict=True))
    steady.check("calls", talk[0] / (1 - load[0]))
    steady.check("mails", (talk[1] + residual / (1 - sum(load))) / (1 - load[0]), power=0.08)
    steady.check_share("occupancy", sum(load))


def test_agents_kept_idle_follow_the_chain_of_two_classes() -> None:
    """M/M/4, mails only while more than two are idle: the state (calls and mails in work, mails waiting) as a chain.

    Talk is exponential 1 min for both, so that a state is (busy, mails waiting, calls waiting). A mail is started when
    it arrives, or when an agent becomes free, while more than two are idle, the one who takes it included.
    """
    agents, kept, call, mail, service, most = 4, 2, 1.2, 0.5, 1.0, 60

    def after_end(busy: int, mails: int, calls: int) -> tuple[int, int, int]:
        if calls:
            return busy, mails, calls - 1
        idle = agents - (busy - 1)
        return (busy, mails - 1, 0) if mails and idle > kept else (busy - 1, mails, 0)

    def moves(state: tuple[int, int, int]) -> list[tuple[float, tuple[int, int, int]]]:
        busy, mails, calls = state
        found = []
        if calls < most:
            found.append((call, (busy + 1, mails, 0) if busy < agents else (busy, mails, calls + 1)))
        if mails < most:
            takes = agents - busy > kept
            found.append((mail, (busy + 1, mails, calls) if takes else (busy, mails + 1, calls)))
        if busy:
            found.append((service * busy, after_end(busy, mails, calls)))
        return found

    share = solve_chain((0, 0, 0), moves)
    waiting = sum(p * state[1] for state, p in share.items())
    talk = '"exponential, mean 1 min"'
    steady = observe(
        two_channels((72, 30), (talk, talk), agents, "", f", keeps_idle: {kept} agents"),
        20,
        call_waits=waits_of(CALLS, is_any=True),
        mail_wait=waits_of(MAILS),
        occupancy=in_hand_per_agent,
    )
    steady.check_share("call_waits", sum(p for state, p in share.items() if state[0] == agents), power=0.15)
    steady.check("mail_wait", 60 * waiting / mail, power=0.08)
    steady.check_share("occupancy", (call + mail) / agents)


def test_a_random_choice_changes_no_wait() -> None:
    """Who takes a call does not matter where all are alike: P(wait) of M/M/3 is that of Erlang C."""
    steady = observe(
        one_queue(120, '"exponential, mean 1 min"', 3, queue=", agent: random"),
        9,
        wait_probability=wait_probability,
        answered=share_of(Outcome.ANSWERED),
        occupancy=in_hand_per_agent,
    )
    steady.check_share("wait_probability", 4 / 9)
    steady.check_share("occupancy", 2 / 3)
