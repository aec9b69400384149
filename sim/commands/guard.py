"""Errors at the command line: one line that says what to do, and an exit code; never a bare traceback."""

import functools
import inspect
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

import typer

from sim.errors import BusyhourError, InternalError

INTERRUPTED = 130
Command = TypeVar("Command", bound=Callable[..., None])
_Traceback = Annotated[
    bool, typer.Option("--traceback", help="Print the traceback of an internal error.", rich_help_panel="Output")
]


def guarded(command: Command) -> Command:
    """Wrap a command so that every error ends it with one line on stderr and its exit code.

    The wrapped command has one more option, `--traceback`.
    """

    @functools.wraps(command)
    def guard(*args: Any, traceback: bool = False, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except (KeyboardInterrupt, SystemExit) as error:
            if isinstance(error, SystemExit):
                raise
            _say("interrupted; nothing half done was left behind")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except typer.Exit:
            raise
        except InternalError as error:
            _report(error, traceback, kwargs.get("out"))
            raise typer.Exit(error.exit_code) from None
        except BusyhourError as error:
            _say(str(error))
            raise typer.Exit(error.exit_code) from None
        except Exception as error:
            _report(error, traceback, kwargs.get("out"))
            raise typer.Exit(1) from None

    signature = inspect.signature(command)
    option = inspect.Parameter("traceback", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=_Traceback)
    shown = {"__signature__": signature.replace(parameters=[*signature.parameters.values(), option])}
    guard.__dict__.update(shown)  # typer reads the options off the signature and the annotations
    guard.__annotations__ = {**command.__annotations__, "traceback": _Traceback}
    return cast(Command, guard)


def _say(text: str) -> None:
    """Print to stderr."""
    print(text, file=sys.stderr)


def _report(error: Exception, is_printed: bool, out: Path | None) -> None:
    """Say what a bug is, how to see it again, and where its traceback is."""
    from traceback import format_exception

    what = str(error) if isinstance(error, InternalError) else f"{type(error).__name__}: {error}"
    _say(f"internal error: {what}")
    _say(f"  to repeat: {_repeat(error)}")
    text = "".join(format_exception(error))
    if is_printed:
        _say(text)
        return
    try:
        path = _log_path(out)
        path.write_text(f"{shlex.join(sys.argv)}\n{text}", encoding="utf-8")
    except OSError:
        _say("  --traceback prints where it happened")
    else:
        _say(f"  traceback: {path}")


def _repeat(error: Exception) -> str:
    """Write the command that shows a bug again, in one process and, where it is known, one replication."""
    words = ["busyhour", *sys.argv[1:]]
    if isinstance(error, InternalError) and error.replication is not None:
        words[1:2] = ["run"]
        words += ["--replication", str(error.replication)]
        if error.entity.startswith("strategy "):
            words += ["--strategy", error.entity.removeprefix("strategy ")]
    return shlex.join([*words, "--traceback"])


def _log_path(out: Path | None) -> Path:
    """Name a log file in the folder of results, or in the system's folder for temporary files."""
    from tempfile import gettempdir

    folder = out if out is not None and out.is_dir() else Path(gettempdir())
    return folder / f"busyhour-error-{os.getpid()}.log"
