"""The browser view: Mesa's own frame, filled with a map and charts that read snapshots."""
