"""Is the model to be believed: oracles, patterns, place cards, blind observations, scores."""
