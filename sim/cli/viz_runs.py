"""What the viewer's page may ask to be run: checked by the very code of ``govsim compare``, then run by it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sim.cli.how import read_how
from sim.cli.keep import folder_problems
from sim.cli.questions import read_questions
from sim.config.names import place_title
from sim.errors import ConfigError
from sim.studies.asking import ask_of, folder_of, with_draws
from sim.viewer.asked import Checked


def check(words: Sequence[str]) -> Checked:
    """Check what would be typed behind ``govsim compare``.

    Raises
    ------
    ConfigError
        With all that is wrong.
    """
    how = read_how(words)
    problems = list(how.problems)
    configs = []
    try:
        questions = read_questions(how.settings).questions
        arms = questions[0].arms
        configs = [next(iter(arms.values()))]
    except ConfigError as error:
        problems += error.problems
    problems += folder_problems(configs, how.settings)
    if problems:
        raise ConfigError(problems)
    asked = with_draws(ask_of("compare", arms), how.draws, how.source)
    return Checked(
        folder=folder_of(configs[0]),
        place=place_title(configs[0].place),
        arms=dict(arms),
        lives=len(arms) * (asked.replications + len(asked.drawn)),
    )


def command(words: Sequence[str], lang: str) -> list[str]:
    """What is executed; words come first, so that none of them is taken for a flag's value."""
    return [sys.executable, "-m", "sim", "compare", *words, "--lang", lang]
