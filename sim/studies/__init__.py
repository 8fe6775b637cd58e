"""Run many: replications, arms, statistics."""
