"""Queues made by hand and served by the real kernel; they stand in the package, which serves them too."""

from __future__ import annotations

from sim.validation.shops import EXPONENTIAL, Shop, one_net, poisson, serve, shop, table_of, work

__all__ = ["EXPONENTIAL", "Shop", "one_net", "poisson", "serve", "shop", "table_of", "work"]
