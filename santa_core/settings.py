"""What the environment and .env say, parsed once; nothing else reads them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from santa_core.errors import SettingsError

_OPENAI_URL = "https://api.openai.com/v1"


class Settings(BaseSettings):
    """Every value has a default that works on a fresh machine without a key and without a bill."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None  # any compatible server; a key is then optional
    openai_model: str | None = None  # overrides the prompt version's model
    # Judges conversations and plays children in suites; unset: the model of the version that is tested.
    santa_judge_model: str | None = None
    # Whether OpenAI's moderation looks at what is said, beside our own rules. auto: where OPENAI_API_KEY is
    # set and no other server; on: also at the server of OPENAI_BASE_URL, which then must have it.
    santa_moderation: Literal["auto", "on", "off"] = "auto"
    # Who turns what people say into words (santa_core/speech/hearing/tiers.py says what auto takes).
    santa_ears: Literal["auto", "pocketsphinx", "openai", "whisper"] = "auto"
    santa_whisper_model: Path | None = None  # a folder with a CTranslate2 model
    santa_transcription_model: str | None = None  # OpenAI's, or the server's at OPENAI_BASE_URL
    # The practice avatar's voice. auto: OpenAI's where there is a key and no other server, else eSpeak NG.
    santa_voice: Literal["auto", "espeak", "openai"] = "auto"
    santa_openai_voice: str = "onyx"
    santa_speech_model: str = "gpt-4o-mini-tts"
    heygen_api_key: SecretStr | None = None
    heygen_base_url: str = "https://api.heygen.com"
    # The seed's names begin with NEXT_PUBLIC_; both are read.
    santa_avatar_id: str = Field(
        "Santa_Fireplace_Front_public",
        validation_alias=AliasChoices("SANTA_AVATAR_ID", "NEXT_PUBLIC_SANTA_AVATAR_ID"),
    )
    santa_voice_id: str | None = Field(
        None, validation_alias=AliasChoices("SANTA_VOICE_ID", "NEXT_PUBLIC_SANTA_VOICE_ID")
    )
    heygen_max_sessions: int | None = Field(None, ge=1)  # what the account allows at once; None: not known
    liveavatar_api_key: SecretStr | None = None  # HeyGen's keys do not work there
    liveavatar_base_url: str = "https://api.liveavatar.com"
    liveavatar_avatar_id: str | None = None  # a UUID; /diagnostics lists those of the account
    liveavatar_voice_id: str | None = None  # None: the avatar's own
    liveavatar_max_sessions: int | None = Field(None, ge=1)
    liveavatar_keep_events: bool = False  # False: what was said is deleted there when a call has ended
    santa_monthly_budget_usd: Decimal | None = Field(None, ge=0)  # for all calls of a calendar month, UTC
    santa_data_dir: Path = Path("data")
    database_url_given: str | None = Field(None, validation_alias="DATABASE_URL")
    santa_studio_secret: SecretStr | None = None  # signs tickets; made and kept in the data folder if unset
    # The practice avatar's API key, for drills with its faults; a new one at each start if unset.
    santa_practice_key: SecretStr | None = None
    santa_max_calls: int = Field(6, ge=1, le=100)  # open at once, all staff together
    # Silence that ends what somebody says to the practice avatar, in ms: shorter is quicker, longer patient.
    santa_pause_ms: int = Field(500, ge=200, le=2_000)
    # How long Santa waits for more after words that are plainly unfinished ("I want a").
    santa_unfinished_pause_ms: int = Field(900, ge=0, le=5_000)
    santa_allowed_origins: str = ""  # further origins, separated by commas

    @field_validator("openai_base_url", "heygen_base_url", "liveavatar_base_url")
    @classmethod
    def _is_a_url(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/") if value else value

    @field_validator("santa_voice", "santa_moderation")
    @classmethod
    def _has_its_service(cls, value: str, info: ValidationInfo) -> str:
        # A bad OPENAI_BASE_URL is not in the data, and complained of by itself.
        data = info.data
        if value in ("openai", "on") and not (data["openai_api_key"] or data.get("openai_base_url", "bad")):
            raise ValueError(f"is {value} and needs OPENAI_API_KEY or OPENAI_BASE_URL: set one, or take auto")
        return value

    @field_validator("database_url_given")
    @classmethod
    def _is_a_database(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("sqlite:", "postgresql:", "postgresql+", "postgres:")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @property
    def database_url(self) -> str:
        return self.database_url_given or f"sqlite:///{(self.santa_data_dir / 'santa.db').as_posix()}"

    @property
    def allowed_origins(self) -> frozenset[str]:
        return frozenset(o.strip().rstrip("/") for o in self.santa_allowed_origins.split(",") if o.strip())

    @property
    def has_moderation(self) -> bool:
        if self.santa_moderation == "auto":
            return self.openai_api_key is not None and self.openai_base_url in (None, _OPENAI_URL)
        return self.santa_moderation == "on"

    @property
    def has_language_model(self) -> bool:
        return self.openai_api_key is not None or self.openai_base_url is not None


def load_settings(*, env_file: str | Path | None = ".env") -> Settings:
    """Raises SettingsError naming each bad key and what is wrong with it, never its value."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        complaints = "; ".join(
            f"{_key_name(str(e['loc'][0]))} {_within_a_sentence(e['msg'].removeprefix('Value error, '))}"
            for e in error.errors(include_input=False)
        )
        # from None: pydantic's own message repeats the value, which may be a key.
        raise SettingsError(f"Cannot start: {complaints}. Correct it in .env or the environment.") from None
    except UnicodeDecodeError:
        raise SettingsError(
            f"Cannot start: {env_file} is not a UTF-8 text file. Save it again as UTF-8."
        ) from None


def _within_a_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]


def _key_name(location: str) -> str:
    return {"database_url_given": "DATABASE_URL"}.get(location, location.upper())
