"""Santa's real voice: sound, words and mouths of what he says."""

from __future__ import annotations

import builtins
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from santa_core.speech.ports import SAMPLE_RATE_HZ, TextToSpeech, Utterance
from santa_core.speech.speaking import espeak as espeak_module
from santa_core.speech.speaking.espeak import LONGEST_DATA_PATH, short_data_path
from santa_core.speech.speaking.voice import VoiceUnavailable, open_voice

MOUTHS = {"rest", "M", "F", "L", "O", "U", "E", "A", "I", "laugh"}
LINE = "Hello Emma, have you been good this year?"
ODD_TEXTS = (
    "",
    "   ",
    "…",
    "🎅🏽🎄",
    "<b>Ed</b>",
    "{{prompt}}",
    "a" * 300,
    "\x01+50S hi \x00there",
    "lone \ud800 surrogate",
    "محمد",
    "Hello محمد, my friend!",
    "小明 and さくら",
    "hohoho, HO-HO-HO!",
    "“Ho ho ho!” he said",
    "&%$ 25 — 3°C",
    "\n two\n lines \t",
)


@pytest.fixture(scope="module")
def voice() -> Iterator[TextToSpeech]:
    yield open_voice()


def say(
    voice: TextToSpeech, text: str, *, language: str = "en", rate: float = 1.0, emotion: str | None = None
) -> Utterance:
    (spoken,) = voice.speak(text, language=language, rate=rate, emotion=emotion)
    return spoken


def loudness(utterance: Utterance) -> float:
    return float(np.sqrt(np.mean((utterance.pcm / 32768.0) ** 2)))


def shape_at(utterance: Utterance, ms: float) -> str:
    return [mouth.shape for mouth in utterance.mouths if mouth.start_ms <= ms][-1]


def shapes_between(utterance: Utterance, start_ms: float, end_ms: float) -> list[str]:
    return [shape_at(utterance, ms) for ms in np.arange(start_ms, end_ms, 10.0)]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_any_text_is_spoken_and_its_words_give_it_back(voice: TextToSpeech, text: str) -> None:
    spoken = say(voice, text)
    assert "".join(word.text for word in spoken.words) == text
    starts = [word.start_ms for word in spoken.words]
    assert starts == sorted(starts)
    assert all(0 <= start <= spoken.duration_ms for start in starts)
    assert spoken.pcm.dtype == np.int16 and spoken.pcm.ndim == 1
    assert {mouth.shape for mouth in spoken.mouths} <= MOUTHS
    times = [mouth.start_ms for mouth in spoken.mouths]
    assert times == sorted(times) and times[-1] <= spoken.duration_ms
    assert spoken.mouths[-1].shape == "rest"


def test_what_cannot_be_said_is_silent(voice: TextToSpeech) -> None:
    assert say(voice, "🎅🏽 …").duration_ms == 0
    # Brackets and tags are not read out: as long as without them.
    assert say(voice, "<b>Ed</b>").duration_ms == pytest.approx(say(voice, "Ed").duration_ms, abs=150)
    assert say(voice, "{{prompt}}").duration_ms == pytest.approx(say(voice, "prompt").duration_ms, abs=150)


def test_an_arabic_name_is_said_as_a_name_not_letter_by_letter(voice: TextToSpeech) -> None:
    # Letter by letter ("Arabic meem, Arabic hah ...") eSpeak takes 2.5 s for it.
    assert 300 < say(voice, "محمد").duration_ms < 1300
    within = say(voice, "Hello محمد, my friend.")
    assert [word.text for word in within.words] == ["Hello ", "محمد, ", "my ", "friend."]
    assert within.duration_ms < 3000


def test_a_word_is_timed_where_its_sound_begins(voice: TextToSpeech) -> None:
    spoken = say(voice, "Hello. Emma.")
    emma_ms = spoken.words[1].start_ms
    samples = spoken.pcm.astype(np.float64)

    def level(start_ms: float, end_ms: float) -> float:
        piece = samples[int(start_ms * 48) : int(end_ms * 48)]
        return float(np.sqrt(np.mean(piece**2)))

    assert emma_ms > 500
    assert level(emma_ms, emma_ms + 150) > 8 * level(emma_ms - 120, emma_ms - 20)


def test_open_mouths_are_louder_than_the_mouth_at_rest(voice: TextToSpeech) -> None:
    spoken = say(
        voice, "My big dog was on the path. Papa and mama are happy! What a wonderful day, my friend."
    )
    frames = spoken.pcm[: len(spoken.pcm) // 480 * 480].reshape(-1, 480).astype(np.float64)
    energy = np.sqrt(np.mean(frames**2, axis=1))
    shapes = [shape_at(spoken, index * 10.0) for index in range(len(energy))]
    openness = np.array([{"rest": 0.0, "M": 0.3, "F": 0.4, "A": 1.0, "O": 0.9}.get(s, 0.6) for s in shapes])
    opened, rest = energy[openness > 0.8], energy[openness == 0]
    assert len(opened) > 20 and len(rest) > 20
    assert opened.mean() > 5 * rest.mean()
    assert np.corrcoef(openness, energy)[0, 1] > 0.4


def test_santa_laughs_with_the_laughing_mouth(voice: TextToSpeech) -> None:
    spoken = say(voice, "Ho ho ho! Hello Emma!")
    hello_ms = next(word.start_ms for word in spoken.words if word.text == "Hello ")
    laughing = shapes_between(spoken, 0, hello_ms)
    assert laughing.count("laugh") > len(laughing) / 2
    assert sum(1 for mouth in spoken.mouths if mouth.shape == "laugh") == 3
    assert "laugh" not in shapes_between(spoken, hello_ms, spoken.duration_ms)
    assert [word.text for word in spoken.words] == ["Ho ", "ho ", "ho! ", "Hello ", "Emma!"]


def test_a_diphthong_takes_two_mouths(voice: TextToSpeech) -> None:
    assert [mouth.shape for mouth in say(voice, "my").mouths if mouth.shape != "rest"] == ["M", "A", "E"]


def test_rate_is_audible(voice: TextToSpeech) -> None:
    slow, usual, fast = (say(voice, LINE, rate=rate).duration_ms for rate in (0.7, 1.0, 1.3))
    assert fast < 0.85 * usual
    assert slow > 1.2 * usual
    assert say(voice, LINE, rate=9.0).duration_ms == pytest.approx(
        say(voice, LINE, rate=1.5).duration_ms, rel=0.02
    )


def test_emotion_is_audible(voice: TextToSpeech) -> None:
    spoken = {name: say(voice, LINE, emotion=name) for name in ("friendly", "excited", "serious", "soothing")}
    assert spoken["excited"].duration_ms < spoken["friendly"].duration_ms < spoken["soothing"].duration_ms
    assert loudness(spoken["soothing"]) < loudness(spoken["friendly"]) < loudness(spoken["excited"])
    assert say(voice, LINE, emotion="bewildered").duration_ms == pytest.approx(
        spoken["friendly"].duration_ms, rel=0.02
    )


@pytest.mark.parametrize("text", ["Ho ho ho! Hello Emma!", LINE, "Boo!", "Psst, kids: big bad bells bang!"])
def test_the_sound_is_neither_faint_nor_clipped_and_does_not_click(voice: TextToSpeech, text: str) -> None:
    for emotion in ("excited", "soothing"):
        spoken = say(voice, text, emotion=emotion)
        samples = spoken.pcm.astype(np.int32)
        assert 0.2 * 32768 < np.abs(samples).max() < 0.95 * 32768
        assert -28 < 20 * np.log10(loudness(spoken)) < -12
        assert np.abs(samples[:48]).max() < 400 and np.abs(samples[-48:]).max() < 400


def test_languages_differ_and_an_unknown_one_is_english(voice: TextToSpeech) -> None:
    english = say(voice, "Guten Tag, wie geht es dir?", language="en").duration_ms
    assert say(voice, "Guten Tag, wie geht es dir?", language="de").duration_ms != pytest.approx(
        english, rel=0.01
    )
    for language in ("xx", "", "../../etc/passwd", "en-GB"):
        same = say(voice, "Guten Tag, wie geht es dir?", language=language).duration_ms
        assert same == pytest.approx(english, rel=0.01)
    polish = say(voice, "Dzień dobry, Zosiu! Ho ho ho!", language="pl")
    assert [word.text for word in polish.words] == ["Dzień ", "dobry, ", "Zosiu! ", "Ho ", "ho ", "ho!"]


def test_many_threads_get_their_own_words(voice: TextToSpeech) -> None:
    numbers = ("one", "two", "three", "four", "five", "six", "seven", "eight")
    texts = [f"Hello number {number}!" for number in numbers]
    alone = [say(voice, text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: say(voice, text), texts))
    assert [u.words for u in together] == [u.words for u in alone]
    assert [u.mouths for u in together] == [u.mouths for u in alone]


def test_a_thousand_characters_in_one_go(voice: TextToSpeech) -> None:
    text = ("The elves are busy making toys for all the good boys and girls. " * 20)[:1000]
    began = time.perf_counter()
    spoken = say(voice, text)
    took_ms = 1000 * (time.perf_counter() - began)
    print(f"1000 characters: {took_ms:.0f} ms for {spoken.duration_ms / 1000:.0f} s of sound")
    began = time.perf_counter()
    say(voice, "Ho ho ho! Hello Emma!")
    print(f"greeting: {1000 * (time.perf_counter() - began):.1f} ms")
    assert len(spoken.pcm) > 40 * SAMPLE_RATE_HZ
    assert "".join(word.text for word in spoken.words) == text


def test_without_the_package_there_is_no_voice_and_a_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: object, **named: object) -> object:
        if name == "espeakng_loader":
            raise ImportError(name)
        return real(name, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(espeak_module, "_loaded", None)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(VoiceUnavailable, match="espeakng-loader is not installed"):
        open_voice()


def test_data_under_a_long_path_is_copied_once_to_the_users_cache(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * LONGEST_DATA_PATH) / "espeak-ng-data"
    deep.mkdir(parents=True)
    (deep / "phontab").write_bytes(b"sounds")
    cache = tmp_path / "cache"
    copy = short_data_path(deep, cache_root=cache)
    assert len(str(copy)) <= LONGEST_DATA_PATH
    assert (copy / "phontab").read_bytes() == b"sounds"
    (copy / "phontab").write_bytes(b"kept")
    assert (short_data_path(deep, cache_root=cache) / "phontab").read_bytes() == b"kept"
    assert [path.name for path in cache.iterdir()] == [copy.name]  # nothing unfinished stays
    assert short_data_path(cache, cache_root=cache) == cache  # short enough as it is
