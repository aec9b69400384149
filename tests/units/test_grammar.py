"""The grammar as a whole: quoting, and nothing but ValueError for anything at all."""

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim.units import (
    parse_clock,
    parse_count,
    parse_curve,
    parse_curve_over,
    parse_duration,
    parse_factor,
    parse_factors_by_number,
    parse_hours,
    parse_number,
    parse_rate,
    parse_reply_time,
    parse_share,
    parse_span_of_days,
    quote,
)

PHASES = (Phase.explicit, Phase.generate)
SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=300, phases=PHASES)


def test_quote_is_short_and_safe() -> None:
    """What was got is shown shortened, without control characters or broken characters."""
    assert quote("a\x1b\ud800") == '"a\\x1b\\ud800"'
    assert len(quote("x" * 1000)) == 62
    assert quote(10**5000) == "a number of more than 30 digits"
    assert quote(frozenset()) == "a frozenset"


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text("0123456789.,e+-/%: hminsdaywekx\u00a0and tougrfil"),
    st.from_regex(r"[0-9.,-]{1,6} ?(s|min|h|days?|%|times|working hours|per h|lines)?( at | and |, )?.{0,8}"),
    st.from_regex(r"(mon|tue|sat|daily|mon-fri) [0-2]?[0-9]:[0-5]0-[0-2]?[0-9]:[0-5]0( and .*)?"),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)


@SETTINGS
@given(ANYTHING)
@example(10**5000)
@example("9" * 5000)
@example("1e" + "9" * 5000 + " s")
def test_nothing_but_value_error_is_raised(value: object) -> None:
    """Whatever is given, each reader returns or raises ValueError with a short, printable text."""
    readers = [
        parse_number,
        parse_duration,
        parse_span_of_days,
        parse_share,
        parse_factor,
        lambda x: parse_count(x, "lines"),
        lambda x: parse_count(x, ""),
        parse_reply_time,
        parse_rate,
        parse_clock,
        parse_hours,
        parse_curve,
        lambda x: parse_curve_over(x, "points"),
        lambda x: parse_factors_by_number(x, "lines"),
    ]
    for reader in readers:
        problem = ""
        try:
            reader(value)
        except ValueError as error:
            problem = str(error)
        assert problem.isprintable()
        assert len(problem) < 500
