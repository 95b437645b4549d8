"""A start that cannot work says in one sentence what to do: the real program, in a process of its own."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from santa_core.storage.database import open_database
from tests.browser.studio_process import free_port
from tests.process.a_start import PROJECT, start, streamlit


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


@pytest.mark.skipif(shutil.which("bash") is None, reason="make run needs a shell; Windows has none")
def test_make_run_on_a_busy_port_names_another(busy_port: int) -> None:
    ending = start(["bash", str(PROJECT / "scripts" / "serve"), str(busy_port)], folder=PROJECT)
    assert ending.code == 1
    assert f"Port {busy_port} is taken" in ending.words
    assert "choose another port: make run PORT=" in ending.words
    assert "Traceback" not in ending.words


def test_streamlit_on_a_busy_port_names_it(busy_port: int, tmp_path: Path) -> None:
    start(streamlit(busy_port), folder=tmp_path).says(f"Port {busy_port} is not available")


def test_the_emulator_on_a_busy_port_names_another(busy_port: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "santa_core.emulator", "--port", str(busy_port), "--api-key", "key"]
    start(command, folder=tmp_path).says(f"Port {busy_port}", "taken", "--port")


def test_a_broken_setting_is_named_and_no_value_is_shown(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "OPENAI_API_KEY=sk-very-secret-1\nOPENAI_BASE_URL=sk-very-secret-2\nSANTA_MAX_CALLS=sk-very-secret-3\n"
        "SANTA_STUDIO_SECRET=sk-very-secret-4\nDATABASE_URL=sk-very-secret-5\n"
    )
    ending = start(streamlit(free_port()), folder=tmp_path)
    ending.says("OPENAI_BASE_URL must begin with http", "SANTA_MAX_CALLS", "DATABASE_URL must", ".env")
    assert "sk-very-secret" not in ending.words


def test_a_password_in_a_mistyped_database_address_is_not_shown(tmp_path: Path) -> None:
    address = "postgresql+mysql://santa:hunter2@localhost/studio"
    ending = start(streamlit(free_port()), folder=tmp_path, DATABASE_URL=address)
    ending.says("DATABASE_URL", "Write postgresql://")
    assert "hunter2" not in ending.words


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    # Root may write anywhere, but nobody can make a folder where a file is.
    in_the_way = tmp_path / "notes.txt"
    in_the_way.write_text("mine")
    for folder in (in_the_way, in_the_way / "data"):
        ending = start(streamlit(free_port()), folder=tmp_path, SANTA_DATA_DIR=str(folder))
        ending.says(str(folder), "SANTA_DATA_DIR")


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    url = f"sqlite:///{(tmp_path / 'data' / 'santa.db').as_posix()}"
    database = open_database(url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()
    start(streamlit(free_port()), folder=tmp_path).says("newer version", "9999", "Update the program")


def test_an_address_open_to_the_network_is_refused(tmp_path: Path) -> None:
    ending = start(streamlit(free_port()), folder=tmp_path, STREAMLIT_SERVER_ADDRESS="0.0.0.0")
    ending.says("0.0.0.0", "no sign-in", "Leave server.address at localhost")
