"""The chapter says what the page of facts says."""

from sim.calibration.chapter import chapter

FACTS = {
    "command": "govsim calibrate place=demo", "days": 425, "warmup_days": 60, "model_version": 2, "inputs": 9,
    "screened": ["a.x", "b.y"], "waves": [{"points": 400, "not_ruled_out": 0.75}], "effective_size": 311.0,
    "fit": [
        {"id": "T01", "measure": "on_time", "unit": "%", "value": 80.0, "emulator_error": 0.4, "tolerance": 0.5,
         "flagged": True, "simulator": {"0.05": 61.0, "0.5": 78.0, "0.95": 91.0}, "z": 0.25},
        {"id": "T02", "measure": "mediated", "unit": "per 1000/yr", "value": 8.0, "emulator_error": 0.1,
         "tolerance": 0.4, "flagged": False},
    ],
    "skipped": ["T09"], "narrowing": {"a.x": 0.61}, "not_narrowed": ["b.y", "c.z"],
    "self_test": {"truths": 100, "coverage": {"0.5": 0.51, "0.9": 0.88}, "least_at_90": 0.81},
}  # fmt: skip


def test_every_fact_is_told():
    text = "\n".join(chapter(FACTS))
    for told in (
        "`govsim calibrate place=demo`", "2 of 9 inputs", "400 points (25% ruled out)", "311 independent draws",
        "| T01 on time (%) | 80 | 61 | 78 | 91 | +0.2 | 0.80 (weak) |",
        "| T02 mediated (per 1000/yr) | 8 | - | - | - |",
        "T09", "`a.x` 0.61", "did not narrow 2 inputs, among them these that matter: `b.y`", "50 % intervals hold 51%",
        "90 % intervals 88%", "worst input 81%",
    ):  # fmt: skip
        assert told in text, told
