"""Where a client reaches this emulator, as the client itself asked: host, scheme and mount point."""

from __future__ import annotations

from starlette.requests import Request


def socket_url(request: Request, path: str = "") -> str:
    """ws(s)://host/mount, without a trailing slash, followed by `path`."""
    scheme = "wss" if request.url.scheme == "https" else "ws"
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{scheme}://{request.url.netloc}{root}{path}"
