"""A centre of four channels in which nothing of journeys is on, and each feature of journeys as one overlay.

Self-service is there, and contains all. In its busy form customers wait, leave and come back; in its ample form there
is always somebody free, except that nobody writes before noon, so that letters wait for hours whoever else comes.
"""

from sim.engine import run
from sim.record.record import Record
from sim.scenario.load import load_text
from sim.world.build import build
from sim.world.world import World

SEED = 20260302

FEATURES = {
    "self_service": """
    service:
      buy: {bot: {contained: 60 %, of_these_solved: 70 %, leftover_takes: 1.3 times}}
      help: {bot: {contained: 30 %, of_these_solved: 50 %, leftover_takes: 1.5 times}}
    what_next: {bot_failed: {phone: 60 %, chat: 30 %, after: 0 s}, bot_gone: {phone: 50 %, after: "mean 1 h, cv 1"}}
""",
    "steering": """
    steer:
      private: {any: {offer: bot, accepted: 60 %, when: "between 09:00 and 15:00", refused: 0.5 times}}
      firms: {buy: {straight_to: phone}}
""",
    "redirects": """
    pools: {callers: {redirects: 20 %}}
    what_next: {redirected: {mail: 50 %, chat: 30 %, after: "exponential, mean 10 min"}}
""",
    "passing_on": """
    service: {help: {phone: {passed_on: {to: buy, share: 30 %, lost: 20 %}}}}
    what_next: {lost_on_the_way: {same: 70 %, after: 10 min}}
""",
    "reopening": """
    service: {buy: {phone: {reopens: 30 %}, chat: {reopens: 30 %}}}
    what_next: {reopened: {same: 50 %, mail: 40 %, after: "exponential, mean 2 h"}}
""",
    "chases": """
    channels: {mail: {tolerated: "exponential, mean 90 min"}}
    what_next: {unanswered: {phone: 70 %, after: 10 min}}
    already_solved: 1 min
""",
    "links": """
    channels: {mail: {tolerated: "exponential, mean 90 min"}}
    what_next: {unanswered: {phone: 70 %, after: 10 min}}
    context: {recognised: 60 %}
""",
    "context": """
    context: {same_channel: kept 40 %, other_channel: kept 20 %, from_bot: kept 50 %, transfer: kept 70 %}
    lost_story: {extra_talk: 1 min, solved: 0.8 times}
    kept_story: {reading: 10 s}
""",
    "causes": """
    not_solved_because: {process: 60 %, knowledge: 40 %}
""",
    "effects": """
    effects: {desktop: {handle_time: 0.8 times, solved: 1.1 times, source: assumption}}
""",
    "patience": """
    patience_factor: 0.5 times
""",
    "averting": """
    averted: {help: 20 %}
""",
}
"""Overlays by name, each of a strategy."""

ALL_BUT_AVERTING = tuple(name for name in FEATURES if name not in ("averting", "chases"))
"""Features that can be on together: `links` has the chases of its own."""


def centre(*features: str, is_ample: bool = False, mails: str = "") -> str:
    """Write the centre with the strategy `plain` and one a feature.

    Args:
        features: Names of `FEATURES`.
        is_ample: Whether there are people enough for everybody at once.
        mails: Further arrivals of the trace of mail, in the list's own writing.
    """
    callers, writers = ("150", "150") if is_ample else ("7", "3")
    strategies = "".join(f"  {name}:{FEATURES[name]}" for name in features)
    return f"""
schema: 1
name: journeys
run: {{start: 2026-03-02, measure: 1 day, follow: 1 day}}
demand:
  counts: first_contacts
  by_channel:
    bot: {{rate: {{"00:00": 0 per h, "08:00": 20 per h, "16:00": 0 per h}}}}
    phone: {{rate: {{"00:00": 0 per h, "08:00": 40 per h, "16:00": 0 per h}}}}
    chat: {{rate: {{"00:00": 0 per h, "08:00": 20 per h, "16:00": 0 per h}}}}
    mail: {{at: ["2026-03-02 08:05:00", "2026-03-02 09:20:00", "2026-03-02 10:10:00", "2026-03-02 10:10:00",
                "2026-03-03 08:40:00"{mails}]}}
intents: {{buy: {{share: 50 %}}, help: {{share: 50 %}}}}
segments:
  private: {{share: 60 %, patience: "exponential, mean 2 min"}}
  firms: {{share: 40 %, patience: {{phone: "mean 3 min, cv 0.8"}}}}
channels:
  bot: {{kind: self_service}}
  phone: {{kind: live}}
  chat: {{kind: chat}}
  mail: {{kind: deferred, reply_within: 6 h}}
service:
  buy:
    bot: {{lasts: "mean 2 min, cv 0.5", contained: 100 %}}
    phone: {{talk: "mean 5 min, cv 0.9", wrap_up: "exponential, mean 30 s", solved: 80 %}}
    chat: {{talk: "gamma, mean 8 min, cv 0.7", solved: 70 %}}
    mail: {{talk: "exponential, mean 8 min", solved: 60 %}}
  help:
    bot: {{lasts: "mean 3 min, cv 0.5", contained: 100 %}}
    phone: {{talk: "mean 6 min, cv 1.2", solved: 70 %}}
    chat: {{talk: "exponential, mean 9 min", wrap_up: 30 s, solved: 60 %}}
    mail: {{talk: 6 min, solved: 60 %}}
what_next:
  at_most: 5 visits
  abandoned: {{same: 50 %, mail: 20 %, after: "exponential, mean 20 min"}}
  not_solved: {{same: 50 %, phone: 30 %, after: "exponential, mean 1 h", gives_up_more: 10 % a visit}}
queues: {{calls: {{of: phone}}, chats: {{of: chat}}, letters: {{of: mail}}}}
pools:
  callers:
    headcount: on_queue
    staff: {{daily: {callers}}}
    skills: {{phone: level 3, chat: level 3}}
  writers:
    headcount: on_queue
    staff: {{daily: {{"00:00": 0, "12:00": {writers}}}}}
    skills: {{mail: level 3}}
serves: {{callers: [calls, chats], writers: [letters]}}
strategies:
  plain: {{}}
{strategies}"""


def everything(*, is_ample: bool = False, mails: str = "") -> str:
    """Write the centre with a strategy `all` that has every feature but averting, step by step."""
    steps = "".join(f"  {name}:{FEATURES[name]}" for name in ALL_BUT_AVERTING)
    added = f"  all: {{add: [{', '.join(ALL_BUT_AVERTING)}]}}\n"
    return f"{centre(is_ample=is_ample, mails=mails)}{added}steps:\n{steps}"


def played(text: str, strategy: str) -> tuple[World, Record]:
    """Build and run one replication of a strategy."""
    world = build(load_text(text, "journeys.yaml"), strategy, SEED, 0)
    return world, run(world)
