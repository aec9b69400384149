"""A study as one JSON document: definitions, variants, units, values, intervals, differences, verdicts.

Blank values are null, with a reason. Shares are 0 to 1, times in seconds. The `schema` names the form, and a
new form gets a new number.
"""

import json
from collections.abc import Mapping
from math import isinf, isnan
from typing import Any

from sim.analysis import Difference, Estimate, holm_adjusted
from sim.experiment.answer import Cell
from sim.experiment.case import BusinessCase, business_cases
from sim.experiment.ladder import ladder_of
from sim.experiment.manifest import versions
from sim.experiment.plan import Study
from sim.experiment.study import Repeated
from sim.kpi import Kpi, Thresholds
from sim.report.backcast import backcast_document
from sim.report.layout import groups
from sim.report.page import judged, window


def study_document(study: Study, schema: str) -> dict[str, Any]:
    """Give a study as plain data.

    Args:
        study: The study.
        schema: Name and number of the form, as "busyhour/compare@1".
    """
    plan = study.plan
    cells, beside = study.cells(), study.backcast()
    first, last = window(study)
    document: dict[str, Any] = {
        "schema": schema,
        "scenario": plan.scenario.name,
        "question": plan.scenario.centres[plan.base].question,
        "currency": plan.scenario.centres[plan.base].currency,
        "fingerprint": plan.scenario.fingerprint,
        "strategies": list(plan.strategies),
        "base": plan.base,
        "seed": plan.seed,
        "replications": study.replications,
        "window": {"first_day": str(first), "last_day": str(last)},
        "folder": str(study.folder) if study.folder is not None else None,
        "reused": study.is_reused,
        "engine": plan.engine,
        "versions": versions(),
        "digests": {name: list(found) for name, found in study.records.items()},
        "warnings": [*plan.scenario.warnings, *plan.warnings],
        "volume": plan.volume.as_dict() if plan.volume is not None else None,
        "precision": _precision(study),
        "thresholds": {name: _thresholds(study, name) for name in plan.strategies},
        "actuals": backcast_document(beside) if beside is not None else None,
        "business_cases": [_case(found) for found in business_cases(study)],
        "kpis": _kpis(cells, _adjusted(study, cells)),
    }
    return document


def ladder_document(study: Study) -> dict[str, Any]:
    """Give a ladder as plain data: by step and KPI, what it adds to the one before."""
    found = ladder_of(study)
    return {
        "from": study.plan.base,
        "kpis": [kpi.name for kpi in found.kpis],
        "start": {name: _estimate(value, None) for name, value in found.start.items()},
        "steps": [
            {"step": rung.step, "gains": {name: _difference(gain, None) for name, gain in rung.gains.items()}}
            for rung in found.rungs
        ],
        "whole": {name: _difference(gain, None) for name, gain in found.whole.items()},
        "end": {name: _estimate(value, None) for name, value in found.end.items()},
    }


def _case(found: BusinessCase) -> dict[str, Any]:
    """Give a business case as plain data; a payback that never comes is null."""
    pays = found.payoff
    return {
        "strategy": found.strategy,
        "days_a_year": found.case.days,
        "horizon_years": found.case.horizon,
        "interest": found.case.interest,
        "saved_a_year": _estimate(found.yearly, None),
        "parts": {name: _estimate(part, None) for name, part in found.parts.items()},
        "invested": pays.invested,
        "payback_years": None if isinf(pays.payback) else pays.payback,
        "npv": pays.npv,
        "npv_low": _number(pays.npv_low),
        "npv_high": _number(pays.npv_high),
        "probability": _number(pays.probability),
    }


def repeat_document(repeated: Repeated) -> dict[str, Any]:
    """Give as plain data whether a repeated run came out the same."""
    return {
        "schema": "busyhour/repeat@1",
        "folder": str(repeated.folder),
        "fingerprint": repeated.manifest.fingerprint,
        "is_same": not repeated.different,
        "different": list(repeated.different),
        "changed_versions": list(repeated.changed_versions),
    }


def to_text(document: Mapping[str, Any]) -> str:
    """Write a document as JSON text, ending with a line end."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _precision(study: Study) -> dict[str, Any] | None:
    found = study.stopping
    if found is None:
        return None
    return {
        "target": found.precision.target,
        "max_reps": found.precision.max_reps,
        "is_reached": not found.missed,
        "reached": {name: _number(width) for name, width in found.reached.items()},
        "missed": {name: _number(width) for name, width in found.missed.items()},
        "left_out": dict(found.left_out),
    }


def _thresholds(study: Study, strategy: str) -> dict[str, Any]:
    names, limits = study.sums[strategy][0].names, study.sums[strategy][0].thresholds
    return {
        "short_abandon_s": limits.short_s,
        "repeat_days": limits.repeat_days,
        "service_level": {
            channel: _target(limits, index)
            for index, channel in enumerate(names.channels)
            if not isnan(limits.target_s[index])
        },
    }


def _target(limits: Thresholds, index: int) -> dict[str, Any]:
    return {
        "within_s": limits.target_s[index],
        "share": limits.target_share[index],
        "is_working": limits.target_is_working[index],
    }


def _adjusted(study: Study, cells: list[Cell]) -> dict[tuple[str, str, str, str], float]:
    """Adjust the p-values of the judged rows of a report for being looked at together (Holm)."""
    base = study.plan.base
    channels = study.plan.scenario.centres[base].channels
    chosen = groups(cells, channels, study.sums[base][0].thresholds)
    found = {(*_place(cell), strategy): difference.p_value for cell, strategy, difference in judged(chosen)}
    return dict(zip(found, holm_adjusted(list(found.values())).tolist(), strict=True))


def _place(cell: Cell) -> tuple[str, str, str]:
    return cell.kpi.name, cell.cut, cell.of


def _kpis(cells: list[Cell], adjusted: Mapping[tuple[str, str, str, str], float]) -> list[dict[str, Any]]:
    """Gather cells under their KPI, in catalog order."""
    found: dict[str, dict[str, Any]] = {}
    for cell in cells:
        entry = found.setdefault(cell.kpi.name, _definition(cell.kpi))
        entry["rows"].append(_row(cell, adjusted))
    return list(found.values())


def _definition(kpi: Kpi) -> dict[str, Any]:
    return {
        "name": kpi.name,
        "title": kpi.title,
        "definition": kpi.definition,
        "variant": kpi.variant,
        "unit": kpi.unit,
        "direction": kpi.direction,
        "estimator": kpi.estimator,
        "is_headline": kpi.headline,
        "rows": [],
    }


def _row(cell: Cell, adjusted: Mapping[tuple[str, str, str, str], float]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "cut": cell.cut,
        "of": cell.of,
        "values": {name: _estimate(found, cell.blanks.get(name)) for name, found in cell.estimates.items()},
    }
    if cell.differences:
        row["differences"] = {
            name: _difference(found, adjusted.get((*_place(cell), name))) for name, found in cell.differences.items()
        }
    return row


def _estimate(found: Estimate, why_blank: str | None) -> dict[str, Any]:
    entry = {
        "value": _number(found.value),
        "half_width": _number(found.half_width),
        "low": _number(found.low),
        "high": _number(found.high),
        "level": found.level,
        "n": found.n,
        "n_blank": found.n_blank,
        "estimator": found.estimator,
    }
    return entry | ({"why_blank": why_blank} if why_blank else {})


def _difference(found: Difference, adjusted: float | None) -> dict[str, Any]:
    entry = {
        "value": _number(found.value),
        "half_width": _number(found.half_width),
        "low": _number(found.low),
        "high": _number(found.high),
        "level": found.level,
        "p_value": _number(found.p_value),
        "n": found.n,
        "verdict": found.verdict,
    }
    return entry | ({"p_value_holm": _number(adjusted)} if adjusted is not None else {})


def _number(value: float) -> float | None:
    return None if isnan(value) else value
