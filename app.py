"""The server: Streamlit's pages, our routes and the practice avatar, on one port in one process.

Start it with `make run`, or `streamlit run app.py`.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.routing import BaseRoute

from components.avatar_call import BUNDLE_DIR, BUNDLE_MOUNT
from components.services import studio
from components.warm_up import warm_up
from santa_core.errors import SantaError
from santa_core.web.access import refuse_open_address
from santa_core.web.static_bundle import bundle_mount


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    async with studio().running():
        warm_up()
        yield


def routes() -> list[BaseRoute]:
    base_path = (st.get_option("server.baseUrlPath") or "").strip("/")
    prefix = f"/{base_path}" if base_path else ""
    try:
        refuse_open_address(st.get_option("server.address"))
        ours = studio().routes(base_path=prefix)
    except SantaError as error:
        # A sentence, not a traceback: this is what a person sees in the terminal.
        print(f"\n  {error}\n", file=sys.stderr)
        sys.exit(1)
    return [*ours, bundle_mount(f"{prefix}{BUNDLE_MOUNT}", BUNDLE_DIR)]


# `streamlit run` looks for just this assignment in the source. navigation.py stands in a folder without
# a sibling pages/, so Streamlit serves no page file past it.
app = st.App(Path(__file__).parent / "pages" / "navigation.py", routes=routes(), lifespan=lifespan)
