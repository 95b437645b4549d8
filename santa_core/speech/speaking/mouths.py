"""Mouth shapes from phonemes: IPA in, the art's ten mouths out (see ../face/art/README.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from santa_core.speech.ports import Mouth
from santa_core.speech.speaking.espeak import PhonemeEvent

_SOUNDS_OF_MOUTH = {
    "M": "pbmɓ",
    "F": "fvɸβʋɱ",
    "L": "lɫɬɭʎθðnɲɳ",
    "O": "oɔɒʊwɵɤʍ",
    "U": "uʉɹrɻɥøœɯ",
    "E": "eɛəɜɘiɪyʏjɨɚɝ",
    "A": "aɑæʌɐä",
    "I": "tdszkɡgŋhʃʒɾɕʑʂʐcɟçxɣχʁʀħʕqʈɖɽʝ",
}
_MOUTH_OF_SOUND = {sound: mouth for mouth, sounds in _SOUNDS_OF_MOUTH.items() for sound in sounds}
_FIRST_PART_OF_DIPHTHONG = 0.6


def mouths_of(phonemes: Sequence[PhonemeEvent], *, end_ms: float, laugh: bool) -> list[Mouth]:
    """The mouths for one segment, times as the phonemes'. `end_ms` is where the segment ends."""
    ends_ms = [event.at_ms for event in phonemes[1:]] + [end_ms]
    mouths: list[Mouth] = []
    for event, event_end_ms in zip(phonemes, ends_ms, strict=True):
        shapes = _laugh_shapes(event.ipa) if laugh else shapes_of(event.ipa)
        length_ms = event_end_ms - event.at_ms
        first = _FIRST_PART_OF_DIPHTHONG if len(shapes) == 2 else 1 / max(1, len(shapes))
        for index, shape in enumerate(shapes):
            mouths.append(Mouth(start_ms=event.at_ms + length_ms * first * index, shape=shape))
    return mouths


def shapes_of(ipa: str) -> list[str]:
    """The mouths one phoneme goes through: "" -> rest, "m" -> M, "ˈaɪ" -> A E, "ʔ" -> none.

    Stress, length, tones and other marks shape nothing."""
    if not ipa:
        return ["rest"]
    return without_repeats(_MOUTH_OF_SOUND[sound] for sound in ipa if sound in _MOUTH_OF_SOUND)


def _laugh_shapes(ipa: str) -> list[str]:
    # The breath before each "o" half closes the mouth, or three laughs would look like one.
    return {"": ["rest"], "h": ["O"]}.get(ipa, ["laugh"])


def settle(mouths: Iterable[Mouth]) -> tuple[Mouth, ...]:
    """In order of time, each different from the one before it."""
    ordered = sorted(mouths, key=lambda mouth: mouth.start_ms)
    return tuple(ordered[:1] + [mouth for before, mouth in pairwise(ordered) if mouth.shape != before.shape])


def without_repeats(shapes: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for shape in shapes:
        if not kept or kept[-1] != shape:
            kept.append(shape)
    return kept
