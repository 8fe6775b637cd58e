"""A place of one's own: what a district must tell, what is usual where it cannot, and the file that comes of it.

``questions`` are what is asked, ``counted`` what map and records tell already, ``answers`` what was said, ``weighing``
whether it can be, and ``written`` the place's file. Nothing is ever taken from another place: what nobody says is a
norm with its source, marked so.
"""
