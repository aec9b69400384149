"""What the readers give and the fits take: contacts counted by interval, and single contacts.

Times are local wall-clock times of the centre. What a file does not say is NaN, NaT or "", never 0.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = TypeVar("Array", bound=NDArray[Any])
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Times = NDArray[np.datetime64]
Words = NDArray[np.object_]

ONE_SERIES = ("contacts",)
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Counts:
    """Contacts counted by interval.

    Attributes:
        names: The series: channels or queues; ("contacts",) where the file has no such column.
        dates: The local days that have rows, ascending.
        interval_s: Length of an interval [s]; divides a day.
        counts: Contacts, shape (series, days, 86,400 / interval_s); NaN where the file has no row.
        n_rows: Rows of the file below its header.
        source: The file, as the user named it.
        warnings: What a reader of the fit should know, a sentence each.
    """

    names: tuple[str, ...]
    dates: tuple[date, ...]
    interval_s: int
    counts: Floats
    n_rows: int
    source: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contacts:
    """Single contacts, one row each, in order of arrival; contacts of an unknown arrival come last.

    All arrays have the shape (contacts,) and are read-only.

    Attributes:
        arrived: Local wall-clock time of arrival, datetime64[us]; NaT where unknown.
        channel: Name of the channel; "" where unknown.
        queue: Name of the queue; "" where unknown.
        intent: What the contact was about; "" where unknown.
        customer: Who it was; "" where unknown.
        wait_s: Time in queue [s]; NaN where the contact entered no queue or nothing is known.
        is_answered: An agent took it.
        is_abandoned: It left while waiting. Never true together with `is_answered`; both may be false.
        talk_s: Talk [s]; NaN where absent.
        hold_s: Hold [s]; NaN where absent.
        wrap_up_s: Wrap-up [s]; NaN where absent.
        n_rows: Rows of the file below its header.
        n_duplicates: Rows left out because a later row tells of the same contact.
        n_ignored: Rows left out because they are not contacts of customers with a known outcome.
        source: The file, as the user named it.
        warnings: What a reader of the fit should know, a sentence each.
    """

    arrived: Times
    channel: Words
    queue: Words
    intent: Words
    customer: Words
    wait_s: Floats
    is_answered: Bools
    is_abandoned: Bools
    talk_s: Floats
    hold_s: Floats
    wrap_up_s: Floats
    n_rows: int
    n_duplicates: int
    n_ignored: int
    source: str
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.wait_s)

    @property
    def handle_s(self) -> Floats:
        """Talk + hold + wrap-up [s], absent parts as 0; NaN where not even talk is known."""
        return np.asarray(self.talk_s + np.nan_to_num(self.hold_s) + np.nan_to_num(self.wrap_up_s), np.float64)


def frozen(array: Array) -> Array:
    """Make an array of one's own read-only."""
    array.flags.writeable = False
    return array
