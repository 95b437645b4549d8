"""Sound and pictures leave in time; codecs are the real ones, time is not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from santa_core.emulator.opus import SILENCE, TAIL_FRAMES, OpusEncoder
from santa_core.emulator.playout import FRAME_SAMPLES, PlayoutEvent, StartedTalking, TaskDone
from santa_core.emulator.stage import KEY_FRAME_PAUSE_SECONDS, Pictures, Stage
from santa_core.emulator.tracks import EncodedPacket, PacketTrack
from santa_core.emulator.vp8 import BIT_RATES, FRAME_TICKS, Vp8Encoder
from santa_core.speech.ports import Utterance
from tests.emulator.doubles import FakeFace, ManualClock, utterance


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def stage_with(
    clock: ManualClock, threads: ThreadPoolExecutor, told: list[PlayoutEvent], *, holding: bool = False
) -> Stage:
    return Stage(
        quality="low",
        face=FakeFace(),
        clock=clock,
        pictures=threads,
        on_event=told.append,
        frozen=lambda: False,
        holding=lambda: holding,
    )


def say(stage: Stage, spoken: Utterance) -> None:
    task = stage.playout.add_task("t")
    task.add(spoken)
    task.finish()


def is_key_frame(packet: EncodedPacket) -> bool:
    return bytes(packet)[0] & 1 == 0  # the inverse key frame bit of VP8's frame tag


async def next_picture(pictures: Pictures, clock: ManualClock) -> EncodedPacket:
    waiting = asyncio.create_task(pictures.track.recv())
    while not waiting.done():
        await clock.advance(0.001)
        await asyncio.sleep(0.001)
    return waiting.result()


async def test_sound_takes_its_time_whether_or_not_anybody_listens(threads: ThreadPoolExecutor) -> None:
    clock, told = ManualClock(), list[PlayoutEvent]()
    stage = stage_with(clock, threads, told)
    say(stage, utterance("Ho ho ho"))  # 300 ms
    stage.start()
    await clock.advance(0.28)
    assert StartedTalking("t") in told
    assert TaskDone("t") not in told
    await clock.advance(0.04)
    assert TaskDone("t") in told
    await stage.aclose()


async def test_how_loud_he_was_is_told_of_all_that_was_sent_and_once(threads: ThreadPoolExecutor) -> None:
    stage = stage_with(ManualClock(), threads, [])
    say(stage, utterance("Ho"))  # 100 ms
    for _ in range(10):  # all at once, after a stall: the last of it is silence
        stage.step()
    assert stage.loudness == 0.0
    assert stage.take_loudest() > 0.0
    assert stage.take_loudest() == 0.0


async def test_speech_waits_while_a_client_is_connecting(threads: ThreadPoolExecutor) -> None:
    told = list[PlayoutEvent]()
    stage = stage_with(ManualClock(), threads, told, holding=True)
    say(stage, utterance("Ho"))
    for _ in range(20):
        stage.step()
    assert told == []


async def test_a_stalled_machine_loses_time_but_not_words(threads: ThreadPoolExecutor) -> None:
    clock, told = ManualClock(), list[PlayoutEvent]()
    stage = stage_with(clock, threads, told)
    track = stage.new_sound_track()
    receiving = asyncio.create_task(track.recv())
    say(stage, utterance("Ho ho ho"))
    stage.start()
    await clock.advance(0.1)
    first = await receiving
    clock._seconds += 1.0  # nobody ran for a second
    await clock.advance(0.5)
    assert TaskDone("t") in told
    last = first
    while track._packets.qsize():
        last = await track.recv()
    assert (last.pts or 0) // FRAME_SAMPLES == pytest.approx(80, abs=3)  # 1.6 s of the listener's time
    await stage.aclose()


async def test_a_sender_that_stalls_loses_the_oldest_sound() -> None:
    track, encoder = PacketTrack("audio"), OpusEncoder()
    waiting = asyncio.create_task(track.recv())
    await asyncio.sleep(0)
    for number in range(30):
        track.push(encoder.encode(None, pts=number))
    assert (await waiting).pts == 20
    assert [(await track.recv()).pts for _ in range(9)] == list(range(21, 30))


def test_silence_is_not_encoded_again_and_again() -> None:
    encoder = OpusEncoder()
    assert bytes(encoder.encode(None, pts=0)) == SILENCE
    loud = utterance("Ho").pcm[:FRAME_SAMPLES]
    assert len(bytes(encoder.encode(loud, pts=960))) > 20
    tail = [bytes(encoder.encode(None, pts=0)) for _ in range(TAIL_FRAMES + 1)]
    assert tail[-1] == SILENCE


async def test_pictures_come_25_times_a_second_and_late_ones_are_left_out(
    threads: ThreadPoolExecutor,
) -> None:
    clock = ManualClock()
    pictures = stage_with(clock, threads, []).new_pictures()
    began = clock.monotonic()
    packets = [await next_picture(pictures, clock) for _ in range(5)]
    assert [packet.pts for packet in packets] == [FRAME_TICKS * number for number in range(5)]
    assert clock.monotonic() - began == pytest.approx(0.16, abs=0.03)
    clock._seconds += 0.2  # nobody asked for five pictures' time
    late = await next_picture(pictures, clock)
    assert (late.pts or 0) // FRAME_TICKS in (9, 10)


async def test_a_key_frame_comes_when_asked_for_but_not_with_every_cry(
    threads: ThreadPoolExecutor,
) -> None:
    clock = ManualClock()
    pictures = stage_with(clock, threads, []).new_pictures()
    assert is_key_frame(await next_picture(pictures, clock))
    assert not is_key_frame(await next_picture(pictures, clock))
    pictures.want_key_frame()
    assert not is_key_frame(await next_picture(pictures, clock))  # the last one is too young
    await clock.advance(KEY_FRAME_PAUSE_SECONDS)
    assert is_key_frame(await next_picture(pictures, clock))
    assert not is_key_frame(await next_picture(pictures, clock))


def test_the_bit_rate_stays_where_it_was_set() -> None:
    encoder, face = Vp8Encoder(width=320, height=180, bit_rate=BIT_RATES["low"]), FakeFace()
    sizes = []
    for number in range(50):
        picture = face.frame(0, mouth="A" if number % 2 else "rest", pose="idle")
        sizes.append(len(bytes(encoder.encode(picture, pts=number * FRAME_TICKS, key_frame=number == 0))))
    assert sum(sizes[1:]) / 49 * 25 * 8 <= BIT_RATES["low"] * 1.2
