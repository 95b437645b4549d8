"""Where the browser finds the component's code."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import streamlit as st

BUNDLE_DIR = Path(__file__).parent / "frontend" / "dist"
BUNDLE_MOUNT = "/assets/avatar-call"  # a route of the app serves BUNDLE_DIR here, below server.baseUrlPath
_BUNDLE_NAME = "avatar-call.js"


def bundle_url() -> str:
    """The bundle's path with a hash of its content: it may be cached for good.

    It asks for LiveAvatar's SDK beside it in the same way, by a hash that the build has put into it.
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    prefix = f"/{base}" if base else ""
    file = BUNDLE_DIR / _BUNDLE_NAME
    return f"{prefix}{BUNDLE_MOUNT}/{_BUNDLE_NAME}?v={_content_hash(file, file.stat().st_mtime_ns)}"


@lru_cache(maxsize=4)
def _content_hash(file: Path, modified_ns: int) -> str:
    """`modified_ns` is part of the key: a rebuild during development gets a new address."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]
