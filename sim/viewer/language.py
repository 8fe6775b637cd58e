"""Language of the page Live: Solara's threads are told by the cookie that the other pages set."""

from __future__ import annotations

import os

from sim.i18n import Bilingual, again, speaking
from sim.i18n.language import of_environment
from sim.viewer.page import LANGUAGE_COOKIE

LANGUAGE_VARIABLE = "GOVSIM_VIZ_LANG"
"""Environment variable with the language of a visitor who has not switched."""


def language() -> str:
    """Language of this visitor: as switched, else as the viewer was told, else the system's."""
    from solara.lab.utils.cookies import cookies

    try:
        kept = (cookies.value or {}).get(LANGUAGE_COOKIE, "")
    except Exception:  # outside of a visit there are no cookies, and Solara has its own ways to say so
        kept = ""
    usual = os.environ.get(LANGUAGE_VARIABLE, "")
    return kept if kept in ("en", "zh") else usual if usual in ("en", "zh") else of_environment()


def tell(text: Bilingual) -> str:
    """Say a text in the language of the page, which its threads do not know."""
    with speaking(language()):
        return again(text)
