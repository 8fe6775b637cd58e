"""Calibration: which of the assumed numbers the data narrow, and which they do not.

The steps, one file each: `screen` the inputs that matter, run `waves` of points over them, `emulator` each output,
`ruling_out` what cannot be, `smc` the posterior, `check` it by the simulator, and `self_test` the whole by truths that
are known. `steps` puts them in order; `posterior` writes what came of it.

Everything is done in the unit cube: an input is a share of its prior, 0 to 1, so that its prior is uniform.
"""
