"""Debian's Firefox, driven over WebDriver BiDi: Playwright drives only a Firefox of its own.

with Firefox(folder) as firefox:
    firefox.open(url); firefox.click("button", "Start call"); firefox.evaluate("1 + 1")
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
START_SECONDS = 60.0
ANSWER_SECONDS = 30.0
_PREFERENCES: dict[str, bool | int | str] = {
    "media.navigator.permission.disabled": True,  # the microphone is allowed without a question
    "media.navigator.streams.fake": True,  # and is a tone
    "media.autoplay.default": 5,  # sound waits for a gesture, as for anybody
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.enabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
}
# Walks into shadow roots, where the call component lives.
_FIND = """(role, name) => {
  const tags = { button: "button", textbox: "input, textarea", status: "[role=status]", log: "[role=log]",
                 video: "video" };
  const all = (root) =>
    [...root.querySelectorAll("*")].flatMap((e) => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
  const nameOf = (e) => e.getAttribute("aria-label") ?? (e.labels?.[0] ?? e).textContent.trim();
  return all(document).find((e) => e.matches(tags[role]) && nameOf(e) === name) ?? null;
}"""


class FirefoxError(Exception):
    """Firefox refused a command, or a script threw. The message is Firefox's own."""


class Firefox:
    """One page. Use in one thread. `errors`: what the page itself complained of, since the last open()."""

    def __init__(
        self, folder: Path, *, preload: str | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        """`folder`: for the profile. `preload`: a function's text, run in every page first. `environment` is
        added to ours."""
        if PROGRAM is None:
            raise FileNotFoundError("firefox-esr is not installed")
        profile = folder / "firefox"
        profile.mkdir(parents=True)
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in _PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines))
        self.errors: list[str] = []
        self._numbers = itertools.count(1)
        self._open = ExitStack()
        self._output = self._open.enter_context((folder / "firefox.txt").open("wb"))
        self._process = subprocess.Popen(
            [PROGRAM, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
            stdout=self._output, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})},
        )  # fmt: skip
        try:
            self._socket = self._connect(profile / "WebDriverBiDiServer.json")
            self._ask("session.new", capabilities={})
            self._ask("session.subscribe", events=["log.entryAdded"])
            if preload:
                self._ask("script.addPreloadScript", functionDeclaration=preload)
            self._page = self._ask("browsingContext.getTree")["contexts"][0]["context"]
            size = {"width": 1400, "height": 1000}
            self._ask("browsingContext.setViewport", context=self._page, viewport=size)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Firefox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, url: str) -> None:
        self.errors.clear()
        self._ask("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def evaluate(self, expression: str, *, gesture: bool = False) -> Any:
        """Its value as JSON; a promise is awaited. `gesture`: as if a person had just clicked."""
        answer = self._ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify((await ({expression})) ?? null))()",
            target={"context": self._page},
            awaitPromise=True,
            userActivation=gesture,
        )
        if answer["type"] != "success":
            raise FirefoxError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait_for(self, what: str, expression: str, *, seconds: float = 30.0) -> Any:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := self.evaluate(expression):
                return found
            time.sleep(0.1)
        raise AssertionError(f"waited {seconds} s for {what}; the page complained: {self.errors}")

    def text(self, role: str, name: str) -> str | None:
        """Of the element with that accessible name; None where there is none."""
        text: str | None = self.evaluate(f"({_FIND})({role!r}, {name!r})?.textContent")
        return text

    def element(self, role: str, name: str) -> str:
        """A script's expression for the element, or null."""
        return f"({_FIND})({role!r}, {name!r})"

    def click(self, role: str, name: str, *, seconds: float = 30.0) -> None:
        """Waits for it to be there and enabled, then clicks in its middle as a mouse does."""
        where = self.wait_for(
            f"{role} {name!r}",
            f"(() => {{ const e = {self.element(role, name)}; if (!e || e.disabled) return null;"
            'e.scrollIntoView({ block: "center" }); const r = e.getBoundingClientRect();'
            "return [r.x + r.width / 2, r.y + r.height / 2].map(Math.round); })()",
            seconds=seconds,
        )
        actions = [
            {"type": "pointerMove", "x": where[0], "y": where[1]},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def type(self, text: str) -> None:
        """Into what has the focus."""
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": keys})

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(20)
        self._open.close()

    def _act(self, source: dict[str, Any]) -> None:
        self._ask("input.performActions", context=self._page, actions=[source])

    def _connect(self, told: Path) -> ClientConnection:
        """Firefox chooses a free port and writes it down."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                port = json.loads(told.read_text())["ws_port"]
                opened = connect(f"ws://127.0.0.1:{port}/session", max_size=None)
                return self._open.enter_context(opened)
            except (OSError, ValueError):
                time.sleep(0.1)
        raise FirefoxError("Firefox did not start; see firefox.txt in the test's folder")

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=ANSWER_SECONDS))
            if message.get("method") == "log.entryAdded":
                if message["params"]["level"] == "error":
                    self.errors.append(str(message["params"]["text"]))
            elif message.get("id") == number:
                if message["type"] == "error":
                    raise FirefoxError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]
