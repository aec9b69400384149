"""A study as a page of text: headline, warnings, answer in words, tables, footnotes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan

from sim.analysis import Difference, Estimate, joint_level
from sim.errors import printable
from sim.experiment.answer import Cell
from sim.experiment.backcast import strategy_of_actuals
from sim.experiment.plan import Study
from sim.experiment.precision import described
from sim.experiment.study import Repeated
from sim.report.assumed import assumed_lines
from sim.report.backcast import backcast_notes, backcast_sections, is_doubtful, verdicts
from sim.report.case import case_sections
from sim.report.layout import EQUAL_COST, Group, groups, row_label
from sim.report.numbers import shown
from sim.report.table import Row, Table
from sim.report.volume import volume_lines

MOST_OPEN = 0.05
"""Share of issues without an ending above which resolution and journeys are not the whole story."""

LARGEST_DIFFERENCE = 0.005
"""Relative difference of heads or hours above which a comparison is not one at equal cost (KPIS.md 8)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A report for people.

    Attributes:
        title: Name of the scenario.
        question: The planner's question, "" without one.
        about: What was run, sentences.
        warnings: What to know before the answer.
        sections: (answer in words, table), one a comparison.
        notes: How to read it.
    """

    title: str
    question: str
    about: tuple[str, ...]
    warnings: tuple[str, ...]
    sections: tuple[tuple[tuple[str, ...], Table], ...]
    notes: tuple[str, ...]


def comparison_page(study: Study, is_joint: bool = False, explains: bool = False, also: tuple[str, ...] = ()) -> Page:
    """Lay out a comparison of strategies with the base.

    Args:
        study: At least two strategies.
        is_joint: Widen the intervals of differences so that all shown hold together (Bonferroni).
        explains: Add definitions, and why values are blank.
        also: Further KPIs to show.
    """
    chosen = _groups(study, also)
    level = 0.95
    n_judged = len(list(judged(chosen)))
    joint = {}
    if is_joint and n_judged:
        level = joint_level(0.95, n_judged)
        joint = {_place(cell): cell for cell in study.cells(level)}
    others = [name for name in study.plan.strategies if name != study.plan.base]
    sections = [(_answer(chosen, study, other, joint), _pair(chosen, study, other, joint)) for other in others]
    sections += case_sections(study)
    notes = [*_how_to_read(study, is_joint, n_judged), *(_explained(chosen) if explains else _blank_hint(chosen))]
    believed, doubted = _beside_actuals(study)
    return Page(
        printable(study.plan.scenario.name),
        _question(study),
        (*_about(study), *believed),
        (
            *_load_warnings(study),
            *_censored(study, chosen),
            *doubted,
            *(text for other in others for text in _cost_warnings(study, chosen, other)),
        ),
        tuple(sections),
        tuple(notes),
    )


def run_page(study: Study, explains: bool = False, also: tuple[str, ...] = ()) -> Page:
    """Lay out strategies side by side, without differences."""
    chosen = _groups(study, also)
    names = study.plan.strategies
    sections: list[tuple[tuple[str, ...], Table]] = []
    sections += (((), _side_by_side(chosen, names[at : at + 3])) for at in range(0, len(names), 3))
    notes = [_interval_note(study), *(_explained(chosen) if explains else _blank_hint(chosen))]
    beside = study.backcast()
    if beside is not None:
        sections += backcast_sections(beside, explains)
        notes += backcast_notes(beside, explains)
    return Page(
        printable(study.plan.scenario.name),
        _question(study),
        _about(study),
        (*_load_warnings(study), *_censored(study, chosen), *_left_out(study)),
        tuple(sections),
        tuple(notes),
    )


def repeat_lines(repeated: Repeated) -> list[str]:
    """Say whether a repeated run came out the same."""
    n, strategies = repeated.manifest.replications, len(repeated.manifest.strategies)
    if not repeated.different:
        lines = [f"same digest: {n} replications of {strategies} strategies came out as stored in {repeated.folder}"]
    else:
        count = len(repeated.different)
        lines = [f"different digest: {count} of {n * strategies} records differ; the first is {repeated.different[0]}"]
    changed = repeated.changed_versions
    if changed:
        lines += ["versions that differ:", *(f"  {line}" for line in changed)]
    elif repeated.different:
        lines.append("no version differs: the folder was changed, or this is a bug")
    return lines


def window(study: Study) -> tuple[date, date]:
    """Give the first and the last measured day."""
    run = study.plan.scenario.centres[study.plan.base].run
    first = run.start + timedelta(days=run.settle)
    return first, first + timedelta(days=run.measure - 1)


def judged(chosen: list[Group]) -> Iterator[tuple[Cell, str, Difference]]:
    """List the differences that count in the answer: of judged groups, with a direction, not blank."""
    for group in chosen:
        for cell in group.cells if group.is_judged else ():
            for strategy, difference in cell.differences.items():
                if cell.kpi.direction != 0 and not isnan(difference.value):
                    yield cell, strategy, difference


def verdict_of(difference: Difference) -> str:
    """Name a difference; one that is exactly 0 in every replication is "the same"."""
    if difference.value == 0 and difference.half_width == 0:
        return "the same"
    return difference.verdict


def _groups(study: Study, also: tuple[str, ...]) -> list[Group]:
    base = study.plan.base
    centre, limits = study.plan.scenario.centres[base], study.sums[base][0].thresholds
    is_shared = len(_cost_centres(study)) > 1
    return groups(study.cells(), centre.channels, limits, also, is_shared, centre.currency)


def _cost_centres(study: Study) -> set[str]:
    """The cost centres that the scenario itself names."""
    centres = [study.plan.scenario.centres[name] for name in study.plan.strategies]
    paying = {pool.cost_centre for centre in centres for pool in centre.pools.values() if pool.cost_centre}
    return paying | {name for centre in centres for name in centre.caused_by.values()}


def _place(cell: Cell) -> tuple[str, str, str]:
    return cell.kpi.name, cell.cut, cell.of


def _question(study: Study) -> str:
    return printable(study.plan.scenario.centres[study.plan.base].question)


def _about(study: Study) -> tuple[str, ...]:
    """Say what was run."""
    plan, run = study.plan, study.plan.scenario.centres[study.plan.base].run
    first, last = window(study)
    n = study.replications
    strategies = ", ".join(plan.strategies)
    each = "the same customers in every strategy" if len(plan.strategies) > 1 else "one strategy"
    lines = [
        f"{printable(strategies)}: {each}, {n} replication{'s' if n > 1 else ''}, seed {plan.seed}.",
        f"Measured {first:%a} {first}{f' to {last:%a} {last}' if last > first else ''} ({run.zone})"
        + (f", after {_days(run.settle)} to settle" if run.settle else "")
        + (f"; journeys followed {_days(run.follow)} more." if run.follow else "."),
    ]
    if study.stopping is not None:
        text = described(study.stopping)
        lines.append(text[:1].upper() + text[1:] + ".")
    shown = {name: plan.scenario.centres[name] for name in plan.strategies}
    return (*lines, *volume_lines(plan.volume), *assumed_lines(shown))


def _days(number: int) -> str:
    return f"{number} day{'s' if number != 1 else ''}"


def _load_warnings(study: Study) -> tuple[str, ...]:
    return tuple(printable(text) for text in study.plan.warnings)


def _censored(study: Study, chosen: list[Group]) -> Iterator[str]:
    """Warn when many issues have no ending yet when the run ends."""
    shares = [cell for group in chosen for cell in group.cells if cell.kpi.name == "open_share" and cell.cut == "all"]
    many = {
        strategy: found.value
        for cell in shares[:1]
        for strategy, found in cell.estimates.items()
        if found.value > MOST_OPEN
    }
    if many:
        listed = _listed([f"{100 * share:.0f} % in {printable(strategy)}" for strategy, share in many.items()])
        yield (
            f"Issues that are still open when the run ends: {listed}. What becomes of them is not counted "
            "(right-censored); a longer run.follow shows it."
        )


def _beside_actuals(study: Study) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say whether the base case is like what really happened: sentences, or warnings when it is not."""
    beside = study.backcast()
    if beside is None:
        return (), _left_out(study)
    said = list(zip(beside.queues, verdicts(beside), strict=True))
    doubted = tuple(text for queue, text in said if is_doubtful(beside, queue))
    return tuple(text for _, text in said if text not in doubted), doubted


def _left_out(study: Study) -> tuple[str, ...]:
    """Warn when there are actuals but their strategy was not run."""
    strategy = strategy_of_actuals(study.plan.scenario)
    if strategy is None or strategy in study.plan.strategies:
        return ()
    return (f"The actuals are those of {printable(strategy)}, which was not run: nothing stands beside them.",)


def _cost_warnings(study: Study, chosen: list[Group], other: str) -> Iterator[str]:
    """Warn when heads or hours differ by more than 0.5 %."""
    found = []
    for cell in chosen[0].cells if chosen else ():
        difference = cell.differences.get(other)
        if cell.kpi.name in EQUAL_COST and difference is not None and difference.base:
            relative = difference.value / abs(difference.base)
            if abs(relative) > LARGEST_DIFFERENCE:
                more = "more" if relative > 0 else "fewer"
                found.append(f"{abs(100 * relative):.1f} % {more} {_lower(cell.kpi.title)}")
    if found:
        yield (
            f"{printable(other)} has {_listed(found)} than {printable(study.plan.base)}: "
            "part of what follows may come from that."
        )


def _listed(parts: list[str]) -> str:
    """Join parts as "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _lower(title: str) -> str:
    """Write a title inside a sentence."""
    return title[:1].lower() + title[1:]


def _answer(chosen: list[Group], study: Study, other: str, joint: dict[tuple[str, str, str], Cell]) -> tuple[str, ...]:
    """Say in words how another strategy compares with the base."""
    told: dict[str, dict[str, list[str]]] = {"better": {}, "worse": {}, "not told apart": {}}
    for cell, strategy, alone in judged(chosen):
        if strategy == other:
            difference = joint[_place(cell)].differences[other] if joint else alone
            where = cell.of if cell.cut != "all" else "issues"
            verdict: str = difference.verdict if difference.verdict in told else "not told apart"
            told[verdict].setdefault(where, []).append(
                _lower(cell.kpi.title.partition(" (short")[0].replace(", P", " P"))
            )
    against = f"{printable(other)} against {printable(study.plan.base)}"
    counts = {verdict: sum(len(names) for names in by_place.values()) for verdict, by_place in told.items()}
    total = sum(counts.values())
    if not total:
        return (f"{against}: nothing to judge.",)
    listed = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    lines = [f"{against}: of {total} service KPIs {listed}."]
    for verdict, by_place in told.items():
        if by_place:
            places = [f"{printable(where)} ({', '.join(names)})" for where, names in by_place.items()]
            lines.append(f"{verdict}: {'; '.join(places)}")
    if study.replications == 1:
        lines.append("One replication tells nothing apart; take at least 10 (--reps 20).")
    return tuple(lines)


def _pair(chosen: list[Group], study: Study, other: str, joint: dict[tuple[str, str, str], Cell]) -> Table:
    """Lay out base, other, difference and verdict."""
    base = study.plan.base
    blocks = []
    for group in chosen:
        rows = []
        for cell in group.cells:
            difference = joint.get(_place(cell), cell).differences.get(other)
            values = [_value(cell, cell.estimates.get(name)) for name in (base, other)]
            values.append(_difference(cell, difference))
            rows.append(Row(row_label(cell, group), tuple(values), _verdict(difference)))
        blocks.append((group.title, _with_cuts(rows, group)))
    return Table((printable(base), printable(other), "difference"), tuple(blocks))


def _side_by_side(chosen: list[Group], names: tuple[str, ...]) -> Table:
    """Lay out strategies in columns."""
    blocks = []
    for group in chosen:
        rows = [
            Row(row_label(cell, group), tuple(_value(cell, cell.estimates.get(name)) for name in names))
            for cell in group.cells
        ]
        blocks.append((group.title, _with_cuts(rows, group)))
    return Table(tuple(printable(name) for name in names), tuple(blocks))


def _with_cuts(rows: list[Row], group: Group) -> tuple[Row, ...]:
    """Say after each list that was cut to its largest how many more there are."""
    found = list(rows)
    for before, line in reversed(group.cuts):
        found.insert(before, Row(line, tuple(("", "") for _ in rows[0].values)))
    return tuple(found)


def _value(cell: Cell, found: Estimate | None) -> tuple[str, str]:
    return shown(found.value, found.half_width, cell.kpi.unit) if found is not None else ("", "")


def _difference(cell: Cell, found: Difference | None) -> tuple[str, str]:
    if found is None:
        return "", ""
    return shown(found.value, found.half_width, cell.kpi.unit, is_difference=True)


def _verdict(found: Difference | None) -> str:
    return "" if found is None or isnan(found.value) else verdict_of(found)


def _interval_note(study: Study) -> str:
    if study.replications == 1:
        return "One replication has no intervals (±); take at least 10 (--reps 20)."
    return f"±: half width of a 95 % interval over {study.replications} replications, each on its own."


def _how_to_read(study: Study, is_joint: bool, n_judged: int) -> list[str]:
    """One note on how to read the table."""
    if study.replications == 1:
        return [_interval_note(study)]
    paired = "The difference is paired by replication: both strategies met the same customers."
    if is_joint:
        together = (
            f"The intervals of the {n_judged} judged differences hold together at 95 % (Bonferroni); all other "
            f"intervals (±) are 95 % each on its own, over {study.replications} replications."
        )
        return [paired, together]
    by_chance = (
        f"Of {n_judged} judged differences about {n_judged * 0.05:.1g} would be told apart by chance alone; "
        "--joint makes all intervals of differences hold together."
    )
    return [f"{_interval_note(study)} {paired}", by_chance]


def _blank_hint(chosen: list[Group]) -> list[str]:
    is_blank = any(cell.blanks for group in chosen for cell in group.cells)
    return ["–: nothing to count; --explain says why."] if is_blank else []


def _explained(chosen: list[Group]) -> list[str]:
    """Give the definition of each KPI shown, and why values are blank."""
    lines: dict[str, None] = {}
    for group in chosen:
        for cell in group.cells:
            variant = f" [{cell.kpi.variant}]" if cell.kpi.variant else ""
            lines.setdefault(f"{cell.kpi.title}{variant} = {cell.kpi.name}: {cell.kpi.definition}")
            for strategy, why in cell.blanks.items():
                lines.setdefault(f"– {cell.kpi.title}, {cell.of}, {strategy}: {why}.")
    return list(lines)
