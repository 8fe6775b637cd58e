"""Records of cases that a bureau brings: read, cleaned, counted; only statistics leave this room, never a row.

A whitelist rules: only columns that are mapped are parsed. Names, telephone numbers, addresses and texts never enter a
table, and a word of a mapped column is printed only if it is frequent, short and without a long number.
"""
