"""What govsim says to people, in English and Chinese.

Sentences are in ``messages/ROOM.csv`` and said by `say("room.key", ...)`; fixed words of the model's data (units,
kinds of people, bases of numbers) are in ``words/ROOM.csv`` and said by `word("room", "English word")`. Names of
places, levers, measures and parameters stay beside what they name and are said by `Bilingual`.
"""

from sim.i18n.bilingual import Bilingual, again, joined, say, word
from sim.i18n.catalogue import messages, words
from sim.i18n.language import FLAG, LANGUAGES, asked_for, in_force, of_environment, of_user, speaking, user_file

__all__ = [
    "FLAG",
    "LANGUAGES",
    "Bilingual",
    "again",
    "asked_for",
    "in_force",
    "joined",
    "messages",
    "of_environment",
    "of_user",
    "say",
    "speaking",
    "user_file",
    "word",
    "words",
]
