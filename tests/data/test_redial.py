"""Facts about redials: who came again, when, where, and which contacts can tell."""

import numpy as np
import pytest

from sim.data.redial import fit_redial
from tests.data.made import contacts_of

DAY = 86_400


def contacts(*rows):
    """Contacts as (second, customer, wait, left, channel), in order of arrival."""
    rows = sorted(rows)
    left = np.asarray([row[3] for row in rows], dtype=bool)
    return contacts_of(
        arrived=np.datetime64("2026-03-02", "us")
        + np.asarray([row[0] for row in rows]) * np.timedelta64(1_000_000, "us"),
        customer=[row[1] for row in rows],
        wait_s=[row[2] for row in rows],
        is_abandoned=left,
        is_answered=~left,
        channel=[row[4] if len(row) > 4 else "phone" for row in rows],
    )


END = (30 * DAY, "end", 0, False)
"""An answered contact that ends the file thirty days later."""


def test_the_delay_runs_from_leaving_to_the_next_contact():
    """Left after 60 s at second 160, came again at second 1,060: 900 s."""
    fit = fit_redial(contacts((100, "a", 60, True), (1060, "a", 5, False), END))
    assert (fit.n, fit.n_again) == (1, 1)
    assert fit.delay_mean_s.value == 900


def test_only_the_same_customer_counts():
    """Another customer's contact is no redial."""
    fit = fit_redial(contacts((100, "a", 60, True), (1060, "b", 5, False), END))
    assert (fit.n, fit.n_again) == (1, 0)
    assert not fit.delay_mean_s.is_known


def test_each_contact_that_left_counts():
    """Left twice, then answered: two contacts left, both came again."""
    fit = fit_redial(contacts((0, "a", 10, True), (100, "a", 10, True), (300, "a", 0, False), END))
    assert (fit.n, fit.n_again) == (2, 2)
    assert fit.delay_mean_s.value == pytest.approx((90 + 190) / 2)


def test_after_the_window_it_is_another_matter():
    """Came again after 25 hours: not within 24 hours, but within 48."""
    found = contacts((0, "a", 0, True), (25 * 3600, "a", 5, False), END)
    assert fit_redial(found).n_again == 0
    assert fit_redial(found, 48 * 3600.0).n_again == 1


def test_contacts_whose_window_ends_after_the_file_are_left_out():
    """The last day cannot tell: left out, whether they came again or not."""
    fit = fit_redial(contacts((0, "a", 0, True), (30 * DAY - 60, "b", 0, True), (30 * DAY - 30, "b", 0, False), END))
    assert (fit.n, fit.n_again, fit.n_too_late) == (1, 0, 1)


def test_a_contact_beside_a_waiting_one_is_no_redial():
    """The customer chats while still on hold, leaves the phone later, and calls again after that."""
    rows = ((0, "a", 600, True, "phone"), (300, "a", 0, False, "chat"), (1600, "a", 0, False, "phone"), END)
    fit = fit_redial(contacts(*rows))
    assert fit.delay_mean_s.value == 1000
    assert fit.same_channel.value == 1.0


def test_the_channel_of_the_next_contact_is_told():
    """Of four who left the phone one calls again, two chat, one stays away."""
    rows = [(n * 10_000, name, 0, True, "phone") for n, name in enumerate("abcd")]
    rows += [(200, "a", 0, False, "phone"), (10_200, "b", 0, False, "chat"), (20_200, "c", 0, False, "chat"), END]
    fit = fit_redial(contacts(*rows))
    assert fit.share.value == 0.75
    assert fit.same_channel.value == 0.25
    assert [(name, share.value) for name, share in fit.by_channel] == [("chat", 0.5)]


def test_customers_without_an_id_are_counted_and_left_out():
    """An empty id and 0 are nobody: two contacts left, neither tells."""
    fit = fit_redial(contacts((0, "", 0, True), (50, "0", 0, True), (90, "0", 0, False), (100, "a", 0, True), END))
    assert (fit.n, fit.n_unknown) == (1, 2)


def test_without_ids_there_is_nothing_to_tell():
    """No id at all, or nobody with one left: None."""
    assert fit_redial(contacts((0, "", 0, True), (100, "", 0, False))) is None
    assert fit_redial(contacts((0, "a", 0, False), END)) is None


def test_who_was_answered_may_come_again_too():
    """Of two answered customers one comes again within seven days: half, for whatever reason."""
    rows = ((0, "a", 0, False), (10, "b", 0, False), (3 * DAY, "a", 0, False), (50, "c", 0, True), END)
    fit = fit_redial(contacts(*rows))
    assert fit.n_answered == 3
    assert fit.repeat_after_answered.value == pytest.approx(1 / 3)


def test_coming_again_by_chance_is_told():
    """As many come again after an answer as after leaving: the share may be no redial; where only redials come, not."""
    rows = [(n * 100, f"c{n}", 0, n % 2) for n in range(80)]
    again = [(n * 100 + 40, f"c{n}", 0, False) for n in range(40)]
    by_chance = fit_redial(contacts(*rows, *again, END))
    assert by_chance.after_answered.value == pytest.approx(20 / 80)
    assert any("after an answer too" in text for text in by_chance.warnings)
    proper = [(n * 100 + 40, f"c{n}", 0, False) for n in range(1, 80, 2)]
    assert not any("after an answer too" in text for text in fit_redial(contacts(*rows, *proper, END)).warnings)


def test_a_switchboard_is_told():
    """One id behind half of all contacts is told."""
    rows = [(n * 100, "pbx" if n % 2 else f"c{n}", 5, n % 3 == 0) for n in range(100)]
    assert any("customer pbx has 50 of 101" in text for text in fit_redial(contacts(*rows, END)).warnings)
