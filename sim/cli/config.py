"""Keep the language that govsim speaks, for every command.

govsim config              what is set, and what is in force
govsim config lang=zh      en, zh or both
govsim config lang=        forget it: the language of the system again

--lang of a command lies over it.
"""

from __future__ import annotations

from sim.cli.arguments import LANG, Asked, Takes
from sim.errors import Problem, nearest
from sim.i18n import LANGUAGES, of_environment, of_user, say, speaking, user_file
from sim.writable import folder_problem

TAKES = Takes((LANG,), settings=True)


def main(asked: Asked) -> int:
    """Set it, forget it, or show it."""
    said = dict(word.split("=", 1) for word in asked.settings if "=" in word)
    problems = [Problem(word, say("how.no_setting", command="config"), "lang") for word in asked.settings
                if not word.startswith("lang=")]  # fmt: skip
    language = said.get("lang")
    if language and language not in LANGUAGES:
        found = say("errors.found", x=repr(language))
        problems.append(Problem("lang", found, ", ".join(LANGUAGES), nearest(language, LANGUAGES)))
    file = user_file()
    if language in LANGUAGES and (problem := folder_problem(file.parent, "lang")):
        problems.append(problem)
    asked.refuse(problems)
    if language:
        from sim.store.folder import replace_text

        file.parent.mkdir(parents=True, exist_ok=True)
        replace_text(file, f"{language}\n")
    elif language == "":
        file.unlink(missing_ok=True)
    with speaking(asked.flags.get("--lang") or of_environment()):
        own = of_user()
        print(say("cli.lang_set", lang=own, file=file) if own else say("cli.lang_not_set", lang=of_environment()))
    return 0
