"""Windows has no Unix sockets in asyncio: the faults are lived through elsewhere."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]
