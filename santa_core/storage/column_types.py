"""Column types that mean the same on SQLite and PostgreSQL.

UtcDateTime    aware UTC in and out
ExactDecimal   a Decimal with a fixed number of places, never through a float
CallKey        a UUID as text
AnyText        whatever a child types; what PostgreSQL cannot store becomes U+FFFD
AnyJson        the same, for JSON
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Numeric, String, Text, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

CallKey = Uuid(as_uuid=False).with_variant(String(36), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; the log keeps aware UTC only")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no zone, and production's own columns may be plain TIMESTAMP: both hold UTC.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """NUMERIC on PostgreSQL; on SQLite, which has no decimals, an integer count of the last place.

    So SUM and comparisons in SQL stay exact on both. A value with more places is refused rather than
    rounded: rounding is the business of billing.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int, places: int) -> None:
        super().__init__(precision, places)
        self.places = places

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return super().load_dialect_impl(dialect)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} decimal places")
        return int(scaled) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-self.places) if dialect.name == "sqlite" else Decimal(value)


class AnyText(TypeDecorator[str]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable_text(value)


class AnyJson(TypeDecorator[Any]):
    """JSON as text on both databases: what was reported comes back as it was."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return _storable_json(value)


def storable_text(text: str) -> str:
    """`text` without NUL (PostgreSQL has none) and without halves of surrogate pairs (no UTF-8)."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _storable_json(value: Any) -> Any:
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {storable_text(str(key)): _storable_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no NaN
    return value
