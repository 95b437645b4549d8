"""pipecat.Frame, the protobuf message of the chat WebSocket, built without a compiler.

Frame     oneof frame: text = 1, audio = 2, transcription = 3
text      id = 1, name = 2, text = 3
audio     id = 1, name = 2, audio = 3, sample_rate = 4, num_channels = 5
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import DecodeError

_Field = descriptor_pb2.FieldDescriptorProto
_TEXT = [("id", 1, _Field.TYPE_UINT64), ("name", 2, _Field.TYPE_STRING), ("text", 3, _Field.TYPE_STRING)]
_AUDIO = [
    ("id", 1, _Field.TYPE_UINT64),
    ("name", 2, _Field.TYPE_STRING),
    ("audio", 3, _Field.TYPE_BYTES),
    ("sample_rate", 4, _Field.TYPE_UINT32),
    ("num_channels", 5, _Field.TYPE_UINT32),
]


@dataclass(frozen=True)
class TextFrame:
    text: str


@dataclass(frozen=True)
class SoundFrame:
    """Interleaved int16, little endian."""

    pcm: bytes
    sample_rate_hz: int
    channels: int


def read_frame(data: bytes) -> TextFrame | SoundFrame | None:
    """None for bytes that are no frame, or a kind nobody here wants."""
    message = _frame_class()()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return None
    kind = message.WhichOneof("frame")
    if kind == "text":
        return TextFrame(message.text.text)
    if kind == "audio":
        sound = message.audio
        return SoundFrame(sound.audio, sound.sample_rate or 16_000, sound.num_channels or 1)
    return None


def write_text_frame(text: str) -> bytes:
    message = _frame_class()()
    message.text.text = text
    return bytes(message.SerializeToString())


def write_sound_frame(pcm: bytes, *, sample_rate_hz: int, channels: int = 1) -> bytes:
    message = _frame_class()()
    message.audio.audio = pcm
    message.audio.sample_rate = sample_rate_hz
    message.audio.num_channels = channels
    return bytes(message.SerializeToString())


@cache
def _frame_class() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="pipecat_frames.proto", package="pipecat", syntax="proto3")
    for name, spec in (("TextFrame", _TEXT), ("AudioRawFrame", _AUDIO)):
        message = file.message_type.add(name=name)
        for field_name, number, kind in spec:
            message.field.add(name=field_name, number=number, type=kind, label=_Field.LABEL_OPTIONAL)
    frame = file.message_type.add(name="Frame")
    frame.oneof_decl.add(name="frame")
    for name, number, type_name in (("text", 1, "TextFrame"), ("audio", 2, "AudioRawFrame")):
        frame.field.add(
            name=name,
            number=number,
            type=_Field.TYPE_MESSAGE,
            type_name=f".pipecat.{type_name}",
            label=_Field.LABEL_OPTIONAL,
            oneof_index=0,
        )
    pool = descriptor_pool.DescriptorPool()  # our own: the default pool belongs to the whole process
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("pipecat.Frame"))
