"""Incidents: how far a problem reaches."""
