"""What a number of the model is called, its unit and its source."""

from __future__ import annotations

from functools import cached_property

from sim.i18n import Bilingual, word
from sim.parameters.param import ParamInfo
from sim.studies.pictured import parameter_names, parameters
from sim.studies.results import Results


class Numbers:
    """Numbers of all arms, by key."""

    def __init__(self, results: Results) -> None:
        self._results = results

    @cached_property
    def infos(self) -> dict[str, ParamInfo]:
        """What is known of each."""
        return parameters(self._results)

    @cached_property
    def sources(self) -> dict[str, str]:
        """Who says the value in use: the place's own file, or who the default is from."""
        place = self._results.configs[0].place
        own = {f"place.{key}": source for key, source in place.sources.items()}
        return {key: own.get(key, info.source) for key, info in self.infos.items()}

    @cached_property
    def _names(self) -> dict[str, Bilingual]:
        return parameter_names(self._results)

    def called(self, key: str) -> Bilingual:
        """Name a number."""
        return self._names.get(key, Bilingual(key, key))

    def unit(self, key: str) -> Bilingual:
        """Its unit."""
        info = self.infos.get(key)
        return word("units", info.unit) if info else Bilingual("", "")
