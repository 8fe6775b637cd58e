"""The one way in which a function of ours is compiled.

What was compiled is kept from one start to the next, see `sim.kernel_cache`. Without numba, or with
``NUMBA_DISABLE_JIT=1``, the same functions run as plain Python and give the same bits.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np

F = TypeVar("F", bound=Callable[..., Any])


def enabled() -> bool:
    """Whether functions are compiled in this process."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return False
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


def compiled(function: F) -> F:
    """Compile a function of arrays and numbers that makes no array; it releases the GIL while it runs.

    ``error_model="numpy"`` because a checked division keeps the compiler from using vector instructions; no fastmath,
    because it would change bits from machine to machine. ``_nrt=False`` because counting references to the arguments
    (an atomic instruction each time an array is handed on) took half of the kernel's time; with it, making an array is
    an error of the compiler, see `allocating`.
    """
    return _compile(function, _nrt=False)


def allocating(function: F) -> F:
    """Compile a function that makes arrays of its own, as `compiled` cannot."""
    return _compile(function)


def _compile(function: F, **options: Any) -> F:
    if not enabled():
        return function
    import numba

    from sim.kernel_cache import KernelCache

    made: Any = numba.njit(nogil=True, error_model="numpy", **options)(function)
    made._cache = KernelCache(function, repr(options))
    return cast(F, made)


def merged(function: F) -> F:
    """Compile a function of one idea into its callers, as if its lines stood there.

    The compiler merges the machine's instructions, so a long loop can be read in parts: as calls, each with a tuple of
    arrays, the parts of the kernel took 1.4 times as long. Such a function makes no array.
    """
    if not enabled():
        return function
    import numba

    options: dict[str, Any] = {"forceinline": True, "nogil": True, "error_model": "numpy", "_nrt": False}
    return cast(F, numba.njit(**options)(function))


def inlined(function: F) -> F:
    """Compile a small function into its callers (Philox costs 26 ns as a call, 4 ns inlined)."""
    if not enabled():
        return function
    import numba

    return cast(F, numba.njit(inline="always", error_model="numpy")(function))


def handed(rows: Any) -> Any:
    """Return records as a compiled function takes them: a plain array, a sixth as dear at its door as a record array.

    Plain Python needs the record array, whose columns are attributes.
    """
    return rows.view(_TAKEN)


_TAKEN: type[np.ndarray[Any, Any]] = np.ndarray if enabled() else np.recarray


def _fetch() -> Callable[..., None]:
    """Make `fetch`: one instruction where functions are compiled, nothing where they are not."""

    def nothing(rows: Any, row: int, offset: int) -> None:
        """Do nothing: Python has no such hint."""

    if not enabled():
        return nothing
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic

    def ask(typing: Any, rows: Any, row: Any, offset: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            kind = signature.args[0]
            array = context.make_array(kind)(context, builder, values[0])
            at, byte = (
                context.cast(builder, value, given, types.int64)
                for value, given in zip(values[1:], signature.args[1:], strict=True)
            )
            pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
            start = builder.mul(at, ir.Constant(ir.IntType(64), kind.dtype.size))
            where = builder.gep(builder.bitcast(array.data, pointer), [builder.add(start, byte)])
            takes = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
            prefetch = builder.module.declare_intrinsic("llvm.prefetch", [pointer], takes)
            to_read, to_keep, data = 0, 3, 1
            builder.call(prefetch, [where, *(ir.Constant(number, n) for n in (to_read, to_keep, data))])
            return context.get_dummy_value()

        return types.void(rows, row, offset), build

    return cast("Callable[..., None]", intrinsic(ask))


LINE = 64
"""Bytes that a processor fetches together."""
AHEAD = 8
"""Turns of a loop after which what was asked for has come."""
fetch = _fetch()
"""``fetch(rows, row, offset)``: ask for the cache line at a byte of a record before it is needed.

A hint to the processor that changes nothing: a province waits for its memory, and what is asked for while other work
is done need not be waited for. Any row may be named, even one that does not exist.
"""
