"""python -m santa_core.emulator: the emulator alone, for tests, drills and other programs."""

from __future__ import annotations

import argparse
import logging
import socket
import sys
from decimal import Decimal, InvalidOperation

import uvicorn

from santa_core.emulator.app import create_emulator
from santa_core.emulator.faults import Faults
from santa_core.emulator.refusals import keep_refusals_out_of_the_log
from santa_core.emulator.settings import EmulatorSettings

STOPPING_SECONDS = 2


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        settings = EmulatorSettings(
            api_keys=tuple(options.api_key),
            allow_origins=tuple(options.allow_origin),
            concurrency_limit=options.concurrency_limit,
            quota_credits=options.quota_credits,
            session_duration_limit_seconds=options.duration_limit,
            silence_after_seconds=options.silence_after,
            liveavatar_api_keys=tuple(options.liveavatar_api_key),
            liveavatar_concurrency_limit=options.liveavatar_concurrency_limit,
            liveavatar_credits=options.liveavatar_credits,
            liveavatar_duration_limit_seconds=options.liveavatar_duration_limit,
        )
        faults = Faults()
        faults.update(_faults(options))
    except ValueError as error:
        print(f"santa_core.emulator: {error}", file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("aioice").setLevel(logging.WARNING)  # tells every candidate pair
    keep_refusals_out_of_the_log()
    try:
        listening = socket.create_server((options.host, options.port))
    except OSError as error:
        print(
            f"santa_core.emulator: Port {options.port} cannot be used ({error.strerror}), "
            f"perhaps it is taken by another program. Choose another: --port {options.port % 65000 + 1}",
            file=sys.stderr,
        )
        return 1
    app = create_emulator(settings, faults=faults)
    emulator = app.state.emulator
    emulator.warm()
    for part, note in emulator.notes.items():
        print(f"{part}: {note}", flush=True)
    print(f"Practice Santa listens on http://{options.host}:{options.port}", flush=True)
    with listening:
        # Calls that hang on purpose must not keep it from stopping.
        config = uvicorn.Config(
            app, log_level="warning", ws_max_size=2**20, timeout_graceful_shutdown=STOPPING_SECONDS
        )
        uvicorn.Server(config).run(sockets=[listening])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m santa_core.emulator",
        description="Answers as HeyGen's v1 streaming service and as LiveAvatar do, "
        "on this machine and without a bill.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    parser.add_argument("--port", type=_port, default=8902)
    parser.add_argument("--api-key", action="append", required=True, help="a key it accepts; repeatable")
    parser.add_argument(
        "--allow-origin", action="append", default=[], metavar="URL", help="a page's origin; repeatable"
    )
    limits = parser.add_argument_group("limits")
    limits.add_argument("--concurrency-limit", type=int, default=3, metavar="N")
    limits.add_argument("--quota-credits", type=_credits, default=Decimal(10), metavar="CREDITS")
    limits.add_argument("--duration-limit", type=int, default=600, metavar="SECONDS")
    limits.add_argument("--silence-after", type=float, default=10.0, metavar="SECONDS")
    liveavatar = parser.add_argument_group("the account at LiveAvatar")
    liveavatar.add_argument(
        "--liveavatar-api-key", action="append", default=[], metavar="KEY",
        help="a key it accepts, repeatable; without one, those of --api-key",
    )  # fmt: skip
    liveavatar.add_argument("--liveavatar-concurrency-limit", type=int, default=1, metavar="N")
    liveavatar.add_argument("--liveavatar-credits", type=_credits, default=Decimal(10), metavar="CREDITS")
    liveavatar.add_argument("--liveavatar-duration-limit", type=int, default=1_200, metavar="SECONDS")
    faults = parser.add_argument_group("faults, on purpose")
    faults.add_argument("--rest-delay", type=float, default=0.0, metavar="SECONDS")
    faults.add_argument("--rest-failure", type=int, metavar="STATUS", help="every REST call answers this")
    faults.add_argument("--rest-failures", type=int, metavar="N", help="... only the first N")
    faults.add_argument("--quota-gone", action="store_true")
    faults.add_argument("--concurrency-full", action="store_true")
    faults.add_argument("--freeze-video", action="store_true")
    faults.add_argument("--silent-microphone", action="store_true")
    faults.add_argument("--deaf-without-context", action="store_true", help="LiveAvatar hears nothing")
    faults.add_argument("--disconnect-after", type=float, metavar="SECONDS")
    faults.add_argument("--disconnect-reason", default="ROOM_DELETED", metavar="NAME")
    faults.add_argument("--drop-signalling-after", type=float, metavar="SECONDS")
    return parser


def _faults(options: argparse.Namespace) -> dict[str, object]:
    return {
        "rest_delay_seconds": options.rest_delay,
        "rest_failure_status": options.rest_failure,
        "rest_failures_left": options.rest_failures,
        "quota_gone": options.quota_gone,
        "concurrency_full": options.concurrency_full,
        "freeze_video": options.freeze_video,
        "silent_microphone": options.silent_microphone,
        "deaf_without_context": options.deaf_without_context,
        "disconnect_after_seconds": options.disconnect_after,
        "disconnect_reason": options.disconnect_reason,
        "drop_signalling_after_seconds": options.drop_signalling_after,
    }


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: choose a number from 1 to 65535")
    return int(text)


def _credits(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of credits") from None


if __name__ == "__main__":
    sys.exit(main())
