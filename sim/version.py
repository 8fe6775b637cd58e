"""Version of the package, also in pyproject.toml."""

VERSION = "0.1.0"
