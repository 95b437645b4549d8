"""Santa's voice, ears and face, opened from what is installed; what is missing is said, not hidden."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache

from santa_core.emulator.face.santa import SantaFaceFactory, open_face_factory
from santa_core.emulator.performance import Face, FaceFactory
from santa_core.speech.hearing.ears_apart import EarsApart
from santa_core.speech.hearing.options import HearingOptions
from santa_core.speech.ports import Ears, TextToSpeech
from santa_core.speech.speaking.choice import SpeakingOptions, open_text_to_speech

QUALITIES = ("medium", "high", "low")  # in the order they are made ready


@dataclass
class Performers:
    """`notes`: one sentence about ears and face, for people; the voice tells its own, which may change."""

    voice: TextToSpeech
    ears: Ears
    faces: FaceFactory
    notes: dict[str, str] = field(default_factory=dict)
    _warming: threading.Thread | None = None
    _closed: bool = False

    @classmethod
    def open(
        cls,
        *,
        voice: TextToSpeech | None,
        ears: Ears | None,
        faces: FaceFactory | None,
        hearing: HearingOptions,
    ) -> Performers:
        """`hearing` is for ears that are not handed in."""
        notes = {"ears": "handed in", "face": "handed in"}
        if voice is None:
            voice = open_text_to_speech(SpeakingOptions())
        if ears is None:
            ears = EarsApart(hearing)
            notes["ears"] = ears.note
        if faces is None:
            faces = _shared_faces()
            notes["face"] = "Santa by the fireplace."
        return cls(voice=voice, ears=ears, faces=faces, notes=notes)

    def face(self, quality: str) -> Face:
        """Blocks for up to three seconds the first time, a moment later: call it in a thread."""
        return self.faces(quality)

    def warm(self) -> None:
        """Make everything ready in the background. Returns at once; idempotent."""
        if self._warming is None:
            self._warming = threading.Thread(target=self._warm, name="emulator-warming", daemon=True)
            self._warming.start()

    def close(self) -> None:
        """Ends what was opened here. Idempotent."""
        self._closed = True
        if isinstance(self.ears, EarsApart):
            self.ears.close()

    def _warm(self) -> None:
        if isinstance(self.faces, SantaFaceFactory):
            for quality in QUALITIES:
                if not self._closed:
                    self.faces.warm(quality)
        if isinstance(self.ears, EarsApart) and self.ears.available and not self._closed:
            self.ears.warm()


@cache
def _shared_faces() -> SantaFaceFactory:
    """One for the process: what is baked holds for every emulator in it."""
    return open_face_factory()
