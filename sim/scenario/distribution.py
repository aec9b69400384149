"""Distributions as a planner writes them: text or a mapping in, `sim.streams.distributions.Distribution` out.

`FORMS` is the catalog of texts. A mapping has a `family` and the same words as keys: `{family: gamma, mean: 5 min,
cv: 0.8}`. A lone mean is refused: it does not say how the times spread. Owns this grammar only; what a family can do
is said by `sim.streams`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sim.errors import nearest_name
from sim.streams.distributions import FAMILIES, Distribution
from sim.units import (
    TICKS_PER_SECOND,
    clean,
    format_duration,
    parse_count,
    parse_duration,
    parse_number,
    parse_share,
    quote,
)
from sim.units.number import NUMBER, is_bare, split_list, unit_missing

FORMS: tuple[tuple[str, str], ...] = (
    ("3 min", "Always the same; also fixed 3 min."),
    ("never", "Infinite, where that is allowed: patience, tolerated."),
    ("exponential, mean 2 min", "The cv is 1."),
    ("mean 5 min, cv 0.8", "By mean and cv (sd / mean); unless another law is named first, this one."),
    ("gamma, mean 5 min, sd 4 min", "The same with another law, or with the sd; less often very long than lognormal."),
    ("half gone by 3 min, 90 % by 12 min", "By two quantiles (by, under, below, within), any two shares."),
    ("weibull, half under 4 min, 90 % under 11 min", "Two quantiles of another law."),
    ("erlang, 2 phases, mean 2 min", "So many exponential steps one after the other."),
    ("hyperexponential, 40 % mean 1 min, 60 % mean 10 min", "One of several exponential times, by shares."),
    ("uniform 3 min to 7 min", "Every time between is as likely."),
    ("triangular 5 min, 7 min, 10 min", "Least, most likely, most."),
    ("empirical 10 s, 20 s, 35 s", "One of these, each as often."),
    ("quantiles 0 % 0 s, 50 % 2 min, 100 % 20 min", "Straight lines between as many quantiles as there are."),
)
"""Every way of writing a distribution as a text: an example, and what it says."""

EXAMPLES = '"mean 5 min, cv 0.8", "exponential, mean 2 min", "half under 4 min, 90 % under 11 min" or "3 min"'

_DEFAULT_FAMILY = "lognormal"
_SPELLINGS = {"quantiles": "quantile_table", "log-normal": "lognormal"}
_FAMILY = re.compile(r"([a-z][a-z_-]*)(?:[,:]\s?|\s|$)(.*)")
_TERM_WORDS = ("mean", "cv", "sd", "half", "median")
_TERM = re.compile(r"(mean|cv|sd)\b\s?(.*)")
_QUANTILE = re.compile(rf"(half|median|{NUMBER}\s?%)\s?(?:gone\s)?(?:(?:by|under|below|within|at)\s)?(.*)")
_PHASES = re.compile(rf"({NUMBER}) phases?")
_PHASE = re.compile(r"(.+?)\s?mean\s(.+)")
_KEYS = {
    "fixed": ("value",),
    "never": (),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "empirical": ("values",),
    "quantile_table": ("points",),
}


@dataclass(slots=True)
class _Terms:
    """What is known of a time, before a family is fitted to it; times in seconds."""

    mean: float | None = None
    cv: float | None = None
    sd: float | None = None
    phases: int | None = None
    quantiles: list[tuple[float, float]] = field(default_factory=list)


def parse_distribution(value: object) -> Distribution:
    """Read a distribution of a time; `FORMS` shows the grammar.

    Args:
        value: Text, a mapping, or a Distribution, which is returned as it is.

    Returns:
        The distribution; `never` is infinite and only some places allow it.

    Raises:
        ValueError: If it cannot be read, or no distribution has these figures.

    >>> parse_distribution("gamma, mean 5 min, cv 0.8").describe()
    'gamma, mean 300 s, cv 0.8'
    >>> parse_distribution({"family": "uniform", "low": "3 min", "high": "7 min"}).parameters
    (180.0, 420.0)
    """
    if isinstance(value, Distribution):
        return value
    if isinstance(value, Mapping):
        return _from_mapping(value)
    if is_bare(value):
        raise ValueError(f"{unit_missing(value, 's', 'min')} A distribution looks like {EXAMPLES}")
    if not isinstance(value, str) or not clean(value):
        raise ValueError(f"{quote(value)} is not a distribution; one looks like {EXAMPLES}")
    plain = clean(value)
    try:
        return _from_text(plain)
    except ValueError as error:
        raise ValueError(f"{quote(value)} is not a distribution: {error}") from None


def _from_text(plain: str) -> Distribution:
    named = _FAMILY.fullmatch(plain)
    if named is None or named[1] in _TERM_WORDS:
        parts = split_list(plain)
        if named is None and len(parts) == 1 and not _QUANTILE.fullmatch(plain):
            return Distribution.fixed(_seconds(plain))
        return _fitted(None, _terms(parts))
    family, parts = _family(named[1]), split_list(named[2]) if named[2] else []
    if family in _READERS and not any(_TERM.fullmatch(part) for part in parts):
        return _READERS[family](parts)
    return _fitted(family, _terms(parts))


def _from_mapping(mapping: Mapping[object, object]) -> Distribution:
    named = mapping.get("family", _DEFAULT_FAMILY)
    if not isinstance(named, str):
        raise ValueError(f"{quote(named)} is not a family; families are {', '.join(FAMILIES)}")
    family = _family(clean(named))
    rest = {str(key): value for key, value in mapping.items() if key != "family"}
    keys = _KEYS.get(family)
    if keys is None:
        return _mixture(rest) if family == "hyperexponential" and "mean" not in rest else _fitted_mapping(family, rest)
    for key in rest:
        if key not in keys:
            raise ValueError(_unknown_key(key, family, keys))
    missing = [key for key in keys if key not in rest]
    if missing:
        raise ValueError(f"{family} needs {' and '.join(missing)}")
    values = [rest[key] for key in keys]
    if family == "empirical":
        if not isinstance(values[0], list):
            raise ValueError("values must be a list of times, for example [10 s, 20 s, 35 s]")
        values = values[0]
    if family == "quantile_table":
        if not isinstance(values[0], Mapping):
            raise ValueError("points must be a mapping, for example {0 %: 0 s, 50 %: 2 min, 100 %: 20 min}")
        return Distribution.quantile_table((parse_share(p), _seconds(time)) for p, time in values[0].items())
    return _READERS[family](values)


def _fitted_mapping(family: str, rest: Mapping[str, object]) -> Distribution:
    terms = _Terms()
    for key, value in rest.items():
        if key in ("mean", "cv", "sd"):
            _add_term(terms, key, value)
        elif key == "phases":
            terms.phases = parse_count(value, "" if is_bare(value) else "phases")
        elif key in ("half", "median") or "%" in key:
            _add_quantile(terms, key, value)
        else:
            raise ValueError(_unknown_key(key, family, ("mean", "cv", "sd", "half", "90 %", "phases")))
    return _fitted(family, terms)


def _mixture(rest: Mapping[str, object]) -> Distribution:
    phases = rest.get("phases")
    if not isinstance(phases, list) or len(rest) != 1 or not all(isinstance(row, Mapping) for row in phases):
        raise ValueError("hyperexponential needs mean and cv, or phases as a list of {share: 40 %, mean: 1 min}")
    pairs = []
    for row in phases:
        if set(row) != {"share", "mean"}:
            raise ValueError("each phase has a share and a mean, for example {share: 40 %, mean: 1 min}")
        pairs.append((parse_share(row["share"]), _seconds(row["mean"])))
    return Distribution.hyperexponential(pairs)


def _family(word: str) -> str:
    family = _SPELLINGS.get(word, word)
    if family not in FAMILIES:
        nearest = nearest_name(word, [*FAMILIES, *_SPELLINGS])
        hint = f'; did you mean "{nearest}"?' if nearest else f"; a distribution looks like {EXAMPLES}"
        raise ValueError(f"there is no family {quote(word)}{hint}")
    return family


def _unknown_key(key: str, family: str, allowed: Sequence[str]) -> str:
    nearest = nearest_name(key, allowed)
    hint = f'; did you mean "{nearest}"?' if nearest else ""
    return f"{family} has no {quote(key)}; allowed: {', '.join(allowed) or 'nothing but the family'}{hint}"


def _terms(parts: Sequence[str]) -> _Terms:
    terms = _Terms()
    for part in parts:
        if term := _TERM.fullmatch(part):
            _add_term(terms, term[1], term[2])
        elif phases := _PHASES.fullmatch(part):
            if terms.phases is not None:
                raise ValueError("the phases are given twice")
            terms.phases = parse_count(phases[1], "")
        elif quantile := _QUANTILE.fullmatch(part):
            _add_quantile(terms, quantile[1], quantile[2])
        else:
            raise ValueError(f"{quote(part)} is not understood; a distribution looks like {EXAMPLES}")
    return terms


def _add_term(terms: _Terms, name: str, value: object) -> None:
    if getattr(terms, name) is not None:
        raise ValueError(f"the {name} is given twice")
    if name == "cv" and isinstance(value, str) and not is_bare(value):
        raise ValueError(f"the cv: {quote(value)} is not a plain number such as 0.8")
    try:
        setattr(terms, name, float(parse_number(value)) if name == "cv" else _seconds(value))
    except ValueError as error:
        raise ValueError(f"the {name}: {error}") from None


def _add_quantile(terms: _Terms, share: str, time: object) -> None:
    terms.quantiles.append((0.5 if share in ("half", "median") else parse_share(share), _seconds(time)))


def _fitted(family: str | None, terms: _Terms) -> Distribution:
    """Return the distribution of a family (None: not said) that has what the terms say."""
    mean, fit = terms.mean, family or _DEFAULT_FAMILY
    if terms.quantiles:
        if mean is not None or terms.cv is not None or terms.sd is not None or terms.phases is not None:
            raise ValueError("give either two shares with their times, or a mean and a cv")
        if len(terms.quantiles) != 2:
            raise ValueError(
                f"two shares with their times are needed, not {len(terms.quantiles)}; "
                'for one, or more, write "quantiles 0 % 0 s, 50 % 2 min, 100 % 20 min"'
            )
        return Distribution.from_quantiles(fit, terms.quantiles)
    if mean is None:
        raise ValueError(f"the mean is missing; a distribution looks like {EXAMPLES}")
    if terms.phases is not None:
        if family != "erlang" or terms.cv is not None or terms.sd is not None:
            raise ValueError('phases go with erlang and a mean only, as in "erlang, 2 phases, mean 2 min"')
        return Distribution.erlang(terms.phases, mean)
    return _of_mean(family, mean, terms)


def _of_mean(family: str | None, mean: float, terms: _Terms) -> Distribution:
    if terms.cv is not None and terms.sd is not None:
        raise ValueError("give the cv or the sd, not both")
    if terms.cv is not None:
        return Distribution.from_mean_cv(family or _DEFAULT_FAMILY, mean, terms.cv)
    if terms.sd is not None:
        if mean <= 0:
            raise ValueError("the mean must be above 0 s")
        return Distribution.from_mean_cv(family or _DEFAULT_FAMILY, mean, terms.sd / mean)
    if family == "exponential":
        return Distribution.exponential(mean)
    written = format_duration(round(mean * TICKS_PER_SECOND))
    if family == "erlang":
        raise ValueError(f'erlang needs its phases; write "erlang, 2 phases, mean {written}"')
    named = f"{family}, " if family else ""
    raise ValueError(
        f'a mean alone does not say how the times spread; write "{named}mean {written}, cv 0.8" '
        f'or "exponential, mean {written}"'
    )


def _seconds(time: object) -> float:
    return parse_duration(time) / TICKS_PER_SECOND


def _fixed(parts: Sequence[object]) -> Distribution:
    return Distribution.fixed(*_times(parts, 1, "fixed 3 min"))


def _never(parts: Sequence[object]) -> Distribution:
    if parts:
        raise ValueError('"never" stands alone')
    return Distribution.never()


def _uniform(parts: Sequence[object]) -> Distribution:
    if len(parts) == 1 and isinstance(parts[0], str):
        parts = re.split(r" to ", parts[0])
    return Distribution.uniform(*_times(parts, 2, "uniform 3 min to 7 min"))


def _triangular(parts: Sequence[object]) -> Distribution:
    return Distribution.triangular(*_times(parts, 3, "triangular 5 min, 7 min, 10 min"))


def _empirical(parts: Sequence[object]) -> Distribution:
    if not parts:
        raise ValueError('there are no times; write for example "empirical 10 s, 20 s, 35 s"')
    return Distribution.empirical([_seconds(part) for part in parts])


def _hyperexponential(parts: Sequence[object]) -> Distribution:
    return Distribution.hyperexponential(_pairs(parts, _PHASE, "hyperexponential, 40 % mean 1 min, 60 % mean 10 min"))


def _quantile_table(parts: Sequence[object]) -> Distribution:
    return Distribution.quantile_table(_pairs(parts, _QUANTILE, "quantiles 0 % 0 s, 50 % 2 min, 100 % 20 min"))


def _times(parts: Sequence[object], wanted: int, example: str) -> list[float]:
    if len(parts) != wanted:
        needed = "1 time is" if wanted == 1 else f"{wanted} times are"
        raise ValueError(f'{needed} needed, got {len(parts)}; write for example "{example}"')
    return [_seconds(part) for part in parts]


def _pairs(parts: Sequence[object], form: re.Pattern[str], example: str) -> list[tuple[float, float]]:
    """Return (share, seconds) of parts that each have both."""
    pairs = []
    for part in parts:
        match = form.fullmatch(part) if isinstance(part, str) else None
        if match is None:
            raise ValueError(f'{quote(part)} is not a share and a time; write for example "{example}"')
        share = 0.5 if match[1] in ("half", "median") else parse_share(match[1])
        pairs.append((share, _seconds(match[2])))
    if not pairs:
        raise ValueError(f'there are no shares and times; write for example "{example}"')
    return pairs


_READERS: dict[str, Callable[[Sequence[object]], Distribution]] = {
    "fixed": _fixed,
    "never": _never,
    "uniform": _uniform,
    "triangular": _triangular,
    "hyperexponential": _hyperexponential,
    "empirical": _empirical,
    "quantile_table": _quantile_table,
}
