"""The tables. Names and columns of the seed document stand first in live_call_sessions and orders.

orders ──< live_call_sessions ──< call_events
                             ├──< call_turns
                             └──< earlier_sessions
prompt_versions ──< prompt_labels, prompt_label_moves
prompt_drafts
suite_runs ──< suite_outcomes, suite_ratings
kept_answers
test_scenarios
account_events
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
    true,
)

from santa_core.storage.column_types import AnyJson, AnyText, CallKey, ExactDecimal, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts rows only in a column of exactly the type INTEGER.
_Position = BigInteger().with_variant(Integer(), "sqlite")

orders = Table(
    "orders",
    metadata,
    Column("id", CallKey, primary_key=True),
    Column("includes_live_call", Boolean, server_default=false()),
    Column("call_scheduled_at", UtcDateTime),
    Column("call_completed_at", UtcDateTime),
    Column("call_duration_seconds", Integer),
)

live_call_sessions = Table(
    "live_call_sessions",
    metadata,
    Column("id", CallKey, primary_key=True),
    Column("order_id", CallKey, ForeignKey("orders.id")),
    Column("session_id", AnyText),  # the open one at the vendor, or the last
    # No default: a call is on record before its vendor session is open, and the meter runs from here.
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    # The seed has two places, but 61 s at 0.2 credit/min are 0.2033 credits.
    Column("credits_used", ExactDecimal(12, 4)),
    # Life of the call.
    Column("state", String(20), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("session_opened_at", UtcDateTime),
    Column("connected_at", UtcDateTime),
    Column("last_seen_at", UtcDateTime),
    Column("end_reason", String(30)),
    Column("staff_name", AnyText, nullable=False),
    Column("clock_offset_ms", BigInteger),
    Column("chat_model", AnyText),
    Column("quality", String(10)),
    # The plan.
    Column("provider", String(20), nullable=False),
    Column("scenario_id", AnyText, nullable=False),
    # Not a foreign key: the record must be writable even if the version lives in another database.
    Column("prompt_version", Integer, nullable=False),
    Column("planned_quality", String(10)),
    Column("voice_rate", Double, nullable=False),
    Column("voice_emotion", String(20), nullable=False),
    Column("listen", String(20), nullable=False),
    Column("talk_over", Boolean, server_default=true(), nullable=False),
    Column("answer_by", String(20), nullable=False),
    Column("knowledge_base_id", AnyText),
    Column("cap_seconds", Integer, nullable=False),
    Column("child_name", AnyText, nullable=False),
    Column("child_age", Integer),
    Column("child_language", String(20), nullable=False),
    Column("child_wishes", AnyJson, nullable=False),
    Column("child_good_deeds", AnyJson, nullable=False),
    Column("child_say_name_as", AnyText),
    # The bill of all its sessions, beside credits_used.
    Column("rate_card_id", String(60)),
    Column("billed_seconds", Integer),
    Column("usd", ExactDecimal(12, 4)),
    Column("would_have_cost", Boolean),
    Index(None, "created_at"),
    Index(None, "state"),
    Index(None, "session_id"),
    Index(None, "staff_name", "created_at"),
)

call_events = Table(
    "call_events",
    metadata,
    Column("position", _Position, primary_key=True),  # the order in which they were appended
    Column("call_id", CallKey, ForeignKey("live_call_sessions.id"), nullable=False),
    Column("event_id", AnyText, nullable=False),
    Column("source", String(20), nullable=False),
    Column("name", AnyText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("browser_at", UtcDateTime),
    Column("detail", AnyJson, nullable=False),
    UniqueConstraint("call_id", "event_id"),
    Index(None, "name", "position"),
)

# The vendor's sessions that a call went through before its last one: closed, each with its own bill.
earlier_sessions = Table(
    "earlier_sessions",
    metadata,
    Column("call_id", CallKey, ForeignKey("live_call_sessions.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("session_id", AnyText, nullable=False),
    Column("quality", String(10)),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime, nullable=False),
    Column("rate_card_id", String(60), nullable=False),
    Column("billed_seconds", Integer, nullable=False),
    Column("credits_used", ExactDecimal(12, 4), nullable=False),
    Column("usd", ExactDecimal(12, 4), nullable=False),
    Column("would_have_cost", Boolean, nullable=False),
    Index(None, "session_id"),
)

call_turns = Table(
    "call_turns",
    metadata,
    Column("turn_id", AnyText, primary_key=True),
    Column("call_id", CallKey, ForeignKey("live_call_sessions.id"), nullable=False),
    Column("turn_index", Integer, nullable=False),
    Column("speaker", String(10), nullable=False),
    Column("origin", String(20), nullable=False),
    Column("text", AnyText, nullable=False),
    Column("intended_text", AnyText),
    Column("heard_text", AnyText),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("end_of_speech_at", UtcDateTime),
    Column("recognised_at", UtcDateTime),
    Column("first_token_at", UtcDateTime),
    Column("first_sentence_at", UtcDateTime),
    Column("speak_sent_at", UtcDateTime),
    Column("avatar_started_at", UtcDateTime),
    Column("first_sound_at", UtcDateTime),
    Index(None, "call_id", "turn_index"),
)

account_events = Table(
    "account_events",
    metadata,
    Column("position", _Position, primary_key=True),
    Column("event_id", AnyText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("account", AnyText, nullable=False),
    Column("name", AnyText, nullable=False),
    Column("by_whom", AnyText, nullable=False),  # BY is a word of SQL
    Column("session_id", AnyText),
    Column("detail", AnyJson, nullable=False),
    UniqueConstraint("event_id"),
)

prompt_versions = Table(
    "prompt_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", AnyText, nullable=False),
    Column("greeting", AnyText, nullable=False),
    Column("goodbye", AnyText, nullable=False),
    Column("silence_line", AnyText, nullable=False),
    Column("silence_again_line", AnyText, nullable=False),
    Column("say_again_line", AnyText, nullable=False),
    Column("lines", AnyJson, nullable=False),
    Column("model", AnyText, nullable=False),
    Column("temperature", Double, nullable=False),
    Column("max_tokens", Integer, nullable=False),
    Column("voice_rate", Double, nullable=False),
    Column("voice_emotion", String(20), nullable=False),
    Column("variables", AnyJson, nullable=False),
    Column("author", AnyText, nullable=False),
    Column("note", AnyText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("parent", Integer, ForeignKey("prompt_versions.number")),
    Column("content_hash", String(64), nullable=False),
)

prompt_labels = Table(
    "prompt_labels",
    metadata,
    Column("label", String(60), primary_key=True),
    Column("number", Integer, ForeignKey("prompt_versions.number"), nullable=False),
)

prompt_label_moves = Table(
    "prompt_label_moves",
    metadata,
    Column("position", _Position, primary_key=True),
    Column("label", String(60), nullable=False),
    Column("from_number", Integer, ForeignKey("prompt_versions.number")),
    Column("to_number", Integer, ForeignKey("prompt_versions.number"), nullable=False),
    Column("moved_by", AnyText, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("moved_at", UtcDateTime, nullable=False),
    Column("gate", String(20), server_default=text("''"), nullable=False),
    Column("run_id", AnyText),  # no foreign key: the audit outlives the runs
    Index(None, "label", "position"),
)

# What people are writing, until they save it. No foreign key to the version it is based on: a draft may
# outlive a database that was put back to an older copy.
prompt_drafts = Table(
    "prompt_drafts",
    metadata,
    Column("by_whom", AnyText, primary_key=True),
    Column("base", Integer, primary_key=True, autoincrement=False),
    Column("newest", Integer, nullable=False),
    Column("content", AnyJson, nullable=False),
    Column("note", AnyText, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

suite_runs = Table(
    "suite_runs",
    metadata,
    Column("run_id", AnyText, primary_key=True),
    Column("suite", AnyText, nullable=False),
    Column("versions", AnyJson, nullable=False),
    Column("scenarios", AnyJson, nullable=False),  # whole, as they were when it started
    Column("repeats", Integer, nullable=False),
    Column("runner", String(20), nullable=False),
    Column("concurrency", Integer, nullable=False),
    Column("chat_model", AnyText, nullable=False),
    Column("judge_model", AnyText),
    Column("call_id", AnyText),  # no foreign key, as above
    Column("started_by", AnyText, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False),
    Column("note", AnyText, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("heartbeat_at", UtcDateTime),
    Index(None, "started_at"),
    Index(None, "state"),
)

suite_outcomes = Table(
    "suite_outcomes",
    metadata,
    Column("run_id", AnyText, ForeignKey("suite_runs.run_id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("scenario_id", AnyText, primary_key=True),
    Column("repeat", Integer, primary_key=True, autoincrement=False),
    Column("turns", AnyJson, nullable=False),
    Column("checks", AnyJson, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("finished_at", UtcDateTime, nullable=False),
    Column("error", AnyText),
    Column("cost_usd", ExactDecimal(18, 10)),  # a token costs from 0.000_000_05 dollars on
    Column("model_seconds", Double, nullable=False),
    Column("from_cache", Boolean, nullable=False),
)

suite_ratings = Table(
    "suite_ratings",
    metadata,
    Column("position", _Position, primary_key=True),
    Column("run_id", AnyText, ForeignKey("suite_runs.run_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("scenario_id", AnyText, nullable=False),
    Column("repeat", Integer, nullable=False),
    Column("good", Boolean, nullable=False),
    Column("note", AnyText, nullable=False),
    Column("rated_by", AnyText, nullable=False),
    Column("rated_at", UtcDateTime, nullable=False),
    Index(None, "run_id", "position"),
)

# What language models answered in suites, by all that the answer depends on.
kept_answers = Table(
    "kept_answers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("text", AnyText, nullable=False),
    Column("model", AnyText, nullable=False),
    Column("first_sentence_ms", Integer),
    Column("seconds", Double, nullable=False),
    Column("input_tokens", Integer),
    Column("output_tokens", Integer),
    Column("kept_at", UtcDateTime, nullable=False),
)

# Those that staff added: the others come with the program.
test_scenarios = Table(
    "test_scenarios",
    metadata,
    Column("scenario_id", AnyText, primary_key=True),
    Column("body", AnyJson, nullable=False),  # the whole scenario: scenario_rows.py
    Column("author", AnyText, nullable=False),
    Column("from_call", AnyText),
    Column("saved_at", UtcDateTime, nullable=False),
)
