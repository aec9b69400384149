"""The commands `fit arrivals`, `fit handle`, `fit patience`: data into a piece of a scenario."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.guard import guarded
from sim.commands.options import Json
from sim.errors import DataError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from sim.data.columns import Reading

fit_app = typer.Typer(
    name="fit",
    help="Fit arrivals, handle times or patience to a file, and write a piece of a scenario.",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_FILE = "The file"
_FRAGMENT = "The fragment"
_OUTPUT = "Output"
_PICTURES = (".png", ".svg", ".pdf")
_COUNTS = ("first_contacts", "offered", "handled")
_DAY_S = 86_400
_SHORTEST_S = 60

_File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, or contact records of Amazon Connect (JSON or CSV).")]
_Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="WHAT=NAME",
        help="Which column is what, where the name does not say it: wait=q_time; repeatable. WHAT is date, time, "
        "contacts, channel, queue, intent, customer, queued, wait, talk, hold, wrap_up, handle or outcome; for counts "
        "also the name of a series.",
        rich_help_panel=_FILE,
    ),
]
_Answered = Annotated[
    list[str] | None,
    typer.Option(
        "--answered", metavar="OUTCOME", help="Outcome of an answered contact; repeatable.", rich_help_panel=_FILE
    ),
]
_Abandoned = Annotated[
    list[str] | None,
    typer.Option(
        "--abandoned", metavar="OUTCOME", help="Outcome of a contact that left; repeatable.", rich_help_panel=_FILE
    ),
]
_DateFormat = Annotated[
    str | None,
    typer.Option(
        "--date-format", metavar="FORM", help="day-first, month-first, or as '%d/%m/%Y'.", rich_help_panel=_FILE
    ),
]
_Date = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DAY", help="The day of times without one, as seconds since midnight.", rich_help_panel=_FILE
    ),
]
_Zone = Annotated[
    str | None,
    typer.Option(
        "--zone",
        metavar="ZONE",
        help="Local time zone, as Europe/Warsaw; times with an offset are turned to it.",
        rich_help_panel=_FILE,
    ),
]
_Form = Annotated[
    str,
    typer.Option("--format", metavar="FORM", help="auto, csv or connect (Amazon Connect).", rich_help_panel=_FILE),
]
_Only = Annotated[
    str | None,
    typer.Option("--only", metavar="NAME", help="Only this channel of the file.", rich_help_panel=_FILE),
]
_Channel = Annotated[
    str, typer.Option("--channel", metavar="NAME", help="Channel in the scenario.", rich_help_panel=_FRAGMENT)
]
_Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FRAGMENT",
        help="Write the fragment here; else it goes to stdout and the page to stderr.",
        rich_help_panel=_OUTPUT,
    ),
]
_Picture = Annotated[
    Path | None,
    typer.Option("--picture", metavar="FILE", help="Draw data and fit: .png, .svg or .pdf.", rich_help_panel=_OUTPUT),
]
_Force = Annotated[bool, typer.Option("--force", help="Overwrite files that are there.", rich_help_panel=_OUTPUT)]


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a fit goes: the fragment, a picture, and whether stdout gets a JSON document."""

    file: Path
    out: Path | None
    picture: Path | None
    is_json: bool

    def check(self, force: bool) -> None:
        """Refuse what cannot be written before anything is read.

        Raises:
            UsageError: A file is there already, its folder is not, a picture has another ending, or what is there
                is no ordinary file: a device or a pipe would be replaced, not written to.
        """
        if self.picture is not None and self.picture.suffix.lower() not in _PICTURES:
            raise UsageError(f"--picture {self.picture}: the name ends in {', '.join(_PICTURES)}")
        paths = [path for path in (self.out, self.picture) if path is not None]
        for path in paths:
            try:
                self._check_path(path, force)
            except (OSError, RuntimeError) as error:
                raise UsageError(f"{path} cannot be written: {_why(error)}") from None
        if len({path.resolve() for path in paths}) < len(paths):
            raise UsageError("--out and --picture name the same file")

    def _check_path(self, path: Path, force: bool) -> None:
        if path.resolve() == self.file.resolve():
            raise UsageError(f"{path} is the file that is read")
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file in it")
        if path.exists() and not path.is_file():
            raise UsageError(f"{path} is not an ordinary file; name a new file, or leave --out out for stdout")
        if path.exists() and not force:
            raise UsageError(f"{path} exists; --force overwrites it")
        if not path.resolve().parent.is_dir():
            raise UsageError(f"there is no folder {path.parent}")


@guarded
def arrivals(
    file: _File,
    row: Annotated[
        list[str] | None,
        typer.Option(
            "--row",
            metavar="[SERIES=]ROW",
            help="Row of demand.by_channel; else the name of the series; repeatable.",
            rich_help_panel=_FRAGMENT,
        ),
    ] = None,
    interval: Annotated[
        str | None,
        typer.Option(
            "--interval", metavar="TIME", help='Add counts up to this, as "30 min".', rich_help_panel=_FRAGMENT
        ),
    ] = None,
    counts: Annotated[
        str | None,
        typer.Option(
            "--counts", metavar="WHAT", help="What was counted: " + ", ".join(_COUNTS) + ".", rich_help_panel=_FRAGMENT
        ),
    ] = None,
    column: _Columns = None,
    answered: _Answered = None,
    abandoned: _Abandoned = None,
    date_format: _DateFormat = None,
    date: _Date = None,
    zone: _Zone = None,
    form: _Form = "auto",
    out: _Out = None,
    picture: _Picture = None,
    force: _Force = False,
    json: Json = False,
) -> None:
    """Fit the profile by weekday and the randomness of arrivals to counts, or to single contacts."""
    target = _Target(file, out, picture, json)
    target.check(force)
    reading = _reading(column, answered, abandoned, date_format, date, zone, form)
    interval_s = _interval(interval)
    if counts is not None and counts not in _COUNTS:
        raise UsageError(f'--counts "{counts}" is not known; write {", ".join(_COUNTS)}')
    from sim.data.arrivals import fit_arrivals
    from sim.data.fragment import arrivals_fragment
    from sim.data.read import COUNTED_S, read_counts

    found = read_counts(file, reading, interval_s or COUNTED_S)
    rows = _rows(row or [], found.names)
    if interval_s is not None and interval_s % found.interval_s:
        raise UsageError(
            f"--interval {interval}: the file counts by {found.interval_s / 60:g} min; write a multiple of it"
        )
    fit = fit_arrivals(found, interval_s)
    drawn = None
    if picture is not None:
        from sim.report.pictures import arrivals_picture

        drawn = arrivals_picture(fit, _ending(picture))
    _give(target, {"fit": fit}, arrivals_fragment(fit, rows, counts), drawn)


@guarded
def handle(
    file: _File,
    channel: _Channel = "phone",
    only: _Only = None,
    intent: Annotated[
        str,
        typer.Option(
            "--intent",
            metavar="NAME",
            help="Intent in the scenario, where the file has none.",
            rich_help_panel=_FRAGMENT,
        ),
    ] = "any",
    column: _Columns = None,
    answered: _Answered = None,
    abandoned: _Abandoned = None,
    date_format: _DateFormat = None,
    date: _Date = None,
    zone: _Zone = None,
    form: _Form = "auto",
    out: _Out = None,
    picture: _Picture = None,
    force: _Force = False,
    json: Json = False,
) -> None:
    """Fit handle times (talk, hold, wrap-up) to single contacts, overall and by intent."""
    target = _Target(file, out, picture, json)
    target.check(force)
    _check_names({"--channel": channel, "--intent": intent})
    reading = _reading(column, answered, abandoned, date_format, date, zone, form)
    from sim.data.fragment import handle_fragment
    from sim.data.handle import fit_handle
    from sim.data.read import read_contacts
    from sim.data.select import only_channel

    fit = fit_handle(only_channel(read_contacts(file, reading, ("talk",)), only))
    drawn = None
    if picture is not None:
        from sim.report.pictures import handle_picture

        drawn = handle_picture(fit, _ending(picture))
    _give(target, {"fit": fit}, handle_fragment(fit, channel, intent), drawn)


@guarded
def patience(
    file: _File,
    segment: Annotated[
        str, typer.Option("--segment", metavar="NAME", help="Segment in the scenario.", rich_help_panel=_FRAGMENT)
    ] = "everyday",
    channel: _Channel = "phone",
    only: _Only = None,
    column: _Columns = None,
    answered: _Answered = None,
    abandoned: _Abandoned = None,
    date_format: _DateFormat = None,
    date: _Date = None,
    zone: _Zone = None,
    form: _Form = "auto",
    out: _Out = None,
    picture: _Picture = None,
    force: _Force = False,
    json: Json = False,
) -> None:
    """Fit patience to the waits of single contacts; where customers are known, redials too."""
    target = _Target(file, out, picture, json)
    target.check(force)
    _check_names({"--segment": segment, "--channel": channel})
    reading = _reading(column, answered, abandoned, date_format, date, zone, form)
    from sim.data.fragment import patience_fragment
    from sim.data.patience import fit_patience
    from sim.data.read import read_contacts
    from sim.data.redial import fit_redial
    from sim.data.select import only_channel

    contacts = read_contacts(file, reading, ("wait", "outcome"))
    fit = fit_patience(only_channel(contacts, only))
    redial = fit_redial(contacts)
    drawn = None
    if picture is not None:
        from sim.report.pictures import patience_picture

        drawn = patience_picture(fit, _ending(picture))
    fits = {"fit": fit} if redial is None else {"fit": fit, "redial": redial}
    _give(target, fits, patience_fragment(fit, segment, channel, redial), drawn)


for _command in (arrivals, handle, patience):
    fit_app.command()(_command)


def _reading(
    column: list[str] | None,
    answered: list[str] | None,
    abandoned: list[str] | None,
    date_format: str | None,
    day: str | None,
    zone: str | None,
    form: str,
) -> "Reading":
    """Make of the options what a reader is told.

    Raises:
        UsageError: One of them does not make sense.
    """
    from sim.data.columns import Reading, check_form, read_named
    from sim.data.dates import check_date_format, check_zone

    return Reading(
        columns=read_named(column or ()),
        answered=tuple(answered or ()),
        abandoned=tuple(abandoned or ()),
        date_format=None if date_format is None else check_date_format(date_format),
        day=None if day is None else _day(day),
        zone=None if zone is None else check_zone(zone),
        form=check_form(form),
    )


def _check_names(names: Mapping[str, str]) -> None:
    """Refuse names that could not stand as keys of a scenario, by option.

    Raises:
        UsageError: One is empty, or has characters that cannot be printed.
    """
    for option, name in names.items():
        if not name.strip() or not name.isprintable():
            raise UsageError(f"{option} {name!a}: a name is one line of characters, for example phone")


def _day(text: str) -> "date":
    from sim.scenario.types import read_date

    try:
        return read_date(text)
    except ValueError as error:
        raise UsageError(f"--date: {error}") from None


def _interval(text: str | None) -> int | None:
    """Length of an interval [s].

    Raises:
        UsageError: It is no length of time, under a minute, or does not divide a day.
    """
    if text is None:
        return None
    from sim.units import TICKS_PER_SECOND, parse_duration

    try:
        ticks = parse_duration(text)
    except ValueError as error:
        raise UsageError(f"--interval: {error}") from None
    seconds = ticks // TICKS_PER_SECOND
    if ticks % TICKS_PER_SECOND or seconds < _SHORTEST_S or _DAY_S % seconds:
        raise UsageError(f'--interval: "{text}" does not divide a day; write for example 15 min, 30 min or 1 h')
    return seconds


def _rows(given: list[str], names: tuple[str, ...]) -> dict[str, str]:
    """Row of demand by series.

    Raises:
        UsageError: A series is not in the file, or it is not said which is meant.
    """
    rows: dict[str, str] = {}
    for text in given:
        series, mark, row = (part.strip() for part in text.rpartition("="))
        if not mark:
            if len(names) > 1:
                raise UsageError(
                    f"--row {text}: the file has {', '.join(names)}; write for example --row {names[0]}={text}"
                )
            series = names[0]
        if series not in names:
            raise UsageError(f'--row {text}: the file has no series "{series}"; there are {", ".join(names)}')
        _check_names({"--row": row})
        rows[series] = row
    taken = [rows.get(name, name) for name in names]
    if len(set(taken)) < len(taken):
        raise UsageError(f"--row: two series have one row ({', '.join(taken)})")
    return rows


def _ending(picture: Path) -> str:
    return picture.suffix.lower().removeprefix(".")


def _give(target: _Target, fits: Mapping[str, Any], fragment: str, drawn: bytes | None) -> None:
    """Write the files, then print: nothing is written unless all could be made."""
    files: dict[Path, bytes] = {}
    if target.out is not None:
        files[target.out] = fragment.encode("utf-8")
    if target.picture is not None and drawn is not None:
        files[target.picture] = drawn
    if target.is_json:
        from sim.report.json import to_text

        named = {name: fit.as_dict() for name, fit in fits.items()}
        document = {"schema": "busyhour/fit@1", "file": str(target.file), **named, "fragment": fragment}
        page = to_text({**document, "written": [str(path) for path in files]})
    else:
        from sim.report.fit import fit_page

        page = "\n".join(fit_page(fit) for fit in fits.values())
    _write(files)
    if target.is_json:
        sys.stdout.write(page)
    elif target.out is None:
        sys.stderr.write(page + "\n")
        sys.stdout.write(fragment)
    else:
        sys.stdout.write(page)
    for path in files:
        print(f"wrote {path}", file=sys.stderr)


def _write(files: Mapping[Path, bytes]) -> None:
    """Write files under temporary names, and give them theirs when all are whole; links are followed.

    Raises:
        DataError: One cannot be written; none is left behind.
    """
    places = {path: path.resolve() for path in files}
    partials = {path: place.with_name(f".busyhour-{os.getpid()}-{n}.partial")
                for n, (path, place) in enumerate(places.items())}  # fmt: skip
    try:
        for path, partial in partials.items():
            partial.write_bytes(files[path])
        for path, partial in partials.items():
            partial.replace(places[path])
    except OSError as error:
        raise DataError(f"{path} cannot be written: {_why(error)}") from None
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)


def _why(error: OSError | RuntimeError) -> str:
    """What the system said; a loop of links is a RuntimeError before Python 3.13."""
    return (isinstance(error, OSError) and error.strerror) or "its links go round in a circle"
