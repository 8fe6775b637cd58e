"""Every number of the model, the place and the run: unit, source, basis, range and prior; a file per group."""
