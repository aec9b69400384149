"""A scenario as text: its layers merged, or every value with the place it comes from."""

import json
from collections.abc import Sequence
from dataclasses import replace

from sim.scenario.load import strategy_layers
from sim.scenario.resolve import Value, resolved_text, resolved_values
from sim.scenario.scenario import Scenario

_LONGEST_PATH = 56


def merged(scenario: Scenario, strategies: Sequence[str] = ()) -> str:
    """Give a scenario as YAML with its layers merged.

    Args:
        scenario: The scenario.
        strategies: Only these, each with its overlay laid over; none: the whole file with its strategies.
    """
    if not strategies:
        return resolved_text(scenario)
    texts = []
    for name in strategies:
        layered = strategy_layers(scenario.layered)[name]
        data = {key: value for key, value in layered.data.items() if key not in ("strategies", "steps", "base")}
        text = resolved_text(replace(scenario, layered=replace(layered, data=data)))
        texts.append(f"# strategy {name}\n{text}")
    return "---\n".join(texts)


def values_table(scenario: Scenario, strategies: Sequence[str]) -> str:
    """Give every value of strategies, one a line: path, value, file:line or "default"."""
    lines = []
    for name in strategies:
        values = resolved_values(scenario, name)
        size = min(_LONGEST_PATH, max(len(found.path) for found in values))
        lines.append(f"strategy {name}")
        lines += [f"  {found.path.ljust(size)}  {found.value}  [{found.origin}]" for found in values]
    return "\n".join(lines) + "\n"


def values_document(scenario: Scenario, strategies: Sequence[str]) -> str:
    """Give every value of strategies as one JSON document."""
    document = {
        "schema": "busyhour/show@1",
        "scenario": scenario.name,
        "fingerprint": scenario.fingerprint,
        "base": scenario.base,
        "strategies": {name: [_value(found) for found in resolved_values(scenario, name)] for name in strategies},
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _value(found: Value) -> dict[str, str]:
    return {"path": found.path, "value": found.value, "origin": found.origin}
