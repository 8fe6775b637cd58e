"""A chapter on a calibration, from its page of facts: what was fitted, what that narrowed, and what it did not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def chapter(told: Mapping[str, Any]) -> list[str]:
    """Write the chapter in Markdown, line by line.

    Parameters
    ----------
    told : mapping
        Page of facts, see `sim.calibration.record.facts`.
    """
    waves = ", ".join(f"{w['points']} points ({1.0 - w['not_ruled_out']:.0%} ruled out)" for w in told["waves"])
    test = told["self_test"]
    lines = [
        f"`{told['command']}`; {told['days']} days, of them {told['warmup_days']} warm-up; model version "
        f"{told['model_version']}.",
        "",
        f"{len(told['screened'])} of {told['inputs']} inputs move a target or a headline measure. Waves: {waves}. The "
        f"posterior is worth {told['effective_size']:.0f} independent draws.",
        "",
        "| target | seen | simulator 5 % | 50 % | 95 % | z | emulator error over tolerance |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in told["fit"]:
        middle = row.get("simulator", {})
        quantiles = [f"{middle[q]:.3g}" if q in middle else "-" for q in ("0.05", "0.5", "0.95")]
        weak = f"{row['emulator_error'] / row['tolerance']:.2f}" + (" (weak)" if row["flagged"] else "")
        z = f"{row['z']:+.1f}" if "z" in row else "-"
        name = f"{row['id']} {row['measure'].replace('_', ' ')} ({row['unit']})"
        lines.append("| " + " | ".join([name, f"{row['value']:.3g}", *quantiles, z, weak]) + " |")
    lines.append("")
    if told["skipped"]:
        lines += [f"Left out, because the model says nothing of them here: {', '.join(told['skipped'])}.", ""]
    narrowed = ", ".join(f"`{key}` {ratio:.2f}" for key, ratio in told["narrowing"].items())
    untouched = [key for key in told["screened"] if key in told["not_narrowed"]]
    lines += [
        f"Narrowed (standard deviation of the posterior over that of the prior): {narrowed or 'nothing'}.",
        "",
        f"Data did not narrow {len(told['not_narrowed'])} inputs, among them these that matter: "
        f"{', '.join(f'`{key}`' for key in untouched) or 'none'}.",
        "",
        f"Self-test on {test['truths']} known truths: 50 % intervals hold {test['coverage']['0.5']:.0%}, "
        f"90 % intervals {test['coverage']['0.9']:.0%}, those of the worst input {test['least_at_90']:.0%}.",
        "",
    ]
    return lines
