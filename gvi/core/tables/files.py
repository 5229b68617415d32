"""From a file on disk or an upload to text that is bounded in every direction."""

import codecs
import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from django.utils.translation import gettext as _

from gvi.core.tables.problems import Problem, Unreadable

MEGABYTE = 1024 * 1024
GZIP = b"\x1f\x8b"
NOT_TABLES = {
    b"PK\x03\x04": "xlsx, ods, zip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"%PDF": "pdf",
    b"SQLite format 3": "sqlite",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken. Past any of these the whole file is refused."""

    size: int = 64 * MEGABYTE  # on disk
    expanded: int = 256 * MEGABYTE  # after unpacking
    rows: int = 1_000_000
    columns: int = 250
    record: int = MEGABYTE  # characters in one row
    cell: int = 10_000  # characters in one value
    problems: int = 10_000  # rows left out


class Metered(io.RawIOBase):
    """Passes bytes on and stops when more have come than were allowed."""

    def __init__(self, source: BinaryIO | gzip.GzipFile, name: str, allowed: int) -> None:
        self.source, self.name, self.left, self.allowed = source, name, allowed, allowed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            read = self.source.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile):
            refuse(self.name, _("The packed file is damaged or cut short. Fetch it again."))
        self.left -= len(read)
        if self.left < 0:
            refuse(self.name, too_large(self.allowed))
        buffer[: len(read)] = read
        return len(read)


@contextmanager
def open_text(source: Path | BinaryIO, name: str, limits: Limits) -> Iterator[io.TextIOWrapper]:
    """The file as text. Bytes that are not UTF-8 come as lone surrogates, to be told by row."""
    with _opened(source, name) as raw:
        size = _size(raw)
        if size > limits.size:
            refuse(name, too_large(limits.size))
        head = raw.read(16)
        raw.seek(0)
        unpacked: BinaryIO | gzip.GzipFile = raw
        if head.startswith(GZIP):
            unpacked = gzip.GzipFile(fileobj=raw, mode="rb")
        metered = io.BufferedReader(Metered(unpacked, name, limits.expanded), 1 << 16)
        encoding = _encoding(metered.peek(16)[:16], name)
        text = io.TextIOWrapper(metered, encoding, errors="surrogateescape", newline="")
        try:
            yield text
        except UnicodeDecodeError as fault:
            refuse(name, _("The text is damaged: it is not the UTF-16 it says it is."), fault)
        finally:
            text.detach()


@contextmanager
def _opened(source: Path | BinaryIO, name: str) -> Iterator[BinaryIO]:
    if not isinstance(source, Path):
        source.seek(0)
        yield source
        return
    try:
        if not stat.S_ISREG(source.stat().st_mode):
            refuse(name, _("This is a folder or a device, not a file."))
        file = source.open("rb")
    except OSError as fault:
        refuse(name, _("The file cannot be opened: %(why)s.") % {"why": fault.strerror}, fault)
    with file:
        yield file


def _size(raw: BinaryIO) -> int:
    size = raw.seek(0, os.SEEK_END)
    raw.seek(0)
    return size


def _encoding(head: bytes, name: str) -> str:
    """UTF-8 unless the file's first bytes say UTF-16. Nothing is guessed."""
    if not head:
        refuse(name, _("The file is empty."))
    if head.startswith(GZIP):
        refuse(name, _("The file is packed twice. Unpack it once and try again."))
    for magic, kind in NOT_TABLES.items():
        if head.startswith(magic):
            refuse(
                name,
                _("This is not a text file (%(kind)s). Save it as CSV with UTF-8 and try again.")
                % {"kind": kind},
            )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def too_large(allowed: int) -> str:
    return _("The file is larger than %(megabytes)d MB. Divide it into smaller files.") % {
        "megabytes": max(allowed // MEGABYTE, 1)
    }


def check_rows(name: str, rows: int, limits: Limits) -> None:
    if rows > limits.rows:
        refuse(
            name,
            _("The file has more than %(rows)d rows. Divide it into smaller files.")
            % {"rows": limits.rows},
        )


def refuse(
    name: str,
    sentence: str,
    cause: BaseException | None = None,
    *,
    row: int | None = None,
    column: str | None = None,
) -> NoReturn:
    raise Unreadable(Problem(name, row, column, sentence)) from cause
