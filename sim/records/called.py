"""What rules, rates, stages and measures of records are called: keys of messages."""

from __future__ import annotations

RULES = {
    "ragged": "records.rule_ragged", "no_time": "records.rule_no_time", "future": "records.rule_future",
    "before_2000": "records.rule_before_2000", "again": "records.rule_again", "cancelled": "records.rule_cancelled",
    "tests": "records.rule_tests", "unread": "records.rule_unread", "before_report": "records.rule_before_report",
    "stage_future": "records.rule_stage_future", "batch": "records.rule_batch", "open": "records.rule_open",
    "zero": "records.rule_zero", "unplaced": "records.rule_unplaced",
}  # fmt: skip
"""What was left out, emptied, or kept and counted."""
WHY = {
    "chance": "records.why_chance", "weeks": "records.why_weeks", "months": "records.why_months",
    "readings": "records.why_readings",
}  # fmt: skip
"""What a standard deviation comes from, in a sentence."""
SDS = {
    "chance": "records.sd_chance", "weeks": "records.sd_weeks", "months": "records.sd_months",
    "readings": "records.sd_readings",
}  # fmt: skip
"""The same as a note."""
STAGES = {
    "accepted": "records.stage_accepted", "dispatched": "records.stage_dispatched", "started": "records.stage_started",
    "done": "records.stage_done", "closed": "records.stage_closed", "all": "records.stage_all",
}  # fmt: skip
RATES = {
    "handled": "records.rate_handled", "handled_on_time": "records.rate_handled_on_time",
    "closed": "records.rate_closed", "closed_on_time": "records.rate_closed_on_time",
    "rework": "records.rate_rework", "contacted": "records.rate_contacted", "resolved": "records.rate_resolved",
    "satisfied": "records.rate_satisfied",
}  # fmt: skip
MEASURES = {
    "rows_a_day": "records.rows_a_day", "weekend_ratio": "records.weekend_ratio",
    "overdispersion_of_days": "records.overdispersion_of_days",
    "lateness_sd_of_communities": "records.lateness_sd_of_communities",
    "lateness_sd_of_categories": "records.lateness_sd_of_categories",
    "closing_sd_of_categories": "records.closing_sd_of_categories",
    "closing_sd_within_categories": "records.closing_sd_within_categories",
}  # fmt: skip
"""Statistics that are no measures of the model."""
