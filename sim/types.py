"""Array aliases, so that signatures say what a column holds."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Rows: TypeAlias = NDArray[np.int32]
Small: TypeAlias = NDArray[np.int8]
Bools: TypeAlias = NDArray[np.bool_]
