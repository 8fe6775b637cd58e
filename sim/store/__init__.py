"""What was lived, on disk: tasks, their rows in shards that are only added to, who writes, and what was asked."""
