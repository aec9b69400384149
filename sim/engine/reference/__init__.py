"""The SimPy reference engine: readable, complete, first to get every feature.

How it reads: `customer.py` tells the story of one issue, `staff.py` those of a shift, of a team's headcount and
of a channel's hours; `centre.py` is the floor where they meet. What is decided (who answers whom) is decided by
a function call at the instant of its cause and carried through before the next calendar entry (DESIGN.md,
decision 6); a story that is woken is only told how its wait ended.

    clock.py      one class of calendar entry, ranked; stories
    draws.py      addressed uniforms in cached blocks
    contact.py    a contact, and the customer's side of its end
    crew.py       agents, groups of equal skill, teams
    lanes.py      who waits
    work.py       talk and wrap-up in an agent's hands, at the pace of what is in hand
    centre.py     arrivals, push, pull, leaving, closing
    presence.py   coming, breaks, leaving: headcount and shifts
    ledger.py     the rows of the record
"""

from sim.engine.reference.driver import run_reference

__all__ = ["run_reference"]
