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
    "warm_transfers": """
    service: {help: {phone: {passed_on: {to: buy, share: 30 %, lost: 20 %, warm: 60 %, conference: 1 min}}}}
    what_next: {lost_on_the_way: {same: 70 %, after: 10 min}}
""",
    "recognition": """
    channels: {phone: {intent_recognised: 70 %, wrong_queue_takes: 45 s}}
    queues: {calls: {intents: [buy]}, helps: {of: phone, intents: [help]}}
    pools: {helpers: {headcount: on_queue, staff: {daily: 150}, skills: {phone: level 3}, intents: {help: level 3}}}
    serves: {helpers: [helps]}
""",
    "identification": """
    channels: {phone: {identified: 60 %}, chat: {identified: 80 %}, mail: {identified: 50 %}}
""",
    "lag": """
    context: {known_after: 1 h}
""",
    "access": """
    access: {private: {phone: {chat: 60 %, mail: {share: 20 %, as: help}}}}
""",
    "follow_ups": """
    service:
      buy: {phone: {reopens: 30 %, follow_up: {share: 50 %, on: phone, after: 2 h, talk: "mean 2 min, cv 0.5", \
prevents: 60 %}}}
    what_next: {reopened: {same: 50 %, mail: 40 %, after: "exponential, mean 4 h"}}
""",
    "keeping_informed": """
    channels: {mail: {tolerated: "exponential, mean 90 min"}}
    service:
      buy: {mail: {keep_informed: {share: 70 %, on: phone, after: 40 min, talk: 1 min, prevents: 80 %}}}
      help: {mail: {keep_informed: {share: 70 %, on: phone, after: 40 min, talk: 1 min, prevents: 80 %}}}
    what_next: {unanswered: {phone: 70 %, after: 10 min}}
""",
    "routes": """
    queues: {calls: {when: "between 08:00 and 12:00"}, late_calls: {of: phone}}
    pools: {late: {headcount: on_queue, staff: {daily: 150}, skills: {phone: level 3}}}
    serves: {late: [late_calls]}
""",
    "overflow": """
    queues:
      chats: {overflow: {spare: {after: 10 s}}}
      letters: {overflow: {spare: {after: 3 h}}}
      spare: {of: [chat, mail]}
    pools: {spares: {headcount: on_queue, staff: {daily: 150}, skills: {chat: level 3, mail: level 3}}}
    serves: {spares: {spare: 1}}
""",
    "messaging": """
    channels: {text: {kind: messaging, answers_after: "mean 20 min, cv 1", released_after: 10 min, \
replies_to: its agent, reply_within: 1 h}}
    service:
      buy: {text: {talk: "mean 6 min, cv 0.6", turns: 3 turns, solved: 80 %}}
      help: {text: {talk: "mean 5 min, cv 0.6", turns: 2 turns, solved: 70 %}}
    queues: {texts: {of: text}}
    pools: {texters: {headcount: on_queue, staff: {daily: 150}, skills: {text: level 3}}}
    serves: {texters: [texts]}
    steer: {firms: {help: {offer: text, accepted: 50 %}}}
""",
    "community": """
    channels: {forum: {kind: community, reply_within: 24 h}}
    service:
      buy: {forum: {peers: 40 %, peers_answer_after: "mean 2 h, cv 1", talk: 4 min, solved: 80 %}}
      help: {forum: {peers: 60 %, peers_answer_after: "mean 2 h, cv 1", of_these_solved: 60 %, talk: 4 min}}
    what_next: {bot_gone: {phone: 50 %, after: "mean 1 h, cv 1"}}
    queues: {posts: {of: forum}}
    pools: {moderators: {headcount: on_queue, staff: {daily: 150}, skills: {forum: level 3}}}
    serves: {moderators: {posts: {after: 3 h}}}
    steer: {private: {help: {offer: forum, accepted: 40 %}}}
""",
    "averting": """
    averted: {help: 20 %}
""",
    "inducing": """
    induced: {chat: {share: 20 %, intents: [help]}}
""",
}
"""Overlays by name, each of a strategy."""

OTHER_CUSTOMERS = ("averting", "inducing")
"""Features that change who comes."""

TOGETHER = tuple(name for name in FEATURES if name not in (*OTHER_CUSTOMERS, "chases"))
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
    """Write the centre with a strategy `all` that has every feature of the same customers, step by step."""
    steps = "".join(f"  {name}:{FEATURES[name]}" for name in TOGETHER)
    added = f"  all: {{add: [{', '.join(TOGETHER)}]}}\n"
    return f"{centre(is_ample=is_ample, mails=mails)}{added}steps:\n{steps}"


def played(text: str, strategy: str) -> tuple[World, Record]:
    """Build and run one replication of a strategy."""
    world = build(load_text(text, "journeys.yaml"), strategy, SEED, 0)
    return world, run(world)
