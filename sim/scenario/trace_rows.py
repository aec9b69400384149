"""Traces of demand: exact arrivals written in the scenario, or read from a CSV with the columns at,intent,segment."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sim.errors import Fault
from sim.scenario.csv_text import CsvError, FaultsOfCsv, Row, read_rows
from sim.scenario.demand import ArrivalAt, DemandRow

_COLUMNS = ("at", "intent", "segment")
EXAMPLE = "for example 2026-03-02 09:00:05"


def arrivals_of(row: DemandRow, folder: str) -> tuple[ArrivalAt, ...]:
    """Give the arrivals of a trace, in the order of the text; none for a row that is no trace.

    Args:
        row: A row of demand.
        folder: Folder that the path of a CSV is relative to.

    Raises:
        CsvError: All faults of the CSV.
    """
    if row.trace is None:
        return row.at or ()
    path = Path(folder) / row.trace
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _read(folder, row.trace, changed)


@lru_cache(maxsize=8)
def _read(folder: str, file: str, changed: int) -> tuple[ArrivalAt, ...]:
    """Read a CSV of arrivals; `changed` is when it was, so that a new version is read anew."""
    header, rows = read_rows(folder, file)
    faults = FaultsOfCsv(file)
    names = [cell.lower() for cell in header.cells]
    if "at" not in names or len(set(names)) < len(names) or not set(names) <= set(_COLUMNS):
        faults.add(header, 0, "the header must name at, and may name intent and segment", header.text)
        raise CsvError(faults.found)
    places = {name: names.index(name) for name in names}
    arrivals = [_arrival(row, places, faults) for row in rows]
    if not rows:
        faults.found.append(Fault(file, 0, 0, "", "the file has no arrivals below its header"))
    if faults.found:
        raise CsvError(faults.found)
    return tuple(arrivals)


def _arrival(row: Row, places: dict[str, int], faults: FaultsOfCsv) -> ArrivalAt:
    """Read one line, or add the fault of it."""
    cells = {name: row.cells[place] if place < len(row.cells) else "" for name, place in places.items()}
    wrong = wrong_moment(cells["at"])
    if wrong:
        faults.add(row, places["at"], wrong, cells["at"], EXAMPLE)
    return ArrivalAt(at=cells["at"], intent=cells.get("intent") or None, segment=cells.get("segment") or None)


def wrong_moment(text: str) -> str:
    """Say what is wrong with the local date and time of an arrival; empty when nothing is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return "not a local date and time"
    return "" if moment.tzinfo is None else "clock times are local to run.zone; leave the zone out"
