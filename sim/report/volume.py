"""The first-contact volume that was found, in sentences above the tables."""

from sim.errors import printable
from sim.experiment.volume import RowVolume, Volume

_LITTLE = 0.003
"""Standard error up to which a simulated count is said without ±."""


_MANY = 1.5
"""First contacts for each contact counted above which the counts and the centre hardly belong together."""


def volume_lines(volume: Volume | None) -> list[str]:
    """Say what the counts given are, and how many first contacts were found behind them.

    Args:
        volume: What was found; None where the scenario states it.

    Returns:
        A sentence, and one for each row; nothing without a volume.
    """
    if volume is None:
        return []
    counts, strategy = volume.counts, printable(volume.strategy)
    lines = [f"Counts given are contacts {counts}, repeats included; first contacts as found on {strategy}:"]
    lines += [f"  {printable(row.row)}: {_found(row, counts)}." for row in volume.rows]
    lines += [f"  {printable(row)}: a trace, its arrivals are taken as first contacts." for row in volume.traces]
    lines += [f"  {printable(row)}: too few are given to tell; all are taken as first contacts." for row in volume.few]
    if volume.rows:
        lines.append("  On average over busy and quiet days; first contacts that are never counted are among them.")
    lines += [_doubt(row, counts) for row in volume.rows if row.first_contact_share > _MANY]
    return lines


def _doubt(row: RowVolume, counts: str) -> str:
    """Say that far more would have to come than are counted, which seldom is so."""
    return (
        f"  Look at {printable(row.row)}: {row.first_contact_share:.1f} first contacts for each {counts} is much; do "
        "many find it closed, blocked or too slow? Check its hours, people and patience against the counts."
    )


def _found(row: RowVolume, counts: str) -> str:
    """Say what was found for one row; how far chance leaves it open where that is more than a little."""
    off = f"{100 * row.off:+.1f} %".replace("-0.0", "+0.0").replace("-", "\N{MINUS SIGN}")
    if row.standard_error > _LITTLE:
        off += f" ± {196 * row.standard_error:.1f} %"
    shares = f"{100 * row.first_contact_share:.1f} first contacts, {100 * row.repeat_share:.1f} repeats"
    return f"{row.given:,.0f} given, {row.simulated:,.0f} simulated ({off}); for 100 {counts} {shares}"
