"""What the first page, and the first call, would otherwise wait for: done before the server answers."""

from __future__ import annotations

import gc
import importlib

# Streamlit imports these when a page first draws a table or a chart: 0.8 s.
_SLOW_IMPORTS = ("pandas", "plotly.graph_objects", "pyarrow")


def warm_up() -> None:
    """Imports what is slow, then takes everything that exists by now out of the garbage collector's
    sight. Streamlit collects all generations after every run of a page; over the heap of the imported
    libraries that holds the interpreter for 0.4 s, in which a call has no sound."""
    for module in _SLOW_IMPORTS:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
