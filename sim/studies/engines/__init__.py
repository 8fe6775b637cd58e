"""Engines: where replications are lived. They only evaluate; order, budget, store and signals stand above them."""
