"""Configuration: layers, places, checks; `run.RunConfig` is one run, fully said."""
