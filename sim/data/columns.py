"""Which column of a file is what: names exports use, names the user gives, and what else a reader must be told.

Case, spaces, dots, underscores, hyphens and a unit in brackets do not count in a name. A column that could be
two things, and two columns that could be one thing, are asked about.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sim.data.table import in_file
from sim.errors import DataError, UsageError, nearest_name
from sim.units import quote

CONTACTS = "contacts"

COUNT_ROLES = ("date", "time", CONTACTS, "channel", "queue")
CONTACT_ROLES = (
    *("date", "time", "channel", "queue", "intent", "customer"),
    *("queued", "wait", "talk", "hold", "wrap_up", "handle", "outcome"),
)
LENGTH_ROLES = ("wait", "talk", "hold", "wrap_up", "handle")

_KNOWN = {
    "date": "date day calldate contactdate intervaldate localdate startdate",
    "time": "time timeofday interval intervalstart intervalstarttime start starttime startdatetime datetime "
    "timestamp period periodstart arrived arrival arrivaltime arrivaldate arrivedat calltime callstart "
    "callstarttime contactstart contactstarttime created createdat createdtime receivedat receivedtime "
    "dateandtime datehour halfhour",
    CONTACTS: "contacts calls offered callsoffered offeredcalls contactsoffered offeredcontacts volume count "
    "ncontacts ncalls numberofcalls numberofcontacts totalcalls totalcontacts callvolume contactvolume "
    "contactcount callcount arrivals incoming inbound inboundcalls received callsreceived entered handled "
    "callshandled contactshandled",
    "channel": "channel channelname media mediatype mediachannel",
    "queue": "queue queuename skill skillname split splitname servicequeue vdn",
    "intent": "intent reason contactreason callreason topic category calltype contacttype wrapupcode",
    "customer": "customer customerid custid client clientid caller callerid callernumber ani customernumber "
    "phonenumber customerphone memberid accountid accountnumber",
    "queued": "queued enqueued queueentry queueentrytime queuestart queuestarttime qstart qstarts enteredqueue "
    "enqueuetimestamp timequeued",
    "wait": "wait waittime waiting waitingtime queuetime timeinqueue queueduration queuewait queuewaittime qtime "
    "speedofanswer timetoanswer answerdelay",
    "talk": "talk talktime talkduration service servicetime sertime conversation conversationtime interactiontime "
    "agentinteractionduration",
    "hold": "hold holdtime holdduration customerholdduration timeonhold",
    "wrap_up": "wrapup wrapuptime acw acwtime aftercallwork aftercallworktime aftercontactwork "
    "aftercontactworktime aftercontactworkduration wrap wraptime afterwork",
    "handle": "handle handletime handlingtime aht handleduration",
    "outcome": "outcome disposition result status calloutcome contactoutcome callresult contactstatus callstatus "
    "finalstatus disconnectreason",
}
"""Names of columns in exports, by what they are, as `plain_name` gives them."""

_ROLE_WORDS = {"started": "time", "wrap": "wrap_up", "acw": "wrap_up", "calls": CONTACTS, "offered": CONTACTS}
_ROLE_WORDS |= {"count": CONTACTS, "arrived": "time", "arrival": "time", "start": "time", "wrapup": "wrap_up"}
_UNITS = {
    "s": 1.0,
    "sec": 1.0,
    "secs": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    "ms": 1e-3,
    "msec": 1e-3,
    "milliseconds": 1e-3,
}
_UNITS |= {"min": 60.0, "mins": 60.0, "minutes": 60.0, "h": 3600.0, "hours": 3600.0}
_BRACKETS = re.compile(r"[(\[]\s*([^)\]]*)[)\]]\s*$")
_FORMS = ("auto", "csv", "connect")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is told beside the file.

    Attributes:
        columns: Column of the file by role, or by series for counts.
        answered: Outcomes that mean an agent took the contact; empty: the usual words.
        abandoned: Outcomes that mean the customer left while waiting; empty: the usual words.
        date_format: "day-first", "month-first", a pattern such as "%d/%m/%Y", or None.
        day: The day of times that have no date, or None.
        zone: Name of the local zone, or None.
        form: "auto", "csv" or "connect".
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    abandoned: tuple[str, ...] = ()
    date_format: str | None = None
    day: date | None = None
    zone: str | None = None
    form: str = "auto"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file.

    Attributes:
        place: Place in the header, from 0.
        title: Its name in the file.
        factor: Seconds of a bare number in it, where it holds lengths of time.
    """

    place: int
    title: str
    factor: float = 1.0


def read_named(pairs: Sequence[str]) -> dict[str, str]:
    """Read options such as `wait=q_time`.

    Raises:
        UsageError: One is not of the form NAME=COLUMN, or a name is given twice.
    """
    named: dict[str, str] = {}
    for pair in pairs:
        name, mark, title = (part.strip() for part in pair.partition("="))
        if not (name and mark and title):
            raise UsageError(f"--column {quote(pair)} is not of the form WHAT=COLUMN, for example wait=q_time")
        role = _role(name)
        if role in named:
            raise UsageError(f"--column names {quote(role)} twice: {quote(named[role])} and {quote(title)}")
        named[role] = title
    return named


def check_form(form: str) -> str:
    """Return the form of a file when it is known.

    Raises:
        UsageError: It is not.
    """
    if form not in _FORMS:
        raise UsageError(f"--format {quote(form)} is not known; write {', '.join(_FORMS)}")
    return form


def find_columns(
    header: Sequence[str], roles: Sequence[str], named: Mapping[str, str], source: str, has_series: bool = False
) -> dict[str, Column]:
    """Find the columns of a header by what they are.

    Args:
        header: Names of the columns.
        roles: What is looked for.
        named: Column by role, as the user named them.
        source: The file, for messages.
        has_series: Whether names that are no roles are series of counts.

    Returns:
        Columns by role, series too; a role without a column is not in it.

    Raises:
        UsageError: The user named a role that is none, or a column that is not there.
        DataError: Two columns have the name of one role.
    """
    found: dict[str, Column] = {}
    for name, title in named.items():
        if name not in roles and not has_series:
            near = nearest_name(name, roles)
            hint = f'did you mean "{near}"?' if near else f"there are {', '.join(roles)}"
            raise UsageError(f"--column {quote(name + '=' + title)}: {quote(name)} is not known; {hint}")
        found[name] = _named_column(header, name, title, source)
    taken = {column.place for column in found.values()}
    for role in roles:
        if role in found or (role == CONTACTS and any(name not in roles for name in named)):
            continue
        places = [(place, factor) for place, title in enumerate(header) if (factor := _factor(title, role)) is not None]
        free = [pair for pair in places if pair[0] not in taken]
        if len(free) > 1:
            titles = " and ".join(quote(header[place]) for place, _ in free)
            hint = f"say which: --column {role}={_plain_option(header[free[0][0]])}"
            raise DataError(in_file(source, f"the columns {titles} could both be {role.replace('_', ' ')}; {hint}"))
        if free:
            found[role] = Column(free[0][0], header[free[0][0]], free[0][1])
            taken.add(free[0][0])
    return found


def require(found: Mapping[str, Column], roles: Sequence[str], header: Sequence[str], source: str) -> None:
    """Check that columns were found.

    Raises:
        DataError: One is missing; says which columns there are and how to name it.
    """
    missing = [role for role in roles if role not in found]
    if not missing:
        return
    columns = ", ".join(header[:20]) + (", …" if len(header) > 20 else "")
    options = " ".join(f"--column {role}=NAME" for role in missing)
    what = " and ".join(role.replace("_", " ") for role in missing)
    raise DataError(in_file(source, f"no column of {what} was found; name it: {options} (columns: {columns})", 1))


def plain_name(title: str) -> str:
    """Reduce a name to what counts: letters and digits, lower case.

    >>> plain_name("Queue.Name"), plain_name("After-call work")
    ('queuename', 'aftercallwork')
    """
    return re.sub(r"[\W_]+", "", title).casefold()


def _role(name: str) -> str:
    """The role a name of `--column` means; any other name as it is."""
    plain = plain_name(name)
    if plain in _ROLE_WORDS:
        return _ROLE_WORDS[plain]
    return next((role for role in _KNOWN if plain_name(role) == plain), name)


def _named_column(header: Sequence[str], name: str, title: str, source: str) -> Column:
    exact = [place for place, known in enumerate(header) if known == title]
    places = exact or [place for place, known in enumerate(header) if plain_name(known) == plain_name(title)]
    if not places:
        near = nearest_name(title, header)
        hint = f'did you mean "{near}"?' if near else f"there are {', '.join(header)}"
        raise UsageError(f"--column {quote(name + '=' + title)}: {source} has no such column; {hint}")
    if len(places) > 1:
        raise DataError(in_file(source, f"there are {len(places)} columns named {quote(title)}; rename one", 1))
    factor = _factor(header[places[0]], name) if name in LENGTH_ROLES else None
    return Column(places[0], header[places[0]], _unit_at_end(header[places[0]]) if factor is None else factor)


def _factor(title: str, role: str) -> float | None:
    """Seconds of a bare number in a column of this role; None when the column is not of it."""
    known = _KNOWN[role].split()
    bracket = _BRACKETS.search(title)
    unit = plain_name(bracket[1]) if bracket else ""
    plain = plain_name(title[: bracket.start()] if bracket else title)
    if plain in known:
        return _UNITS.get(unit, 1.0)
    if role not in LENGTH_ROLES:
        return None
    for end, factor in _UNITS.items():
        for joint in ("", "in"):
            if plain.endswith(joint + end) and plain.removesuffix(joint + end) in known:
                return factor
    return None


def _unit_at_end(title: str) -> float:
    """Seconds of a bare number in a column named by the user: 1, unless its last word is another unit."""
    words = re.split(r"[\W_]+", title.strip(" )]").casefold())
    return _UNITS.get(words[-1], 1.0) if len(words) > 1 else 1.0


def _plain_option(title: str) -> str:
    return f'"{title}"' if " " in title else title
