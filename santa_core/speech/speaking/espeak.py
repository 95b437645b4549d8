"""eSpeak NG through ctypes: text in, 22,050 Hz samples and timed events out.

eSpeak NG is GPL-3.0-or-later. It comes with the optional package `espeakng-loader` and is loaded at
run time, only if that package is installed; nothing of it is part of this program. Without it
`load_espeak` raises EspeakMissing and everything but the practice avatar's voice works.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from santa_core.speech.ports import Pcm

ESPEAK_RATE_HZ = 22_050
# eSpeak builds its file names in fixed buffers: 150 characters of data path worked, 170 did not.
LONGEST_DATA_PATH = 140

_AUDIO_OUTPUT_SYNCHRONOUS = 2
_BUFFER_MS = 60
_PHONEME_EVENTS, _PHONEME_IPA, _DONT_EXIT = 0x1, 0x2, 0x8000
_CHARS_UTF8, _ENDPAUSE = 0x1, 0x1000
_PARAMETER_RATE, _PARAMETER_PITCH, _PARAMETER_RANGE = 1, 3, 4
_EVENT_END_OF_LIST, _EVENT_WORD, _EVENT_PHONEME = 0, 1, 7
_SLOWEST_WORDS_PER_MINUTE = 80


class EspeakMissing(Exception):
    """eSpeak NG is not installed or does not start. The message says which, and what to do."""


@dataclass(frozen=True)
class Delivery:
    """How to say it. Words per minute; pitch and pitch range 0 to 100."""

    words_per_minute: int
    pitch: int
    pitch_range: int


@dataclass(frozen=True)
class WordEvent:
    """A word begins. `offset` is its first character's index in the text that was spoken."""

    at_ms: float
    offset: int


@dataclass(frozen=True)
class PhonemeEvent:
    """A sound begins, in IPA; "" is a pause."""

    at_ms: float
    ipa: str


@dataclass(frozen=True)
class Speech:
    """`pcm` is int16 mono, shape (samples,), at ESPEAK_RATE_HZ."""

    pcm: Pcm
    words: tuple[WordEvent, ...]
    phonemes: tuple[PhonemeEvent, ...]


class _EventId(ctypes.Union):
    _fields_: ClassVar[Sequence[Any]] = [
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("ipa", ctypes.c_char * 8),
    ]


class _Event(ctypes.Structure):
    _fields_: ClassVar[Sequence[Any]] = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    ]


_SynthCallback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Espeak:
    """One per process: the library's state is global. Safe from any thread (calls take turns)."""

    def __init__(self, library: ctypes.CDLL, data_path: Path) -> None:
        self._library = library
        self._turn = threading.Lock()
        self._samples = bytearray()
        self._words: list[WordEvent] = []
        self._phonemes: list[PhonemeEvent] = []
        self._known_voices: dict[str, bool] = {}
        self._callback = _SynthCallback(self._collect)  # the library keeps a bare pointer to it
        rate_hz = library.espeak_Initialize(
            _AUDIO_OUTPUT_SYNCHRONOUS,
            _BUFFER_MS,
            _c_path(data_path),
            _DONT_EXIT | _PHONEME_EVENTS | _PHONEME_IPA,
        )
        if rate_hz != ESPEAK_RATE_HZ:
            raise EspeakMissing(
                f"eSpeak NG did not start with its data in {data_path}: reinstall espeakng-loader."
            )
        library.espeak_SetSynthCallback(self._callback)

    def has_voice(self, voice: str) -> bool:
        """`voice` is a name such as "pl" or "en-us+klatt4"."""
        if voice not in self._known_voices:
            with self._turn:
                self._known_voices[voice] = self._library.espeak_SetVoiceByName(voice.encode()) == 0
        return self._known_voices[voice]

    def speak(self, text: str, *, voice: str, delivery: Delivery) -> Speech:
        """Speak plain text. Blocks for some milliseconds a sentence. `text` without control characters
        (eSpeak takes some as commands) and without lone surrogates."""
        encoded = text.encode()
        words_per_minute = max(_SLOWEST_WORDS_PER_MINUTE, delivery.words_per_minute)
        library = self._library
        with self._turn:
            self._samples, self._words, self._phonemes = bytearray(), [], []
            library.espeak_SetVoiceByName(voice.encode())
            library.espeak_SetParameter(_PARAMETER_RATE, words_per_minute, 0)
            library.espeak_SetParameter(_PARAMETER_PITCH, delivery.pitch, 0)
            library.espeak_SetParameter(_PARAMETER_RANGE, delivery.pitch_range, 0)
            library.espeak_Synth(
                encoded, ctypes.c_size_t(len(encoded) + 1), 0, 0, 0, _CHARS_UTF8 | _ENDPAUSE, None, None
            )
            pcm = np.frombuffer(bytes(self._samples), dtype=np.int16)
            return Speech(pcm=pcm, words=tuple(self._words), phonemes=tuple(self._phonemes))

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._samples += ctypes.string_at(samples, count * 2)
        index = 0
        while events[index].type != _EVENT_END_OF_LIST:
            event = events[index]
            if event.type == _EVENT_WORD:
                self._words.append(WordEvent(at_ms=event.audio_position, offset=event.text_position - 1))
            elif event.type == _EVENT_PHONEME:
                # Eight bytes, ended by a zero only if shorter; a long sound may be cut inside a letter.
                raw = ctypes.string_at(ctypes.addressof(event.id), 8).split(b"\0", 1)[0]
                ipa = raw.decode("utf-8", "ignore")
                self._phonemes.append(PhonemeEvent(at_ms=event.audio_position, ipa=ipa))
            index += 1
        return 0  # 1 would stop the synthesis


_loaded: Espeak | None = None
_loading = threading.Lock()


def load_espeak(*, cache_root: Path | None = None) -> Espeak:
    """The process's eSpeak NG, started on the first call. Raises EspeakMissing."""
    global _loaded
    with _loading:
        if _loaded is None:
            _loaded = _start(cache_root or Path.home() / ".cache" / "santa-call-studio")
        return _loaded


def _start(cache_root: Path) -> Espeak:
    try:
        import espeakng_loader
    except ImportError as error:
        raise EspeakMissing(
            "Santa has no voice because the package espeakng-loader is not installed: "
            "run pip install -r requirements.txt."
        ) from error
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data_path = short_data_path(Path(espeakng_loader.get_data_path()), cache_root=cache_root)
    except (OSError, RuntimeError) as error:
        raise EspeakMissing(f"Santa has no voice because eSpeak NG did not load: {error}.") from error
    return Espeak(library, data_path)


def short_data_path(data_path: Path, *, cache_root: Path) -> Path:
    """`data_path` itself, or a copy of it in the user's cache if its name is too long for eSpeak.

    Raises OSError when the copy cannot be made."""
    if len(_c_path(data_path)) <= LONGEST_DATA_PATH:
        return data_path
    copy = cache_root / f"espeak-ng-data-{metadata.version('espeakng-loader')}"
    if len(_c_path(copy)) > LONGEST_DATA_PATH:
        raise OSError(f"the path {data_path} is too long for it; install into a shorter one")
    if not copy.is_dir():
        cache_root.mkdir(parents=True, exist_ok=True)
        # Copied aside and renamed, so that two processes starting together never see half a copy.
        unfinished = Path(tempfile.mkdtemp(dir=cache_root))
        shutil.copytree(data_path, unfinished / "data")
        try:
            (unfinished / "data").replace(copy)
        except OSError:
            if not copy.is_dir():  # unless the other process was first
                raise
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return copy


def _c_path(path: Path) -> bytes:
    # C's fopen takes the ANSI code page on Windows, Python's file names are UTF-8 there.
    return str(path).encode("mbcs") if sys.platform == "win32" else os.fsencode(path)
