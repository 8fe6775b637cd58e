"""Peak memory of this process, on every system; and memory given back, where the system takes it."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

_STATUS = Path("/proc/self/status")


def peak_mb() -> float:
    """Peak resident memory of this process, MB; 0 where the system does not tell.

    Linux is asked for VmHWM, because ru_maxrss of a process that was started by a large one begins with the large
    one's.
    """
    try:
        for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1]) / 1024.0
    except OSError:
        pass
    if sys.platform == "win32":
        return _windows_peak_mb()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)


def give_back() -> None:
    """Give free memory back to the system, some milliseconds: the next large thing may not fit into its gaps."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # of glibc alone
            ctypes.CDLL(None).malloc_trim(0)


def _windows_peak_mb() -> float:
    """PeakWorkingSetSize of GetProcessMemoryInfo."""
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = [
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *[
                (name, ctypes.c_size_t)
                for name in (
                    "PeakWorkingSetSize", "WorkingSetSize", "QuotaPeakPagedPoolUsage", "QuotaPagedPoolUsage",
                    "QuotaPeakNonPagedPoolUsage", "QuotaNonPagedPoolUsage", "PagefileUsage", "PeakPagefileUsage",
                )
            ],
        ]  # fmt: skip

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    windows = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
    ask = windows.kernel32.K32GetProcessMemoryInfo
    ask.argtypes = [wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD]
    me = windows.kernel32.GetCurrentProcess
    me.restype = wintypes.HANDLE
    there = ask(me(), ctypes.byref(counters), counters.cb)
    return float(counters.PeakWorkingSetSize) / 1024.0**2 if there else 0.0
