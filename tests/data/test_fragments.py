"""Facts about fragments: laid over the starter they load, and the scenario then says what was fitted."""

import math
from pathlib import Path

import numpy as np
import pytest

from sim.commands.starter import write_starter
from sim.data.arrivals import fit_arrivals
from sim.data.fragment import arrivals_fragment, handle_fragment, patience_fragment, redial_fragment
from sim.data.handle import fit_handle
from sim.data.patience import fit_patience
from sim.data.redial import fit_redial
from sim.report.fit import fit_page
from sim.scenario.load import load
from tests.data import b01, b02
from tests.data.made import answered, contacts_of, counts_of, gamma_counts, waiting
from tests.data.test_redial import DAY, END, contacts

OPEN = np.full(8, 100.0)


@pytest.fixture
def laid_over(tmp_path: Path):
    """Return `laid_over(text)`: the centre of the starter's base strategy with a fragment laid over it."""

    def loaded(text: str):
        (tmp_path / "fitted.yaml").write_text(text, encoding="utf-8")
        starter = write_starter(tmp_path, force=True)
        scenario = load(starter, [tmp_path / "fitted.yaml"])
        return scenario.centres[scenario.base]

    return loaded


def table(seed: int, n_days: int = 56) -> np.ndarray:
    """Counts by hour from 09:00 to 17:00."""
    full = np.full((n_days, 24), np.nan)
    rng = np.random.default_rng(seed)
    full[:, 9:17] = gamma_counts(rng, n_days, OPEN, 0.1, 0.1, 0.6, 0.5)
    full[np.arange(n_days) % 7 > 4] = np.nan
    return full


def test_demand_laid_over_the_starter(laid_over):
    """The row of the phone has the fitted profile and spreads; the days the counts lack have nobody."""
    fit = fit_arrivals(counts_of(table(1), interval_s=3600))
    demand = laid_over(arrivals_fragment(fit, {"series0": "phone"}, "first_contacts")).demand
    profile = demand.rows["phone"].profile
    assert profile is not None
    assert sorted(profile.days) == ["fri", "mon", "thu", "tue", "wed"]
    assert profile.starts == 9 * 3600
    assert profile.days["mon"] == pytest.approx(fit.series[0].mean[0, 9:17], rel=1e-4)
    error, spread = demand.error_of(demand.rows["phone"]), fit.series[0].spread
    assert error.day == pytest.approx(spread.day.value, rel=0.01)
    assert error.within_day == pytest.approx(spread.within_day.value, rel=0.01)
    assert error.within_day_lasts / 1e6 == pytest.approx(spread.within_day_lasts_s.value, abs=30.1)
    assert error.carries_over == pytest.approx(spread.carries_over.value, abs=0.005)
    assert demand.counts == "first_contacts"


def test_two_series_take_their_rows_and_what_they_share(laid_over):
    """A volume row becomes a profile row; nothing of the starter's stands in the way."""
    fit = fit_arrivals(counts_of(table(2), table(3) / 4 // 1, interval_s=3600))
    demand = laid_over(arrivals_fragment(fit, {"series0": "phone", "series1": "chat"}, "handled")).demand
    assert demand.rows["chat"].volume is None
    assert demand.rows["chat"].profile is not None
    assert demand.forecast_error.shared_by_channels == pytest.approx(fit.shared_by_channels.value, abs=0.005)
    assert demand.counts == "handled"


def test_what_is_counted_is_left_to_the_planner_where_it_is_not_known():
    """Without `counts` the fragment asks, and changes nothing."""
    text = arrivals_fragment(fit_arrivals(counts_of(table(4), interval_s=3600)), {})
    assert "# counts: first_contacts, offered or handled?" in text
    assert "\n  counts:" not in text


def test_few_days_give_a_profile_without_a_spread(laid_over):
    """One week: the profile loads, no forecast error is written, the notes say why."""
    text = arrivals_fragment(
        fit_arrivals(counts_of(table(5, 7), interval_s=3600)), {"series0": "phone"}, "first_contacts"
    )
    assert "too few" in text
    row = laid_over(text).demand.rows["phone"]
    assert row.forecast_error is None
    assert row.profile is not None


def test_service_laid_over_the_starter(laid_over):
    """A file without intents gives the talk of the intent named; wrap-up that is not known apart is taken out."""
    times = np.random.default_rng(6).gamma(2.0, 100.0, 500)
    fit = fit_handle(answered(times))
    service = laid_over(handle_fragment(fit, "phone", "problem")).service["problem"]["phone"]
    ((_, talk),) = service.talk if isinstance(service.talk, tuple) else ((0, service.talk),)
    assert talk.mean_s() == pytest.approx(times.mean(), rel=0.02)
    assert service.wrap_up is None
    assert service.solved == 0.65


def test_talk_and_wrap_up_apart(laid_over):
    """Where wrap-up is known, talk has it not; intents keep their names."""
    rng = np.random.default_rng(7)
    talk, wrap = rng.gamma(2.0, 100.0, 400), rng.gamma(3.0, 10.0, 400)
    columns = {"talk_s": talk, "wrap_up_s": wrap, "is_answered": np.ones(400, bool), "intent": ["question"] * 400}
    service = laid_over(handle_fragment(fit_handle(contacts_of(**columns)), "chat", "unused")).service["question"][
        "chat"
    ]
    assert _only(service.talk).mean_s() == pytest.approx(talk.mean(), rel=0.02)
    assert _only(service.wrap_up).mean_s() == pytest.approx(wrap.mean(), rel=0.02)


def _only(timed):
    """The distribution of a time that is the same all day."""
    ((_, distribution),) = timed if isinstance(timed, tuple) else ((0, timed),)
    return distribution


def test_patience_and_redials_laid_over_the_starter(laid_over):
    """Patience of the phone is fitted, that of the chat stays; what those who left do next is what they did."""
    rng = np.random.default_rng(8)
    patience, offer = 300 * rng.weibull(1.4, 2000), rng.exponential(150.0, 2000)
    rows = [(n * 10_000, f"c{n}", 0, True) for n in range(40)]
    rows += [(n * 10_000 + 100 + n, f"c{n}", 0, False, "phone" if n % 2 else "chat") for n in range(30)]
    redial = fit_redial(contacts(*rows, END))
    fit = fit_patience(waiting(np.minimum(patience, offer), patience <= offer))
    centre = laid_over(patience_fragment(fit, "everyone", "phone", redial))
    phone = _only(centre.segments["everyone"].patience["phone"])
    assert phone.family == "weibull"
    assert phone.mean_s() == pytest.approx(fit.weibull.mean_s, rel=2e-3)
    assert centre.what_next.abandoned.shares["same"] == pytest.approx(15 / 40, abs=1e-3)
    assert centre.what_next.abandoned.shares["chat"] == pytest.approx(15 / 40, abs=1e-3)


def test_those_who_leave_at_once_are_in_the_fragment(laid_over):
    """A spike becomes leaves_at_once of that channel."""
    rng = np.random.default_rng(9)
    patience, offer = rng.exponential(300.0, 2000), rng.exponential(150.0, 2000)
    wait, left = np.minimum(patience, offer), patience <= offer
    wait[:200], left[:200] = 1.0, True
    fit = fit_patience(waiting(wait, left))
    segment = laid_over(patience_fragment(fit, "everyone", "phone")).segments["everyone"]
    assert segment.leaves_at_once["phone"] == pytest.approx(0.1, abs=0.02)


def test_names_that_yaml_would_misread_are_quoted(laid_over):
    """A segment or an intent named like a number, with a colon or with quotes stays a name."""
    fit = fit_redial(contacts((0, "a", 0, True), (60, "a", 0, False, 'web: "new"'), (2 * DAY, "b", 0, False)))
    assert '"web: \\"new\\"": 100 %' in redial_fragment(fit)
    handle = fit_handle(answered(np.random.default_rng(1).gamma(2, 50, 40), ["12: b"] * 40))
    assert '  "12: b":\n' in handle_fragment(handle, "phone", "question")


def test_nothing_of_a_file_name_or_a_warning_breaks_out_of_a_comment():
    """A file named with a line end stays in its comment."""
    fit = fit_handle(answered(np.random.default_rng(1).gamma(2, 50, 40)))
    object.__setattr__(fit, "source", "a\nrun: {seed: 3}")
    lines = handle_fragment(fit, "phone", "question").splitlines()
    assert lines[0].endswith("fitted to a run: {seed: 3}")
    assert not any(line.startswith("run") for line in lines)


@b01.here
@b02.here
def test_the_real_files_give_fragments_that_load(laid_over):
    """B01 and B02 laid over the starter; a page of at most 45 lines says what was found."""
    contacts_of_day = b02.contacts()
    arrivals, handle = fit_arrivals(b01.counts()), fit_handle(contacts_of_day, by_intent=False)
    patience = fit_patience(contacts_of_day)
    centre = laid_over(
        arrivals_fragment(arrivals, {"contacts": "phone"}, "first_contacts")
        + handle_fragment(handle, "phone", "question")
        + patience_fragment(patience, "everyone", "phone")
    )
    talk = _only(centre.service["question"]["phone"].talk)
    assert talk.mean_s() == pytest.approx(handle.overall.mean_s.value, rel=0.01)
    wait = _only(centre.segments["everyone"].patience["phone"])
    assert float(wait.quantile(0.5)) == pytest.approx(patience.median_s.value, rel=0.01)
    for fit in (arrivals, fit_handle(contacts_of_day), patience):
        page = fit_page(fit)
        assert len(page.splitlines()) <= 45
        assert max(map(len, page.splitlines())) <= 120
        assert "nan" not in page.lower().replace("finance", "")
    assert math.isnan(arrivals.shared_by_channels.value)
