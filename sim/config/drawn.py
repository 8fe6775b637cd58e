"""Runs with other values of numbers that nobody has said: draws from a prior or a posterior, points of a wave."""

from __future__ import annotations

from collections.abc import Mapping

from sim.config.layers import Layer, said_of
from sim.config.run import RunConfig, merged, nested, parse


def with_values(config: RunConfig, values: Mapping[str, float], where: str) -> RunConfig:
    """The same run with other values; the layer of each is known as drawn.

    Parameters
    ----------
    config : RunConfig
    values : mapping of str to float
        By dotted key.
    where : str
        What gave them, as ``draw 3``.

    Raises
    ------
    ConfigError
        If there is no such setting, or it cannot take its value.
    """
    tree = nested(values)
    return parse(merged(config.to_dict(), tree), {**config.said, **said_of(tree, Layer.DRAWN, where)})


def with_its_values(config: RunConfig, values: Mapping[str, float], where: str) -> RunConfig:
    """The same run with those of the values that concern it: of levers that act, and not said by anybody."""
    acting = {f"policies.{p.name}" for p in config.policies}
    own = {
        key: value
        for key, value in values.items()
        if not config.fixed(key) and (not key.startswith("policies.") or key.rpartition(".")[0] in acting)
    }
    return with_values(config, own, where)
