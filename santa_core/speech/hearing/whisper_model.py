"""Whether a folder holds a Whisper model that faster-whisper can open; looks, loads nothing.

    model.bin  config.json  tokenizer.json  vocabulary.json or vocabulary.txt  [preprocessor_config.json]

as `ct2-transformers-converter --copy_files tokenizer.json preprocessor_config.json` writes it, and as the
Systran/faster-whisper-* repositories hold it.
"""

from __future__ import annotations

import json
from pathlib import Path

_VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
_MULTILINGUAL_TOKENS = 51_865  # CTranslate2 calls a model with fewer English-only


def complaint_about(folder: str | Path) -> str:
    """What is wrong with it and what to do; "" when nothing is."""
    folder = Path(folder)
    # Without tokenizer.json faster-whisper would fetch one from the internet.
    missing = [
        name for name in ("model.bin", "config.json", "tokenizer.json") if not (folder / name).is_file()
    ]
    if not any((folder / name).is_file() for name in _VOCABULARIES):
        missing.append("vocabulary.json")
    if not folder.is_dir():
        return f"SANTA_WHISPER_MODEL is {str(folder)!r}, which is no folder. Name the folder of a model."
    if missing:
        return (
            f"SANTA_WHISPER_MODEL is {str(folder)!r}, which is no Whisper model for faster-whisper: "
            f"{', '.join(missing)} not there. Name a folder made by ct2-transformers-converter."
        )
    return ""


def is_multilingual(folder: str | Path) -> bool:
    for name in _VOCABULARIES:
        path = Path(folder, name)
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            tokens = len(json.loads(text)) if path.suffix == ".json" else text.count("\n")
            return tokens >= _MULTILINGUAL_TOKENS
    return False
