"""Files into counts or contacts: looks at a file and gives it to the reader of its form."""

from collections.abc import Sequence
from pathlib import Path

from sim.data.columns import CONTACT_ROLES, CONTACTS, Reading
from sim.data.connect import contacts_of_json, contacts_of_table, is_json, is_table_of_records
from sim.data.contacts import contacts_of
from sim.data.counts import check_single, counts_in, counts_of, has_counts
from sim.data.records import Contacts, Counts
from sim.data.table import Table, check_file, in_file, open_table
from sim.errors import DataError

COUNTED_S = 1_800
"""Length of an interval single contacts are counted by, unless another is asked for [s]."""


def read_contacts(path: Path, reading: Reading, needs: Sequence[str] = ()) -> Contacts:
    """Read single contacts from a table or from contact records of Amazon Connect.

    Args:
        path: The file.
        reading: What the user said about it.
        needs: Roles that must have a column in a table.

    Raises:
        DataError: The file cannot be used; says all that is wrong.
        UsageError: The options name what is not there.
    """
    found = _opened(path, reading)
    if isinstance(found, Contacts):
        return found
    if set(reading.columns) <= {*CONTACT_ROLES, CONTACTS} and has_counts(found, reading):
        raise DataError(in_file(found.source, "the file counts contacts by interval; a row for each contact is needed"))
    return contacts_of(found, reading, needs)


def read_counts(path: Path, reading: Reading, counted_s: int = COUNTED_S) -> Counts:
    """Read counts by interval; single contacts are counted.

    Args:
        path: The file.
        reading: What the user said about it.
        counted_s: Length of an interval when single contacts are counted [s]; divides a day.

    Raises:
        DataError: The file cannot be used; says all that is wrong.
        UsageError: The options name what is not there.
    """
    found = _opened(path, reading)
    if isinstance(found, Contacts):
        return counts_of(found, counted_s)
    if has_counts(found, reading):
        return counts_in(found, reading)
    check_single(found, reading)
    return counts_of(contacts_of(found, reading, ("time",)), counted_s)


def _opened(path: Path, reading: Reading) -> Table | Contacts:
    """Open a table, or read contact records."""
    encoding = check_file(path)
    if is_json(path, encoding):
        if reading.form == "csv":
            raise DataError(in_file(str(path), "the file is JSON, not CSV; leave --format csv out", 1))
        return contacts_of_json(path, encoding, reading)
    table = open_table(path)
    if reading.form == "connect" or (reading.form == "auto" and is_table_of_records(table.header)):
        return contacts_of_table(table, reading)
    return table
