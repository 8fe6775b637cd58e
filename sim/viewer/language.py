"""Language of the page: the server's threads are told by an environment variable."""

from __future__ import annotations

import os

from sim.i18n import Bilingual, again, speaking

LANGUAGE_VARIABLE = "GOVSIM_VIZ_LANG"
"""Environment variable that hands the language of the page to the app."""


def language() -> str:
    """Language of the page: both where none was asked for."""
    return os.environ.get(LANGUAGE_VARIABLE, "both")


def tell(text: Bilingual) -> str:
    """Say a text in the language of the page, which its threads do not know."""
    with speaking(language()):
        return again(text)
