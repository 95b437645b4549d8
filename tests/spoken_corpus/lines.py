"""The words of the corpus: cue lines of the scenario library and children's usual answers.

Within the practice recogniser's domain, as the scenarios are; `OUTSIDE` is not.
"""

from __future__ import annotations

import re

LINES = (
    # Cue lines of the scenarios
    "Hello, is that Santa?",
    "I'm Emma. I'm six and three quarters.",
    "I would like a dolls' house, please.",
    "You're not real. My cousin told me.",
    "Then how do you get to every house?",
    "Can I ask you something serious?",
    "Are you a robot? Tell me the truth, please.",
    "I'm sad today.",
    "Nobody played with me at school.",
    "I don't want toys.",
    "He died in the summer.",
    "We don't have a Christmas tree at home.",
    "I would like a paint box.",
    # What children usually answer
    "Hello Santa",
    "My name is Oliver",
    "I am seven years old",
    "I want a red bike",
    "I would like a puppy",
    "Can I have a train set please",
    "I want a big dinosaur",
    "I want a book about space",
    "I helped my mom",
    "I cleaned my room",
    "I shared my toys",
    "I was nice to my sister",
    "Do you live at the north pole",
    "How are the reindeer",
    "What do the reindeer eat",
    "Is Rudolph there",
    "Do you like cookies",
    "I will leave milk and cookies for you",
    "I have a dog",
    "My dog is called Biscuit",
    "I have a brother and a sister",
    "I am a bit scared",
    "I like dinosaurs",
    "My favorite food is pizza",
    "Can you sing a song",
    "Merry Christmas Santa",
    "Goodbye Santa I love you",
)

# Before and after a pause inside the sentence; the first half is plainly unfinished.
BROKEN_LINES = (
    ("I want a", "red bike"),
    ("I would like a", "train set please"),
    ("I have a brother and", "a sister"),
    ("My favorite food is", "pizza"),
    ("I want to", "ask you something"),
    ("Do you live at the", "north pole"),
)
# The first half could be all of it: only waiting can tell.
OPEN_LINES = (
    ("I like dinosaurs", "and trains"),
    ("I cleaned my room", "and I helped my mom"),
)
HESITATING_LINES = ("um I want a red bike", "uh I am seven years old", "um do you live at the north pole")
BACKCHANNELS = ("uh-huh", "mm-hmm", "yeah", "okay")
YES_AND_NO = ("yes", "no", "hi")
OUTSIDE = (
    "the parliament adjourned its quarterly session",
    "photosynthesis requires chlorophyll and sunlight",
    "our accountant forwarded the invoices on thursday",
)


def words_of(text: str) -> list[str]:
    """Lower case, no punctuation but the apostrophe within a word: "the dolls' house" is three words."""
    return re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower())
