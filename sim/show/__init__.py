"""What people look at, made from what was lived: frames of a replay, its renderer, charts as SVG."""
