"""A desk whose agents are the advisers of our customers, and calls of theirs and of others."""

SKILLS = "skills: {phone: level 3}"


def centre(queue: str, agents: int = 2, talk: str = "10 min", share: str = "100 %", people: str = "1 customer") -> str:
    return f"""
segments:
  ours: {{share: 50 %, population: {people}, adviser: {{share: {share}, of: desk}}}}
  others: {{share: 50 %}}
service: {{help: {{phone: {{talk: {talk}}}}}}}
queues: {{phone: {{of: phone, {queue}}}}}
pools: {{desk: {{headcount: on_queue, staff: {{daily: {agents}}}, {SKILLS}}}}}
serves: {{desk: [phone]}}
"""


RESERVED = "prefers: adviser, reserved_for: 30 s"


def calls(text: str) -> str:
    """Write `09:00 u, 09:05 o`: our customer, and others who have nobody."""
    return text.replace(" u", " segment=ours").replace(" o", " segment=others")
