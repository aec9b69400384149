"""Writing the starter scenario."""

from importlib.resources import files
from pathlib import Path

from sim.errors import UsageError

NAME = "centre.yaml"


def write_starter(folder: Path, force: bool) -> Path:
    """Write the starter scenario into a folder, which is made if need be.

    Returns:
        Path of the file.

    Raises:
        UsageError: There is a file of that name and `force` is false, or the folder cannot be written to.
    """
    path = folder / NAME
    if path.exists() and not force:
        raise UsageError(f"{path} exists; --force overwrites it")
    text = files("sim.scenario").joinpath("template", "starter.yaml").read_text(encoding="utf-8")
    partial = path.with_name(path.name + ".partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    return path
