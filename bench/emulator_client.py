"""The emulator's REST as the benchmarks use it, and receivers for what it sends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from bench.processes import EMULATOR_PORT, PROJECT, running

KEY = "bench"
ANSWER_BYTES = 2**22  # the gaps of ten receivers in one line
REST_SECONDS = 60.0

# One after the other, as a language model's sentences come.
SENTENCES = (
    "Ho ho ho, how lovely to hear from you, my dear friend!",
    "The elves are singing in the workshop today, and Rudolph stamps his hoof to their song.",
    "Mrs. Claus has baked a whole mountain of gingerbread, and I may not taste it yet.",
    "Tell me, what would make you smile this Christmas?",
)


@dataclass(frozen=True)
class Session:
    session_id: str
    url: str
    token: str


@contextlib.contextmanager
def emulator_alone(*, calls: int) -> Iterator[int]:
    """`python -m santa_core.emulator` with room for so many calls; yields its process id."""
    limits = ("--concurrency-limit", str(calls), "--quota-credits", "100000", "--duration-limit", "3600")
    arguments = ("--port", str(EMULATOR_PORT), "--api-key", KEY, *limits)
    with running("santa_core.emulator", *arguments, port=EMULATOR_PORT) as pid:
        yield pid


class EmulatorClient:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def open(self, *, quality: str) -> Session:
        data = await self._post("/v1/streaming.new", quality=quality)
        await self._post("/v1/streaming.start", session_id=data["session_id"])
        return Session(data["session_id"], data["url"], data["access_token"])

    async def stop(self, session: Session) -> None:
        await self._post("/v1/streaming.stop", session_id=session.session_id)

    async def speak_on(self, session: Session, *, first: int = 0) -> None:
        """Until cancelled. Two askers take turns, so that the next sentence always waits behind this one."""
        sentences = count(first)

        async def ask() -> None:
            while True:
                text = SENTENCES[next(sentences) % len(SENTENCES)]
                await self._post(
                    "/v1/streaming.task", session_id=session.session_id, text=text, task_type="repeat",
                    task_mode="sync",
                )  # fmt: skip

        async with asyncio.TaskGroup() as askers:
            askers.create_task(ask())
            askers.create_task(ask())

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self._http.post(path, json=body)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}: {answer.text}")
        return dict(answer.json()["data"] or {})


@contextlib.asynccontextmanager
async def emulator_client() -> AsyncIterator[EmulatorClient]:
    address = f"http://127.0.0.1:{EMULATOR_PORT}"
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=address, headers={"X-Api-Key": KEY}, timeout=REST_SECONDS, limits=limits
    ) as http:
        yield EmulatorClient(http)


class ReceiversProcess:
    """bench.receivers, seen from the benchmark."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    async def join(self, session: Session) -> None:
        await self._tell({"join": {"url": session.url, "token": session.token}})

    async def window(self, seconds: float) -> dict[str, Any]:
        return await self._tell({"window": seconds})

    async def _tell(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the receivers' process ended: see its words above")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextlib.asynccontextmanager
async def receivers_process() -> AsyncIterator[ReceiversProcess]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.receivers", cwd=PROJECT, stdin=PIPE, stdout=PIPE, limit=ANSWER_BYTES
    )
    try:
        yield ReceiversProcess(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def speaking(client: EmulatorClient, *sessions: Session) -> AsyncIterator[None]:
    """All of `sessions` speak, each at another place of the text, until the block ends."""
    tasks = [
        asyncio.create_task(client.speak_on(session, first=number)) for number, session in enumerate(sessions)
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
