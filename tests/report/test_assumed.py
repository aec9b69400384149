"""What a strategy assumes stands in the answer, one line a strategy that assumes anything."""

from sim.report.assumed import assumed_lines
from sim.scenario.load import load_text

TEXT = """
schema: 1
name: assumed
run: {start: 2026-03-02, measure: 1 day}
demand: {counts: first_contacts, by_channel: {phone: {rate: {"00:00": 5 per h}}}}
intents: {loan: {share: 50 %}, card: {share: 50 %}}
segments: {all: {}}
channels: {phone: {kind: live}, chat: {kind: chat}}
service:
  loan: {phone: {talk: 5 min}, chat: {talk: 5 min}}
  card: {phone: {talk: 5 min}, chat: {talk: 5 min}}
queues: {calls: {of: [phone, chat]}}
pools: {team: {headcount: on_queue, staff: {daily: 3}, skills: {phone: level 3, chat: level 3}}}
serves: {team: [calls]}
strategies:
  plain: {}
  bold:
    averted: {loan: 5 %}
    induced: {chat: {share: 8 %, intents: card}}
    patience_factor: 1.2 times
    effects:
      desktop: {handle_time: 0.9 times, solved: 1.05 times, channels: phone, source: vendor}
  hopeful: {averted: 10 %}
"""


def test_what_is_taken_out_of_times_of_the_floor_is_said_once_a_channel_and_number() -> None:
    """Both intents of the chat are measured at 2, which is 1.25 times as slow: one part of the line."""
    text = TEXT.replace("chat: {kind: chat}", "chat: {kind: chat, slowdown: {2 chats: 1.25 times}}")
    text = text.replace("chat: {talk: 5 min}", "chat: {talk: 5 min, measured_at: 2 chats}")
    assert assumed_lines(load_text(text, "assumed.yaml").centres)[0] == (
        "plain assumes: times on chat measured with 2 in hand are 1.25 times those of one contact alone."
    )


def test_each_assumption_is_said_with_its_figure_and_source() -> None:
    """Averted, induced, patience and effects of a strategy stand in its line; who assumes nothing has none."""
    assert assumed_lines(load_text(TEXT, "assumed.yaml").centres) == [
        (
            "bold assumes: 5 % of the issues for loan are averted; 8 % more issues for card speak where chat is "
            "offered; customers' patience is 1.2 times what it was; handle time 0.9 times, the share solved "
            "1.05 times on phone (desktop: vendor)."
        ),
        "hopeful assumes: 10 % of the issues are averted.",
    ]
