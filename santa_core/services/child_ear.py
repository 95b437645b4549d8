"""Puts together what the child said from the pieces a vendor sends."""

from __future__ import annotations

from datetime import datetime

from santa_core.services.santa_turn import join_pieces


class ChildEar:
    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._stopped_at: datetime | None = None

    def started(self) -> None:
        self._stopped_at = None

    def stopped(self, at: datetime) -> None:
        self._stopped_at = at

    def heard(self, piece: str) -> None:
        # Some services repeat the whole utterance as it grows, others send only what is new.
        if self._pieces and piece.startswith(join_pieces(self._pieces)):
            self._pieces = [piece]
        elif piece:
            self._pieces.append(piece)

    def take(self) -> tuple[str, datetime | None]:
        """The finished utterance and when its last word was spoken; ready for the next."""
        words, at = join_pieces(self._pieces), self._stopped_at
        self._pieces, self._stopped_at = [], None
        return words, at
