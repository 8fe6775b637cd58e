"""What exists: places, residents, staff, desks, cases, rules. Columns and nothing else."""
