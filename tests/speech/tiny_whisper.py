"""A real Whisper model in CTranslate2's format, tiny and deaf: it always says the same words.

Nothing of its encoder matters and its decoder passes each token's embedding on unchanged, so the next token
depends on the last one alone; `words` are chained that way behind <|notimestamps|>. So the real
faster-whisper loads it and runs it, and what comes out is known.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from ctranslate2.specs import common_spec, whisper_spec
from faster_whisper.tokenizer import _LANGUAGE_CODES
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

WORDS = ("Ho", " ho", " ho,", " Rudolph", " sees", " Emma", ".")
_SIZE, _HEADS, _MELS = 64, 2, 80
_TEXT_TOKENS = 50_256  # in front of <|endoftext|>, as in OpenAI's English models; the others have one more
_LANGUAGES = tuple(code for code in _LANGUAGE_CODES if code != "yue")
_SURE, _UNSURE = 1.0, 0.15  # about 1 and 0.2 for each token


def write_tiny_whisper(
    folder: Path,
    *,
    words: tuple[str, ...] = WORDS,
    unsure: bool = False,
    silence: bool = False,
    endless: bool = False,
    multilingual: bool = True,
) -> Path:
    """`unsure`: it says its words with little probability; `silence`: and finds that nobody spoke;
    `endless`: after the last word it begins again."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _tokens(words, multilingual=multilingual)
    ids = {token: number for number, token in enumerate(tokens)}
    chain = ["<|notimestamps|>", *(word.replace(" ", "Ġ") for word in words)]
    chain.append(chain[1] if endless else "<|endoftext|>")
    steep = _UNSURE if unsure or silence else _SURE
    leads = [(ids[now], ids[then], steep) for now, then in itertools.pairwise(chain)]
    if silence:
        leads.append((ids["<|startoftranscript|>"], ids["<|nospeech|>"], _SURE))
    spec = _spec(len(tokens), leads)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [ids["<|endoftext|>"]]
    spec.config.lang_ids = [ids[f"<|{code}|>"] for code in _LANGUAGES]
    spec.config.alignment_heads = [(0, 0)]
    spec.register_vocabulary(tokens)
    spec.validate()
    spec.save(str(folder))
    _tokenizer(tokens).save(str(folder / "tokenizer.json"))
    preprocessor = {"feature_size": _MELS, "sampling_rate": 16_000, "hop_length": 160, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor))
    return folder


def _tokens(words: tuple[str, ...], *, multilingual: bool) -> list[str]:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    ours = [token for word in words if (token := word.replace(" ", "Ġ")) not in alphabet]
    text = alphabet + list(dict.fromkeys(ours))
    text += [f"<unused{number}>" for number in range(_TEXT_TOKENS - len(text))]
    if multilingual:
        text.append("")  # all multilingual models have it, and CTranslate2 knows them by it
    special = ["<|endoftext|>", "<|startoftranscript|>", *(f"<|{code}|>" for code in _LANGUAGES)]
    special += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"]
    special += ["<|notimestamps|>", *(f"<|{number * 0.02:.2f}|>" for number in range(1_501))]
    return text + special


def _tokenizer(tokens: list[str]) -> Tokenizer:
    vocabulary = {token: number for number, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(t, special=True) for t in tokens[tokens.index("<|endoftext|>") :]]
    )
    return tokenizer


def _spec(size: int, leads: list[tuple[int, int, float]]) -> Any:
    """`leads`: a token, the one behind it, and how steeply it leads there."""
    spec = whisper_spec.WhisperSpec(1, _HEADS, 1, _HEADS)
    rng = np.random.default_rng(3)
    embeddings, projection = _zeros(size, _SIZE), _zeros(size, _SIZE)
    for now, then, steep in leads:
        direction = rng.permutation(np.repeat(np.float32([-1, 1]), _SIZE // 2))  # as the layer norm leaves it
        embeddings[now] = direction
        projection[then] += steep * direction
    spec.decoder.embeddings.weight = embeddings
    spec.decoder.projection.weight = projection
    spec.decoder.position_encodings.encodings = _zeros(448, _SIZE)
    _fill_norm(spec.decoder.layer_norm)
    for layer in spec.decoder.layer:
        _fill_attention(layer.self_attention, own=True)
        _fill_attention(layer.attention, own=False)
        _fill_feed_forward(layer.ffn)
    spec.encoder.conv1.weight, spec.encoder.conv1.bias = _zeros(_SIZE, _MELS, 3), _zeros(_SIZE)
    spec.encoder.conv2.weight, spec.encoder.conv2.bias = _zeros(_SIZE, _SIZE, 3), _zeros(_SIZE)
    spec.encoder.position_encodings.encodings = _zeros(1_500, _SIZE)
    _fill_norm(spec.encoder.layer_norm)
    for layer in spec.encoder.layer:
        _fill_attention(layer.self_attention, own=True)
        _fill_feed_forward(layer.ffn)
    return spec


def _zeros(*shape: int) -> npt.NDArray[np.float32]:
    return np.zeros(shape, dtype=np.float32)


def _fill_norm(norm: common_spec.LayerNormSpec) -> None:
    norm.gamma, norm.beta = np.ones(_SIZE, dtype=np.float32), _zeros(_SIZE)


def _fill_linear(linear: common_spec.LinearSpec, outputs: int, inputs: int) -> None:
    linear.weight, linear.bias = _zeros(outputs, inputs), _zeros(outputs)


def _fill_attention(attention: Any, *, own: bool) -> None:
    _fill_norm(attention.layer_norm)
    # Its own: query, key and value in one; of the encoder: the query, then key and value.
    for linear, outputs in zip(attention.linear, (3, 1) if own else (1, 2, 1), strict=True):
        _fill_linear(linear, outputs * _SIZE, _SIZE)


def _fill_feed_forward(ffn: Any) -> None:
    _fill_norm(ffn.layer_norm)
    _fill_linear(ffn.linear_0, 4 * _SIZE, _SIZE)
    _fill_linear(ffn.linear_1, _SIZE, 4 * _SIZE)
