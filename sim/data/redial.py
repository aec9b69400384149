"""Redials out of customer ids: who left, and whether the same customer came again within a window.

Only contacts whose whole window lies within the file count, so nothing is cut off; the delay runs from the moment
the customer left. A contact that comes while the first still waits is no redial. A customer who would have come
anyway counts as well: the share after answered contacts says how often that may be.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.data.figure import Figure, as_plain
from sim.data.records import DAY_SECONDS, Bools, Contacts, Floats
from sim.data.summary import cv_of, mean_of, share_of

WINDOW_S = float(DAY_SECONDS)
REPEAT_WINDOW_S = 7.0 * DAY_SECONDS
NO_ID = ("", "0")
_SHARES = (0.25, 0.5, 0.75, 0.9)
_FEWEST = 30
_MUCH_OF_ONE = 0.05
_MUCH_BY_CHANCE = 0.25


@dataclass(frozen=True, slots=True)
class RedialFit:
    """What customer ids say about coming again.

    Attributes:
        n: Contacts that left, of known customers, with the whole window in the file.
        n_again: Those whose customer came again within the window.
        n_too_late: Contacts that left too late for the window, left out.
        n_unknown: Contacts that left, of customers without an id.
        window_s: The window [s].
        share: Share that came again.
        same_channel: Share that came again on the same channel.
        by_channel: Share that came again on another channel, by that channel.
        delay_mean_s: Mean delay of those [s].
        delay_cv: Its standard deviation / mean.
        delay_quantiles_s: Its quantiles at 25, 50, 75 and 90 % [s].
        after_answered: Share that came again within the same window after an answered contact, for whatever reason:
            what of `share` may be chance or another matter.
        repeat_window_s: The longer window after answered contacts [s].
        n_answered: Answered contacts of known customers with that window in the file.
        repeat_after_answered: Share of these whose customer came again, for whatever reason.
        source: The file.
        warnings: What a reader should know, a sentence each.
    """

    n: int
    n_again: int
    n_too_late: int
    n_unknown: int
    window_s: float
    share: Figure
    same_channel: Figure
    by_channel: tuple[tuple[str, Figure], ...]
    delay_mean_s: Figure
    delay_cv: Figure
    delay_quantiles_s: tuple[tuple[float, float], ...]
    after_answered: Figure
    repeat_window_s: float
    n_answered: int
    repeat_after_answered: Figure
    source: str
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return everything, ready for JSON."""
        found: dict[str, Any] = {"kind": "redial", **as_plain(self)}
        return found


@dataclass(frozen=True, slots=True)
class _Next:
    """The next contact of the same customer after each contact ended.

    Attributes:
        delay_s: (contacts,) from the end of the wait [s]; inf where none came.
        channel: (contacts,) its channel.
        left_s: (contacts,) from the end of the wait to the end of the file [s].
    """

    delay_s: Floats
    channel: np.ndarray
    left_s: Floats


def fit_redial(contacts: Contacts, window_s: float = WINDOW_S) -> RedialFit | None:
    """Measure redials.

    Args:
        contacts: As read.
        window_s: How long after leaving a contact counts as a redial [s].

    Returns:
        The fit; None where no customer has an id, or nobody with one left within a whole window.
    """
    is_known = ~np.isin(contacts.customer.astype(str), NO_ID) & ~np.isnat(contacts.arrived)
    if not is_known.any():
        return None
    following = _next_contacts(contacts, is_known)
    left = is_known & contacts.is_abandoned
    used = left & (following.left_s >= window_s)
    if not used.any():
        return None
    again = used & (following.delay_s <= window_s)
    n, delays = int(used.sum()), following.delay_s[again]
    share, (n_answered, repeats) = share_of(int(again.sum()), n), _after_answered(contacts, following, REPEAT_WINDOW_S)
    after_answered = share_of(*reversed(_after_answered(contacts, following, window_s)))
    quantiles = np.quantile(delays, _SHARES).tolist() if len(delays) else []
    same = following.channel == contacts.channel
    others = sorted(set(following.channel[again & ~same].tolist()))
    return RedialFit(
        n=n,
        n_again=int(again.sum()),
        n_too_late=int((left & ~used).sum()),
        n_unknown=int((contacts.is_abandoned & ~is_known).sum()),
        window_s=window_s,
        share=share,
        same_channel=share_of(int((again & same).sum()), n),
        by_channel=tuple(
            (name, share_of(int((again & (following.channel == name) & ~same).sum()), n)) for name in others
        ),
        delay_mean_s=mean_of(delays),
        delay_cv=cv_of(delays),
        delay_quantiles_s=tuple(zip(_SHARES, quantiles, strict=False)),
        after_answered=after_answered,
        repeat_window_s=REPEAT_WINDOW_S,
        n_answered=n_answered,
        repeat_after_answered=share_of(repeats, n_answered),
        source=contacts.source,
        warnings=(
            *contacts.warnings,
            *_warnings(contacts, is_known, n, int((left & ~used).sum())),
            *_by_chance(share, after_answered),
        ),
    )


def _after_answered(contacts: Contacts, following: _Next, window_s: float) -> tuple[int, int]:
    """Answered contacts of known customers with the whole window in the file, and those who came again within it."""
    answered = contacts.is_answered & (following.left_s >= window_s)
    return int(answered.sum()), int((answered & (following.delay_s <= window_s)).sum())


def _by_chance(share: Figure, after_answered: Figure) -> list[str]:
    """Say so where customers come again nearly as often after an answer."""
    if not after_answered.is_known or after_answered.value < _MUCH_BY_CHANCE * share.value or share.value == 0.0:
        return []
    by_chance, found = (f"{100 * figure.value:.1f} %" for figure in (after_answered, share))
    return [
        f"{by_chance} come again within the same window after an answer too: as much of the {found} may be no redial"
    ]


def _next_contacts(contacts: Contacts, is_known: Bools) -> _Next:
    """Find the next contact of the same customer that arrives after each wait has ended."""
    arrived = (contacts.arrived - contacts.arrived[is_known].min()) / np.timedelta64(1, "s")
    ended = arrived + np.nan_to_num(contacts.wait_s)
    rows = np.flatnonzero(is_known)
    _, customer = np.unique(contacts.customer[rows].astype(str), return_inverse=True)
    order = np.lexsort((arrived[rows], customer))
    rows, customer = rows[order], customer[order]
    span = float(ended[rows].max()) + 1.0
    places = np.searchsorted(customer * span + arrived[rows], customer * span + ended[rows], side="right")
    found = np.minimum(places, len(rows) - 1)
    is_there = (places < len(rows)) & (customer[found] == customer)
    delay = np.full(len(contacts), np.inf)
    channel = np.full(len(contacts), "", dtype=object)
    left = np.full(len(contacts), -np.inf)
    delay[rows[is_there]] = (arrived[rows[found]] - ended[rows])[is_there]
    channel[rows[is_there]] = contacts.channel[rows[found]][is_there]
    left[rows] = np.nanmax(arrived) - ended[rows]
    return _Next(delay, channel, left)


def _warnings(contacts: Contacts, is_known: Bools, n: int, n_too_late: int) -> list[str]:
    found = []
    if n < _FEWEST:
        found.append(f"{n} contacts that left say little about redials; {_FEWEST} or more are wanted")
    names, counts = np.unique(contacts.customer[is_known].astype(str), return_counts=True)
    if counts.max() > max(20, _MUCH_OF_ONE * is_known.sum()):
        name, most = names[counts.argmax()], int(counts.max())
        found.append(
            f"customer {name} has {most} of {int(is_known.sum())} contacts: a switchboard? it counts as one person"
        )
    if n_too_late > n:
        found.append(f"{n_too_late} contacts left too late in the file to be followed, more than the {n} that count")
    return found
