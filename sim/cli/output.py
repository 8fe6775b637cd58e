"""What is printed, and what becomes of it when nobody reads it or it cannot be written.

A reader that goes away (``govsim run -m ... | head -1``) must not end a sweep, and a full disk behind ``>`` must not
end in a traceback: what cannot be written is dropped, and the first reason is kept.
"""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import select
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, TextIO


class Patient(io.RawIOBase):
    """A raw stream that never fails: from the first error on it drops what is written.

    Attributes
    ----------
    lost : OSError or None
        The first error.
    """

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__()
        self._raw = raw
        self.lost: OSError | None = None

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def fileno(self) -> int:
        """Descriptor of the file below."""
        return self._raw.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._raw.isatty()

    def write(self, data: Any) -> int:
        """Write what can be written; return the number of bytes that are done with."""
        while self.lost is None:
            try:
                written = self._raw.write(data)
                if written is not None:
                    return written
                select.select([], [self], [])  # a pipe that does not block is full: wait for its reader
            except OSError as error:
                self.lost = error
        return memoryview(data).nbytes

    @property
    def failed(self) -> OSError | None:
        """The first error, unless it is that the reader went away, which is the reader's right."""
        gone = isinstance(self.lost, ConnectionError) or (
            sys.platform == "win32" and self.lost is not None and self.lost.errno == errno.EINVAL
        )
        return None if gone else self.lost


def _escape(error: UnicodeError) -> tuple[str, int]:
    r"""Write what a terminal has no sign for as JSON does (\u4e2d): nothing is lost, and JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("govsim", _escape)


@contextmanager
def outputs() -> Iterator[Patient | None]:
    """Make stdout and stderr patient for a while; yield what is below stdout (None where a test has its own).

    The encoding stays the terminal's own (a Chinese Windows writes GBK into pipes). A closed stream is as good as one
    that nobody reads.
    """
    before = sys.stdout, sys.stderr
    with ExitStack() as opened:
        try:
            sys.stdout, below = _patient(sys.stdout, opened)
            sys.stderr, _ = _patient(sys.stderr, opened)
            yield below
        finally:
            for stream in (sys.stdout, sys.stderr):
                with suppress(AttributeError, OSError, ValueError):  # it is gone, or somebody has closed it
                    stream.flush()
            sys.stdout, sys.stderr = before


def _patient(stream: TextIO | None, opened: ExitStack) -> tuple[TextIO, Patient | None]:
    if stream is None:  # closed by whoever started us (>&-); takes its number, or the next file would get it
        return opened.enter_context(open(os.devnull, "w", encoding="utf-8")), None
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # python -u has nothing between
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(raw, io.RawIOBase) or isinstance(raw, Patient):
        return stream, None
    with suppress(OSError, ValueError):
        stream.flush()
    below = Patient(raw)
    buffered: Any = below if raw is buffer else io.BufferedWriter(below)
    errors = "govsim" if stream.errors == "strict" else stream.errors
    return io.TextIOWrapper(
        buffered,
        encoding=stream.encoding,
        errors=errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    ), below
