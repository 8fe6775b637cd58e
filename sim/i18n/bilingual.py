"""Text in both languages at once, which reads in the one in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from string import Formatter
from typing import Any

from sim.i18n.catalogue import messages, words
from sim.i18n.language import in_force

WAN = 10_000
STOPS = (".", "。", "；", ";", "!", "！")
OF_CHINESE = {", ": "、", "; ": "；", "\n": "\n", " ": "", " nor ": "也非", " and ": "与", " or ": "或"}
"""What stands between the parts of a Chinese list where English has these."""


class Bilingual(str):
    """A text in two languages: as a string it is in the language that was in force when it was made.

    Put into another text it gives each language its own part. Where both are asked for, they stand beside each other,
    sentences below each other.

    Attributes
    ----------
    en, zh : str
    """

    __slots__ = ("en", "zh")
    en: str
    zh: str

    def __new__(cls, en: str, zh: str) -> Bilingual:
        """Make it in the language in force."""
        language = in_force()
        made = super().__new__(cls, {"en": en, "zh": zh}.get(language) or _both(en, zh))
        made.en, made.zh = str(en), str(zh)
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Go to another process and back in both languages."""
        return self.en, self.zh

    def __add__(self, more: str) -> Bilingual:
        """Put a text behind it."""
        return joined([self, more], "")

    def __radd__(self, before: str) -> Bilingual:
        """Put a text before it."""
        return joined([before, self], "")

    def changed(self, change: Callable[[str], str]) -> Bilingual:
        """Change the text of both languages in the same way."""
        return Bilingual(change(self.en), change(self.zh))

    def capital(self) -> Bilingual:
        """Begin with a capital letter."""
        return self.changed(lambda text: text[:1].upper() + text[1:])


def say(key: str, /, **values: Any) -> Bilingual:
    """Say a message of the catalogue.

    Parameters
    ----------
    key : str
        ``room.key``.
    **values
        What stands in its placeholders; a `Bilingual` gives each language its own part.

    Raises
    ------
    LookupError
        If there is no such message, or it needs a value that is not given.
    """
    message = messages()[key]
    return Bilingual(_EN.vformat(message.en, (), values), _ZH.vformat(message.zh, (), values))


def word(room: str, english: str) -> Bilingual:
    """Say a fixed word of the model's data; one that is not in the catalogue stays as it is."""
    return Bilingual(english, words()[room].get(english, english))


def joined(parts: Iterable[str], between: str = ", ") -> Bilingual:
    """Join the parts of a list as each language does."""
    kept: Sequence[str] = list(parts)
    chinese = OF_CHINESE.get(between, between)
    return Bilingual(between.join(_part(p, "en") for p in kept), chinese.join(_part(p, "zh") for p in kept))


def again(text: object) -> str:
    """Say a text in the language in force now; one that has a single language stays as it is."""
    return Bilingual(text.en, text.zh) if isinstance(text, Bilingual) else str(text)


def _part(value: str, language: str) -> str:
    return str(getattr(value, language)) if isinstance(value, Bilingual) else str(value)


def _both(en: str, zh: str) -> str:
    if en == zh or not zh:
        return en
    return f"{en}\n{zh}" if "\n" in en or en.endswith(STOPS) else f"{en} {zh}"


class _Writer(Formatter):
    """Writes the placeholders of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write a value; English numbers things, Chinese counts in units of ten thousand."""
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return f"{value:,} {one if value == 1 else many}"
        if format_spec == "万":
            return in_wan(value)
        return str(format(_part(value, self.language) if isinstance(value, Bilingual) else value, format_spec))


def in_wan(value: float) -> str:
    """Write a large number in units of ten thousand to a hundredth, as Chinese does; a small one as it is."""
    if abs(value) < WAN:
        return f"{value:.12g}"
    return f"{f'{value / WAN:,.2f}'.rstrip('0').rstrip('.')}万"


_EN, _ZH = _Writer("en"), _Writer("zh")
