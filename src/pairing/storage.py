"""Files read and written so that nothing is lost, and so that a folder from a stranger leads nowhere else.

A file is read once: what is hashed is what was read. It is written under a name that nobody can foresee, in a file that
did not exist, and takes its place by one rename: what was there before stays until then. Links that lead out of a
season's folder are refused, and so is what is no file at all (a pipe, a device).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pairing.errors import InputError, Problem

MOST_BYTES = 200_000_000
"""No table, program or record of a season is as large."""
SECONDS_OF_A_DAY = 86_400


@dataclass(frozen=True)
class Held:
    """A file as it was read: its name and its bytes."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The end of its name, from the last dot."""
        return Path(self.name).suffix

    @property
    def stem(self) -> str:
        """Its name without the end."""
        return Path(self.name).stem

    @cached_property
    def sha256(self) -> str:
        """Its fingerprint."""
        return hashlib.sha256(self.data).hexdigest()


def held(file: Path | Held) -> Held:
    """A file, read now unless it was before. Raises OSError where it cannot be, or is no plain file or too large."""
    if isinstance(file, Held):
        return file
    kind = file.stat()
    if not stat.S_ISREG(kind.st_mode):
        raise OSError(0, "it is no plain file")
    if kind.st_size > MOST_BYTES:
        raise OSError(0, f"it has {kind.st_size:,} bytes, at most {MOST_BYTES:,} are read")
    return Held(file.name, file.read_bytes())


def strange_files(folder: Path, below: Path | None = None) -> list[Problem]:
    """What a season's folder holds that is not followed or opened: links that lead out of it, pipes, devices.

    below: a folder inside it to be looked at instead of the whole of it.
    """
    root = folder.resolve()
    return [problem for path in _everything(below or folder) if (problem := _strange(path, root, folder)) is not None]


def _everything(folder: Path) -> Iterator[Path]:
    """A folder's entries and those of its folders, links to folders not followed; hidden ones too, runs aside."""
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            yield path
            if path.is_dir() and not path.is_symlink() and path.name != "runs":
                yield from _everything(path)


def _strange(path: Path, root: Path, folder: Path) -> Problem | None:
    name = path.relative_to(folder).as_posix()
    try:
        if path.is_symlink():
            target = path.resolve()
            if target.is_relative_to(root) and (not path.exists() or _plain(target)):
                return None
            return Problem("is a link that leads out of the season's folder", name, expected="the file itself, or none")
        if _plain(path):
            return None
    except FileNotFoundError:
        return None  # it went in between
    except (OSError, RuntimeError):
        return Problem("is a link that cannot be followed", name, expected="the file itself, or none")
    return Problem("is a pipe or a device, not a file", name, expected="a file or folder, or none")


def _plain(path: Path) -> bool:
    mode = path.stat().st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def refuse_strange(folder: Path, below: Path | None = None) -> None:
    """Raises InputError with every strange file of a folder."""
    if problems := strange_files(folder, below):
        raise InputError(problems)


def refuse_strange_place(folder: Path, place: Path) -> None:
    """Raises InputError where a folder inside a season is a link that leads out of it, or no folder."""
    if (problem := _strange(place, folder.resolve(), folder)) is not None:
        raise InputError([problem])


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under another name and rename it, so that it is whole or as it was before.

    The other name is made up anew each time and never one that is there, so that no two writers share it and no link
    is followed. A link at `path` is replaced, not followed. Raises OSError.
    """
    temporary = path.with_name(f".{path.name[:40]}-{uuid.uuid4().hex}.partial")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            kind = path.lstat()
            if stat.S_ISREG(kind.st_mode):
                temporary.chmod(stat.S_IMODE(kind.st_mode))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_output(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file that somebody named. force: also over one that is there.

    Raises InputError where the name is that of no plain file, or of a file of a season's own, which no output replaces.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise InputError([Problem(f'"{path}" is a link, a folder or a device', expected="the name of a file")])
    if path.exists() and _of_season(path):
        said = f'"{path}" is a file of the season itself, which no output replaces'
        raise InputError([Problem(said, expected="another name")])
    if path.exists() and not force:
        raise InputError([Problem(f'"{path}" is there already', expected="another name, or --force to replace it")])
    if not path.parent.is_dir():
        raise InputError([Problem(f'"{path.parent}" is not a folder', expected="a folder that is there")])
    write_whole(path, content)


OWN = ("program", "decisions", "standing", "standing-before", "import", "letter")
"""Files of a season whose names no program chooses."""


def _of_season(path: Path) -> bool:
    """Whether a file is one by which a season is read: in its folder or its history, or inside a run."""
    places = (path.parent, *path.parent.parents)
    if path.parent.name == "history" or "runs" in (place.name for place in places[:3]):
        return any((place / "program.toml").is_file() for place in places[1:4])
    if not (path.parent / "program.toml").is_file():
        return False
    return path.suffix.casefold() in (".csv", ".xlsx", ".toml") and (
        path.stem.casefold() in OWN or f'"{path.stem.casefold()}"' in _program_text(path.parent)
    )


def _program_text(folder: Path) -> str:
    """The program file in small letters; the tables' names stand in it, or are those of cohort programs."""
    with suppress(OSError):
        text = (folder / "program.toml").read_bytes()[:MOST_BYTES].decode("utf-8", errors="replace").casefold()
        return text + ' "members" "facilitators" "venues" "regions" "pairs" '
    return ""


def replace_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder under another name, then have it take the place of the one that was there.

    Whatever happens in between, one of the two is there: `tidy` puts back what a killed command took away.
    """
    tidy(target.parent)
    mark = f"{os.getpid()}-{uuid.uuid4().hex}"
    partial, before = (target.with_name(f".{target.name}-{word}-{mark}") for word in ("new", "before"))
    partial.mkdir()
    try:
        for name, content in files.items():
            write_whole(partial / name, content)
        if target.exists():
            os.rename(target, before)
        os.rename(partial, target)
    except BaseException:
        if before.exists() and not target.exists():
            os.rename(before, target)
        shutil.rmtree(partial, ignore_errors=True)
        raise
    shutil.rmtree(before, ignore_errors=True)


def partial_folder(parent: Path) -> Path:
    """A new hidden folder for files that become a run's: `.partial-<process>-<mark>`."""
    folder = parent / f".partial-{os.getpid()}-{uuid.uuid4().hex}"
    folder.mkdir()
    return folder


def tidy(parent: Path) -> None:
    """Put back what a killed command took away, and remove what it left behind, hidden folders and partial files.

    What belongs to a process that still works stays; where that cannot be told, what is younger than a day.
    """
    with suppress(OSError):
        for left in sorted(parent.glob(".*")):
            with suppress(OSError):
                _tidy(left)


def _tidy(left: Path) -> None:
    name = left.name
    if name.endswith(".partial") and not left.is_dir():
        if time.time() - left.lstat().st_mtime > SECONDS_OF_A_DAY:
            left.unlink()
        return
    parts = name[1:].split("-")
    if not left.is_dir() or left.is_symlink():
        return
    if len(parts) < 3:  # of versions before 0.2
        if parts[0] == "partial" and time.time() - left.lstat().st_mtime > SECONDS_OF_A_DAY:
            shutil.rmtree(left, ignore_errors=True)
        return
    if _at_work(parts[-2], left):
        return
    target = "-".join(parts[:-3])
    if parts[-3] == "before" and target and not left.with_name(target).exists():
        os.rename(left, left.with_name(target))
    elif parts[-3] in ("new", "before", "partial"):
        shutil.rmtree(left, ignore_errors=True)


def _at_work(process: str, left: Path) -> bool:
    """Whether the process that made a folder may still work on it."""
    young = time.time() - left.lstat().st_mtime < SECONDS_OF_A_DAY
    if not process.isdecimal() or os.name == "nt":
        return young
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return young
    return young
