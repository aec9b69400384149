"""Facts about the catalogs of the reference page: whole, true to what is read, and each row once."""

from typing import get_args

import pytest

from sim.report.reference import language_page
from sim.rules.condition import Fact
from sim.rules.lifecycle import HOW, WHY, Outcome, Reason
from sim.scenario import condition, distribution
from sim.scenario.centre import Channel
from sim.scenario.demand import COUNTED
from sim.scenario.distribution import parse_distribution
from sim.streams.distributions import FAMILIES


def test_every_fact_has_one_form_and_every_form_reads_its_example():
    """The example of a form is read as a condition on its fact, and no fact is left out."""
    assert sorted(form.fact for form in condition.FORMS) == sorted(Fact)
    for form in condition.FORMS:
        [found] = condition.parse_conditions(form.example)
        assert found.fact == form.fact


def test_a_condition_that_cannot_be_read_shows_every_form():
    """The message of a slip has an example of each."""
    with pytest.raises(ValueError, match="is not a condition") as caught:
        condition.parse_conditions("when it rains")
    assert all(form.example in str(caught.value) for form in condition.FORMS)


def test_every_law_has_a_form_of_distribution():
    """Each text is read, and each family is written in some text."""
    assert {parse_distribution(text).family for text, _ in distribution.FORMS} == set(FAMILIES)


def test_every_reason_ending_and_kind_is_told():
    """The tables of words have a row for each."""
    assert (set(WHY), set(HOW)) == (set(Reason), set(Outcome))
    assert set(COUNTED) == set(get_args(Channel.model_fields["kind"].annotation))


def test_the_reference_page_has_every_row_of_the_catalogs():
    """What may be written stands on the page, a row each."""
    page = language_page()
    rows = [f"| `{form.example}` | {form.what} |" for form in condition.FORMS]
    rows += [f"| `{text}` | {parse_distribution(text).family.replace('_', ' ')} |" for text, _ in distribution.FORMS]
    rows += [f"| `{word.name.lower()}` | {why} |" for table in (WHY, HOW) for word, why in table.items()]
    rows += [f"| `{kind}` | {offered} | {handled} |" for kind, (offered, handled) in COUNTED.items()]
    assert [row for row in rows if page.count(row) != 1] == []
