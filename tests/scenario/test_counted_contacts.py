"""Facts about counts of contacts offered or handled: by people, so that a row of self-service needs a share."""

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, faults_in, marked
from tests.scenario.test_journey_faults import edited

COUNTS = "counts: first_contacts"


@pytest.mark.parametrize(("counts", "so"), [("offered", "offered to people"), ("handled", "handled by people")])
def test_counts_of_self_service_are_refused_with_the_cure(counts, so):
    """Nobody in an app is offered to people; the fault stands at its row and says which key tells first contacts."""
    text, [(line, column)] = marked(edited((COUNTS, f"counts: {counts}"), ("    bot: {rate", "    @@bot: {rate")))
    [fault] = faults_in(text)
    assert (fault.line, fault.column, fault.path) == (line, column, "demand.by_channel.bot")
    assert fault.message == f"bot is only self-service, so none of its contacts are {so}"
    assert fault.allowed.endswith("demand.first_contacts: {bot: 100 %}")


@pytest.mark.parametrize("shares", ["{bot: 100 %}", "70 %"])
def test_a_share_of_first_contacts_for_the_machine_is_the_cure(shares):
    """With its own share, or one for all rows, nothing has to be found for the row."""
    assert load_text(edited((COUNTS, f"counts: handled\n  first_contacts: {shares}")), FILE).warnings == ()


def test_a_trace_of_self_service_needs_no_share():
    """Exact arrivals are first contacts as they stand."""
    trace = 'bot: {at: [{at: "2026-03-02 09:00:00"}]}'
    load_text(edited((COUNTS, "counts: handled"), ('bot: {rate: {"00:00": 5 per h}}', trace)), FILE)


BY_INTENT = (
    ("  by_channel:\n", "  by_intent:\n"),
    ('    bot: {rate: {"00:00": 5 per h}}\n', '    help: {rate: {"00:00": 5 per h}}\n'),
    ('    phone: {rate: {"00:00": 5 per h}}\n', '    tax: {rate: {"00:00": 1 per h}}\n'),
    ('    mail: {rate: {"00:00": 1 per h}}\n', ""),
    ("intents: {help: {share: 70 %}, tax: {share: 30 %}}", "intents: {help: {}, tax: {}}"),
    ("people: {share: 70 %,", "people: {share: 70 %, prefers: {bot: 50 %, phone: 50 %},"),
    ("firms: {share: 30 %,", "firms: {share: 30 %, prefers: {bot: 50 %, phone: 50 %},"),
)  # fmt: skip


def test_an_intent_that_people_work_too_can_be_counted():
    """Help is served by the bot and by people: those handled by people are counted."""
    load_text(edited((COUNTS, "counts: handled"), *BY_INTENT), FILE)


def test_an_intent_that_only_a_machine_knows_cannot_be_counted():
    """Nobody works tax, so that none of its contacts is ever handled."""
    of_people = "    phone: {talk: 9 min}\n    mail: {talk: 12 min, solved: 70 %}\n"
    faults = faults_in(edited((COUNTS, "counts: handled"), *BY_INTENT, (of_people, "")))
    [fault] = [fault for fault in faults if "none of its contacts" in fault.message]
    assert fault.path == "demand.by_intent.tax"
    assert fault.allowed.endswith("demand.first_contacts: {tax: 100 %}")
