"""The results folder: its name, what is already in it, and how a new one takes its place.

A run is built in a partial folder beside its place and renamed when it is whole, so a killed run leaves no
half folder under the final name. What a killed process left behind is removed by the next run of that name.
"""

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import DataError, UsageError
from sim.experiment.manifest import Manifest, is_of_other_version, read_manifest


def folder_name(scenario: str, fingerprint: str, seed: int) -> str:
    """Name the folder of a run.

    >>> folder_name("Retail bank (Łódź)", "0123456789abcdef", 7)
    'retail-bank-lodz-01234567-s7'
    """
    plain = unicodedata.normalize("NFKD", scenario.replace("ł", "l").replace("Ł", "L"))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return f"{'-'.join(words)[:60].strip('-') or 'scenario'}-{fingerprint[:8]}-s{seed}"


def open_run(folder: Path, fingerprint: str, force: bool) -> Manifest | None:
    """Look at what stands at the place of a run.

    Args:
        folder: The place.
        fingerprint: Of the scenario that is to be run.
        force: Something else that stands there may be replaced.

    Returns:
        The manifest of a complete run of the same scenario; None when there is none, or only one that another version
        of the program has stored: it is replaced.

    Raises:
        UsageError: Something else stands there, and `force` is false.
    """
    if not folder.exists():
        return None
    if not folder.is_dir() or folder.is_symlink():
        raise UsageError(f"{folder} is in the way: it is not a folder; move it, or choose another --out")
    try:
        manifest = read_manifest(folder)
    except DataError:
        if not force:
            raise
        return None
    if manifest is not None and manifest.fingerprint == fingerprint:
        return manifest
    if not force and any(folder.iterdir()) and not is_of_other_version(folder):
        what = "holds another scenario" if manifest else "holds no complete run of ours"
        raise UsageError(f"{folder} {what}; --force replaces it, --out DIR writes elsewhere")
    return None


@contextmanager
def partial_folder(place: Path) -> Iterator[Path]:
    """Give a new folder beside a place; it takes the place when the block ends without an error.

    Raises:
        UsageError: The folder cannot be made (no right to write, disk full).
    """
    _sweep(place)
    partial = place.with_name(f"{place.name}.partial-{os.getpid()}")
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise UsageError(f"{partial} cannot be made: {error.strerror}; choose another --out") from None
    try:
        yield partial
        _take_place(partial, place)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _take_place(partial: Path, place: Path) -> None:
    """Put a whole folder in its place, and remove what stood there."""
    old = place.with_name(f"{place.name}.old-{os.getpid()}")
    if place.exists():
        place.rename(old)
    partial.rename(place)
    if old.exists():
        shutil.rmtree(old)


def _sweep(place: Path) -> None:
    """Remove what processes that are gone left beside a place."""
    pattern = re.compile(re.escape(place.name) + r"\.(?:partial|old)-(\d+)")
    for path in place.parent.glob(place.name + ".*-*") if place.parent.is_dir() else ():
        match = pattern.fullmatch(path.name)
        if match and not _is_alive(int(match[1])):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(process: int) -> bool:
    """Whether a process of that number exists; where that cannot be known, yes."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
