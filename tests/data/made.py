"""Counts and contacts made up for a test, and the worlds of known parameters that recovery draws from."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from scipy import special

from sim.data.records import Contacts, Counts

MONDAY = date(2026, 3, 2)
SOURCE = "made.csv"


def counts_of(*tables, interval_s: int = 1800, first: date = MONDAY, names: Sequence[str] = ()) -> Counts:
    """Counts of series given as (days, intervals from midnight on); what is missing to a day is NaN."""
    size = 86_400 // interval_s
    full = np.full((len(tables), len(tables[0]), size), np.nan)
    for series, table in enumerate(tables):
        full[series, :, : np.shape(table)[1]] = table
    dates = tuple(first + timedelta(days=day) for day in range(len(tables[0])))
    return Counts(
        tuple(names) or tuple(f"series{n}" for n in range(len(tables))), dates, interval_s, full, full.size, SOURCE
    )


def contacts_of(**columns) -> Contacts:
    """Contacts of some columns; the others hold nothing."""
    n = len(next(iter(columns.values())))
    given = {
        "arrived": np.datetime64("2026-03-02T09:00:00", "us") + np.arange(n) * np.timedelta64(60_000_000, "us"),
        **{name: np.full(n, "", dtype=object) for name in ("channel", "queue", "intent", "customer")},
        **{name: np.full(n, np.nan) for name in ("wait_s", "talk_s", "hold_s", "wrap_up_s")},
        "is_answered": np.zeros(n, dtype=bool),
        "is_abandoned": np.zeros(n, dtype=bool),
    }
    kinds = {name: column.dtype for name, column in given.items()}
    given |= {name: np.asarray(column, dtype=kinds[name]) for name, column in columns.items()}
    return Contacts(**given, n_rows=n, n_duplicates=0, n_ignored=0, source=SOURCE)


def answered(handle_s, intent=None) -> Contacts:
    """Answered contacts with these talk times."""
    more = {} if intent is None else {"intent": intent}
    return contacts_of(talk_s=handle_s, is_answered=np.ones(len(handle_s), dtype=bool), **more)


def waiting(wait_s, left) -> Contacts:
    """Contacts that waited so long and then left, or were answered."""
    left = np.asarray(left, dtype=bool)
    return contacts_of(wait_s=wait_s, is_abandoned=left, is_answered=~left)


def gamma_counts(rng, n_days: int, means, day: float, within: float, holds: float, carries_over: float):
    """Counts of days drawn from the demand language, written from its definition (MODEL.md 4), (days, intervals)."""
    size = len(means)
    z = _following(rng.standard_normal((1, n_days)), carries_over)[0]
    w = _following(rng.standard_normal((n_days, size)), holds)
    return rng.poisson(means * _gamma(z, day)[:, None] * _gamma(w, within)).astype(float)


def _following(noise, correlation: float):
    joined = noise.copy()
    for k in range(1, noise.shape[1]):
        joined[:, k] = correlation * joined[:, k - 1] + np.sqrt(1 - correlation**2) * noise[:, k]
    return joined


def _gamma(z, cv: float):
    if cv == 0.0:
        return np.ones_like(z)
    return special.gammaincinv(cv**-2, special.ndtr(z)) * cv**2
