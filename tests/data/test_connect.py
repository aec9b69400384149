"""Contact records of Amazon Connect: their forms, copies, who was answered, who left."""

import json
from datetime import datetime

import numpy as np
import pytest

from sim.data.columns import Reading
from sim.data.read import read_contacts, read_counts
from sim.errors import DataError, UsageError

WARSAW = Reading(zone="Europe/Warsaw")


def record(name, minute=0, wait=None, agent=None, **fields):
    """A record of a contact begun on 2 March 2026 at 09:00 UTC + minute; `agent` is (interaction, hold, wrap-up)."""
    begun = f"2026-03-02T09:{minute:02d}:00Z"
    found = {
        "ContactId": name,
        "Channel": "VOICE",
        "InitiationMethod": "INBOUND",
        "InitiationTimestamp": begun,
        "DisconnectTimestamp": f"2026-03-02T09:{minute + 5:02d}:00Z",
        "LastUpdateTimestamp": f"2026-03-02T10:{minute:02d}:00Z",
        "CustomerEndpoint": {"Address": "+48600000017", "Type": "TELEPHONE_NUMBER"},
        "Queue": None if wait is None else {"Name": "sales", "EnqueueTimestamp": begun, "Duration": wait},
        "Agent": None,
        "NextContactId": None,
        "Attributes": {"reason": "card"},
    }
    if agent is not None:
        names = ("AgentInteractionDuration", "CustomerHoldDuration", "AfterContactWorkDuration")
        found["Agent"] = {"ConnectedToAgentTimestamp": begun, **dict(zip(names, agent, strict=True))}
    return found | fields


RECORDS = [
    record("a", 1, 30, (200, 10, 40)),
    record("b", 0, 45),
    record("c", 2),
    record("d", 3, 60, NextContactId="e"),
    record("e", 4, 70, (100, 0, 5), InitiationMethod="CALLBACK"),
    record("f", 5, None, (300, 0, 5), InitiationMethod="OUTBOUND"),
    record("a", 1, 30, (200, 10, 99), LastUpdateTimestamp="2026-03-02T11:00:00Z"),
    record("a", 1, 30, (200, 10, 55)),
]


def flat(value, prefix=""):
    """Dotted names and values of a record."""
    rows = {}
    for name, part in value.items():
        rows |= flat(part, f"{prefix}{name}.") if isinstance(part, dict) else {f"{prefix}{name}": part}
    return rows


def as_table(records, separator=","):
    rows = [flat(found) for found in records]
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [separator.join(names)]
    lines += [separator.join("" if row.get(name) is None else str(row[name]) for name in names) for row in rows]
    return "\n".join(lines) + "\n"


FORMS = {
    "one after another without a line end": lambda records: "".join(map(json.dumps, records)),
    "lines": lambda records: "\n".join(map(json.dumps, records)) + "\n",
    "an array": lambda records: json.dumps(records, indent=2),
    "a table": as_table,
    "a table with semicolons": lambda records: as_table(records, ";"),
}


def read(folder, text, reading=WARSAW, reader=read_contacts, **options):
    path = folder / "records"
    path.write_text(text, encoding="utf-8")
    return reader(path, reading, **options)


@pytest.mark.parametrize("form", FORMS)
def test_all_forms_give_the_same_contacts(tmp_path, form):
    """a is answered, b abandoned, c entered no queue, d was called back; e and f no customer began."""
    contacts = read(tmp_path, FORMS[form](RECORDS))
    assert contacts.arrived.tolist() == [datetime(2026, 3, 2, 10, minute) for minute in range(4)]
    assert contacts.is_answered.tolist() == [False, True, False, False]
    assert contacts.is_abandoned.tolist() == [True, False, False, False]
    np.testing.assert_array_equal(contacts.wait_s, [45, 30, np.nan, 60])
    np.testing.assert_array_equal(contacts.talk_s, [np.nan, 200, np.nan, np.nan])
    np.testing.assert_array_equal(contacts.handle_s, [np.nan, 309, np.nan, np.nan])
    assert contacts.channel.tolist() == ["VOICE"] * 4
    assert contacts.queue.tolist() == ["sales", "sales", "", "sales"]
    assert contacts.customer.tolist() == ["+48600000017"] * 4
    assert (contacts.n_rows, contacts.n_duplicates, contacts.n_ignored) == (8, 2, 2)
    assert contacts.warnings == (
        "2 records are earlier copies of others and were left out",
        "2 records are of contacts no customer began and were left out: CALLBACK 1, OUTBOUND 1",
    )


@pytest.mark.parametrize("order", [1, -1])
def test_the_latest_copy_counts_wherever_it_stands(tmp_path, order):
    """Of two copies the one with the later LastUpdateTimestamp is kept, first or last in the file."""
    copies = [
        record("a", 1, 30, (200, 0, 40)),
        record("a", 1, 30, (200, 0, 99), LastUpdateTimestamp="2026-03-03T00:00:00Z"),
    ]
    contacts = read(tmp_path, json.dumps(copies[::order]))
    assert contacts.wrap_up_s.tolist() == [99]
    assert contacts.n_duplicates == 1


def test_a_wait_without_a_duration_is_reckoned(tmp_path):
    """From entry to the end of the queue, else to the agent, else to the end of the contact."""
    begun = "2026-03-02T09:00:00Z"
    left = {"Name": "sales", "EnqueueTimestamp": begun, "DequeueTimestamp": "2026-03-02T09:00:20.500Z"}
    kept = {"Name": "sales", "EnqueueTimestamp": begun}
    connected = {"ConnectedToAgentTimestamp": "2026-03-02T09:01:00Z"}
    contacts = read(
        tmp_path,
        json.dumps([record("a", Queue=left), record("b", Queue=kept, Agent=connected), record("c", Queue=kept)]),
    )
    assert contacts.wait_s.tolist() == [20.5, 60, 300]
    assert contacts.is_abandoned.tolist() == [True, False, True]


def test_who_was_passed_on_did_not_abandon(tmp_path):
    """A flow that hands a waiting contact to a number outside ends its wait, but it did not leave."""
    contacts = read(tmp_path, json.dumps([record("a", 0, 40, TransferredToEndpoint={"Address": "+48220000000"})]))
    assert not contacts.is_abandoned.any()


def test_attributes_can_be_intents(tmp_path):
    """`--column intent=Attributes.reason` reads what the flow set."""
    reading = Reading(columns={"intent": "Attributes.reason"}, zone="UTC")
    for form in ("lines", "a table"):
        assert read(tmp_path, FORMS[form](RECORDS[:2]), reading).intent.tolist() == ["card", "card"]


def test_utc_is_told_where_no_zone_is_named(tmp_path):
    """Without --zone the times stay UTC, and this is said."""
    contacts = read(tmp_path, json.dumps(RECORDS[:1]), Reading())
    assert contacts.arrived.tolist() == [datetime(2026, 3, 2, 9, 1)]
    assert any("UTC" in told and "--zone" in told for told in contacts.warnings)


def test_a_time_without_an_offset_is_utc(tmp_path):
    """Records whose times lost their Z are still UTC."""
    contacts = read(tmp_path, json.dumps(RECORDS[:1]).replace("Z", ""))
    assert contacts.arrived.tolist() == [datetime(2026, 3, 2, 10, 1)]


def test_records_can_be_counted(tmp_path):
    """Each customer's contact counts once where it arrived, by channel."""
    counts = read(tmp_path, json.dumps(RECORDS), reader=read_counts)
    assert counts.names == ("VOICE",)
    assert counts.counts[0, 0, 20] == 4
    assert np.nansum(counts.counts) == 4


def test_the_repeated_hour_of_autumn_counts_twice(tmp_path):
    """00:30 and 01:30 UTC are both 02:30 in Warsaw on 25 October 2026: both are in that interval, in order."""
    records = [record(str(h), InitiationTimestamp=f"2026-10-25T0{h}:30:00Z") for h in (1, 0)]
    contacts = read(tmp_path, json.dumps(records))
    assert contacts.arrived.tolist() == [datetime(2026, 10, 25, 2, 30)] * 2
    counts = read(tmp_path, json.dumps(records), reader=read_counts)
    assert counts.counts[0, 0, 5] == 2


def test_records_longer_than_a_block_are_read(tmp_path, monkeypatch):
    """However the text is cut into blocks, all records come out once."""
    monkeypatch.setattr("sim.data.connect._BLOCK", 7)
    monkeypatch.setattr("sim.data.table._BLOCK", 70)
    assert read(tmp_path, "".join(map(json.dumps, RECORDS))).n_rows == 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (json.dumps(RECORDS[0]) + "\n" + json.dumps(RECORDS[1])[:50], ":2: the record that begins here breaks off"),
        (json.dumps(RECORDS[0]) + "\n{oops}\n", ":2: this is not JSON"),
        ('[{"a": 1}]', "holds no contact records"),
        ("[1, 2]", ":1: .* is not a contact record"),
        (json.dumps([record("a"), record("")]), "has no ContactId"),
        (json.dumps([record("a", InitiationTimestamp=None)]), "InitiationTimestamp: there is no date"),
        (json.dumps([record("a", 0, -5)]), 'Queue.Duration: "-5" is negative'),
    ],
)
def test_bad_records_are_faults(tmp_path, text, message):
    """Each says what is wrong and where."""
    with pytest.raises(DataError, match=message):
        read(tmp_path, text)


def test_options_that_make_no_sense_for_records(tmp_path):
    """Outcomes are in the records; roles and columns that are not are usage errors."""
    text = json.dumps(RECORDS)
    for reading in (Reading(answered=("x",)), Reading(columns={"waits": "Queue.Duration"})):
        with pytest.raises(UsageError):
            read(tmp_path, text, reading)
    with pytest.raises(UsageError, match=r'did you mean "Attributes\.reason"'):
        read(tmp_path, as_table(RECORDS), Reading(columns={"intent": "Attributes.reasn"}))
    with pytest.raises(DataError, match="JSON, not CSV"):
        read(tmp_path, text, Reading(form="csv"))
