"""How a community works when nobody intervenes."""
