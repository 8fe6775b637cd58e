"""What exists: places, residents, staff, desks, cases, rules. Columns and nothing else; each names who writes it."""
