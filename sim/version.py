"""Version of the package, also in pyproject.toml."""

VERSION = "0.1.0"
MODEL_VERSION = 2
"""Raised when pinned numbers move: what was fitted to another version's numbers says nothing about this one's."""
