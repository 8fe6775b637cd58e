"""Everything Mesa: the model as Mesa sees it, and agents that are windows on rows of the world.

``model`` is `GovernanceModel`; ``kinds`` are the agents and says which columns feed back into the day; ``row_agent``
and ``agentset`` are what a window and a set of windows are; ``mesa_compat`` is the one door to Mesa.
"""
