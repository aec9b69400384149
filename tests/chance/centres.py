"""A busy small centre with everything that draws, and jobs that a worker process can run."""

from sim.engine import run
from sim.record.record import Record
from sim.scenario.load import load_text
from sim.world.build import build, lower
from sim.world.world import World

SEED = 20260302

WHAT_NEXT = """
what_next:
  at_most: 4 visits
  abandoned: {same: 50 %, mail: 20 %, after: "exponential, mean 20 min", gives_up_more: 10 % a visit}
  balked: {same: 60 %, after: "mean 15 min, cv 0.8"}
  blocked: {chat: 60 %, after: 3 min}
  closed: {mail: 70 %, after: 10 min}
  disconnected: {same: 50 %, after: 10 min}
  not_solved: {same: 60 %, phone: 30 %, after: "exponential, mean 1 h"}
"""
STRATEGIES = """
strategies:
  apart: {}
  together:
    queues: {phone: null, chat: null, mail: null, all: {of: [phone, chat, mail]}}
    serves: {team: [all]}
    context: {other_channel: kept 90 %, waiting_counts: true}
    change_of_channel: 20 s
"""
TRACE = """    mail: {at: ["2026-03-02 09:05:00", "2026-03-02 09:20:00", "2026-03-02 10:10:00", "2026-03-03 11:00:00"]}
"""


def centre(
    *,
    scale: str = "1 times",
    is_ample: bool = False,
    what_next: str = WHAT_NEXT,
    strategies: str = "",
    patience: str = 'patience: {phone: "exponential, mean 2 min", chat: 3 min}, ',
    mail: str = TRACE,
    days: int = 2,
) -> str:
    """Write the centre; the words say what differs from its plain form.

    An ample centre has agents enough at all hours, no lines and no slowdown: nobody ever waits, so the row of a contact
    hangs on its own draws alone.
    """
    lines = "" if is_ample else "lines: 10 lines, "
    slowdown = "" if is_ample else "slowdown: {2 chats: 1.2 times, 3 chats: 1.5 times}, "
    staff = "150" if is_ample else '{"00:00": 0, "08:00": 9, "12:00": 7, "16:00": 0}'
    return f"""
schema: 1
name: chance
run: {{start: 2026-03-02, measure: {days} days}}
demand:
  counts: first_contacts
  scale: {scale}
  forecast_error: {{day: 20 %, shared_by_channels: 50 %}}
  by_channel:
    phone: {{profile: {{from: "08:00", daily: [20, 60, 90, 80, 70, 40, 20, 0, 30]}}}}
    chat: {{rate: {{"00:00": 0 per h, "08:00": 30 per h, "14:00": 0 per h}}}}
{mail}
intents: {{buy: {{share: 60 %}}, help: {{share: {{phone: 40 %, chat: 40 %, mail: 40 %}}}}}}
segments:
  private: {{share: 70 %, {patience}leaves_at_once: 10 %}}
  firms: {{share: 30 %, {patience}leaves_at_once: 0 %}}
channels:
  phone: {{kind: live, open: "daily 08:00-13:00", {lines}balks: "10 % at 1 min, 60 % at 5 min"}}
  chat: {{kind: chat, at_once: 3 chats, {slowdown}at_close: disconnect}}
  mail: {{kind: deferred, reply_within: 6 h}}
service:
  buy:
    phone: {{talk: "mean 4 min, cv 0.9", wrap_up: "exponential, mean 30 s", solved: 80 %}}
    chat: {{talk: "gamma, mean 6 min, cv 0.7", solved: 70 %}}
    mail: {{talk: "exponential, mean 8 min", solved: 60 %}}
  help:
    phone: {{talk: "mean 5 min, cv 1.2", wrap_up: 1 min, solved: 70 %}}
    chat: {{talk: "exponential, mean 7 min", wrap_up: 30 s, solved: 60 %}}
    mail: {{talk: 6 min, solved: 60 %}}
{what_next}
queues: {{phone: {{of: phone}}, chat: {{of: chat, limit: 8 waiting}}, mail: {{of: mail}}}}
pools:
  team:
    headcount: on_queue
    staff: {{daily: {staff}}}
    skills: {{phone: level 3, chat: level 3, mail: {{level: level 3, of_agents: 50 %}}}}
serves: {{team: {{phone: 1, chat: 2, mail: {{after: 1 min}}}}}}
context: {{same_channel: kept 60 %, other_channel: kept 20 %}}
lost_story: {{extra_talk: 40 s, solved: 0.8 times}}
kept_story: {{reading: 10 s}}
{strategies}"""


def played(text: str, strategy: str = "as_is", replication: int = 0) -> tuple[World, Record]:
    """Build and run one replication of a scenario text."""
    world = build(load_text(text, "chance.yaml"), strategy, SEED, replication)
    return world, run(world)


def job(text: str, strategy: str, replication: int) -> tuple[str, str]:
    """Build and run in whatever process this is; digests of world and record."""
    world, record = played(text, strategy, replication)
    return world.digest(), record.digest()


def jobs_in_one_go(text: str, strategies: list[str], replications: list[int]) -> dict[tuple[str, int], tuple[str, str]]:
    """Run strategies by replications in the given order, each strategy lowered once."""
    scenario = load_text(text, "chance.yaml")
    found = {}
    for strategy in strategies:
        blueprint = lower(scenario, strategy)
        for replication in replications:
            world = blueprint.world(SEED, replication)
            found[strategy, replication] = world.digest(), run(world).digest()
    return found
