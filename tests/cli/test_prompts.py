"""python -m santa_core prompts: versions go to a folder and come back, and nothing is written over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from santa_core.cli import main
from santa_core.domain.prompts import PromptVersion
from santa_core.storage.database import open_database
from santa_core.storage.default_prompt import seed_prompts
from santa_core.storage.prompt_library import SqlPromptLibrary
from tests.pages.conftest import KEYS

Run = Callable[..., str]


@dataclass
class Place:
    """A studio's database, and the command on it."""

    url: str
    library: SqlPromptLibrary
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: object, code: int = 0) -> str:
        given = main(["prompts", *map(str, words)], database_url=self.url)
        out = self.capsys.readouterr()
        assert given == code, out
        return out.out + out.err

    def save(self, **changes: Any) -> PromptVersion:
        newest = self.library.versions()[0]
        changes = {"author": "Ann", "note": "warmer", "parent": newest.number, **changes}
        return self.library.save_version(replace(newest, **changes))


@pytest.fixture
def place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[[str], Place]]:
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("SANTA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)  # no .env
    databases = []

    def make(name: str) -> Place:
        url = f"sqlite:///{(tmp_path / name).as_posix()}.db"
        database = open_database(url)
        databases.append(database)
        library = SqlPromptLibrary(database)
        seed_prompts(library)
        return Place(url, library, capsys)

    yield make
    for database in databases:
        database.dispose()


@pytest.fixture
def here(place: Callable[[str], Place]) -> Place:
    return place("here")


@pytest.fixture
def there(place: Callable[[str], Place]) -> Place:
    return place("there")


def test_versions_travel_with_author_note_date_and_parent(here: Place, there: Place, tmp_path: Path) -> None:
    second = here.save(temperature=0.6)
    third = here.save(text=second.text + "\nBe brief.", variables={"elf": "Pixie"})
    out = here.run("export", tmp_path / "git")
    assert sorted(path.name for path in (tmp_path / "git").iterdir()) == [
        "labels.yaml", "version-001.yaml", "version-002.yaml", "version-003.yaml",
    ]  # fmt: skip
    assert "wrote     version-003.yaml" in out

    out = there.run("import", tmp_path / "git")
    assert "there     version-001.yaml is version 1" in out
    assert "new       version-003.yaml is version 3 now, made from version 2" in out
    assert there.library.version(3) == third
    assert there.library.version(2) == second


def test_again_changes_nothing(here: Place, there: Place, tmp_path: Path) -> None:
    here.save(temperature=0.6)
    here.run("export", tmp_path / "git")
    before = {path.name: path.read_bytes() for path in (tmp_path / "git").iterdir()}
    assert "2 of the versions were there already." in here.run("export", tmp_path / "git")
    there.run("import", tmp_path / "git")
    assert "new" not in there.run("import", tmp_path / "git")
    there.run("export", tmp_path / "git")
    assert {path.name: path.read_bytes() for path in (tmp_path / "git").iterdir()} == before
    assert len(there.library.versions()) == 2


def test_a_number_taken_by_another_content_gets_the_next_and_its_parents_stay_right(
    here: Place, there: Place, tmp_path: Path
) -> None:
    here.save(temperature=0.6)
    here.save(max_tokens=120)  # made from the one above
    there.save(temperature=1.0, author="Ben")
    here.run("export", tmp_path / "git")
    there.run("import", tmp_path / "git")
    versions = [there.library.version(n) for n in (1, 2, 3, 4)]
    assert [v and (v.temperature, v.max_tokens, v.parent) for v in versions] == [
        (0.8, 150, None), (1.0, 150, 1), (0.6, 150, 1), (0.6, 120, 3),
    ]  # fmt: skip
    there.run("export", tmp_path / "git")
    names = [path.name for path in (tmp_path / "git").glob("version-002*")]
    assert len(names) == 2, "both versions 2 have a file"
    assert "new       " in here.run("import", tmp_path / "git")
    contents = {v.content_hash for v in here.library.versions()}
    assert contents == {v.content_hash for v in there.library.versions()}


def test_a_file_edited_by_hand_is_a_new_version_made_from_the_old(here: Place, tmp_path: Path) -> None:
    here.run("export", tmp_path / "git")
    file = tmp_path / "git" / "version-001.yaml"
    file.write_text(file.read_text("utf-8").replace("temperature: 0.8", "temperature: 0.5"), "utf-8")
    out = here.run("import", tmp_path / "git", "--by", "Ann")
    assert "edited    version-001.yaml, by hand: it is version 2 now, made from version 1" in out
    edited = here.library.version(2)
    assert edited is not None
    assert (edited.temperature, edited.author, edited.parent) == (0.5, "Ann", 1)

    out = here.run("export", tmp_path / "git", code=3)
    assert "version-001.yaml was edited and holds version 1 no more" in out
    assert "temperature: 0.5" in file.read_text("utf-8"), "not written over"


def test_labels_move_only_when_asked_and_production_only_through_the_gate(
    here: Place, there: Place, tmp_path: Path
) -> None:
    here.save(temperature=0.6)
    here.library.move_label("staging", 2, by="Ann", reason="try")
    here.library.move_label("production", 2, by="Ann", reason="proven elsewhere")
    here.run("export", tmp_path / "git")

    out = there.run("import", tmp_path / "git")
    assert "staging points to version 2 in labels.yaml; --labels moves it here" in out
    assert there.library.labels() == {"production": 1}

    out = there.run("import", tmp_path / "git", "--labels", "--by", "Ben", code=100)
    assert there.library.labels() == {"production": 1, "staging": 2}
    assert "refused   production stays where it is. Version 2 does not pass the gate." in out

    out = there.run(
        "import", tmp_path / "git", "--labels", "--override", "Passed in the other studio", "--by", "Ben"
    )
    assert "production points to version 2 now (gate: overridden)" in out
    move = there.library.label_moves("production")[0]
    assert (move.by, move.reason, move.gate) == ("Ben", "Passed in the other studio", "overridden")
    assert "label" not in there.run("import", tmp_path / "git", "--labels")


def test_labels_of_the_folder_are_not_written_over_unasked(here: Place, tmp_path: Path) -> None:
    here.run("export", tmp_path / "git")
    here.save(temperature=0.6)
    here.library.move_label("staging", 2, by="Ann", reason="try")
    out = here.run("export", tmp_path / "git", code=3)
    assert "conflict  labels.yaml says otherwise of staging. Export with --labels" in out
    assert "wrote     version-002.yaml" in out
    here.run("export", tmp_path / "git", "--labels")
    assert "staging" in (tmp_path / "git" / "labels.yaml").read_text("utf-8")


def test_a_label_to_a_version_without_a_file_is_a_conflict(here: Place, there: Place, tmp_path: Path) -> None:
    here.save(temperature=0.6)
    here.library.move_label("staging", 2, by="Ann", reason="try")
    here.run("export", tmp_path / "git")
    (tmp_path / "git" / "version-002.yaml").unlink()
    assert "conflict  staging points to a version that is in no file" in there.run(
        "import", tmp_path / "git", "--labels", code=3
    )


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("version-009.yaml", BOMB.encode(), "version-009.yaml"),
        ("version-009.yaml", b"colour: red\n", "version-009.yaml"),
        ("version-009.yaml", b"x" * 1_048_576, "1,048,576 characters"),
        ("version-009.yaml", b"x" * 2_000_000, "larger than"),
        ("version-009.yaml", b"\xff\xfe\x00", "not a UTF-8 text"),
        ("labels.yaml", b"production: 1\n", "labels.yaml"),
        ("labels.yaml", b"production: {content_hash: abc}\n", "no label with a content hash"),
        ("labels.yaml", b"- production\n", "labels.yaml"),
    ],
)
def test_one_bad_file_and_nothing_is_imported(
    here: Place, there: Place, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    here.save(temperature=0.6)
    here.run("export", tmp_path / "git")
    (tmp_path / "git" / name).write_bytes(content)
    assert says in there.run("import", tmp_path / "git", code=1)
    assert len(there.library.versions()) == 1
    assert says in there.run("export", tmp_path / "git", "--labels", code=1)


def test_a_version_that_could_not_be_saved_is_not_imported_either(
    here: Place, there: Place, tmp_path: Path
) -> None:
    here.save(text="Hello {{__class__}}")  # past the editor
    here.save(temperature=0.6, text="You are Santa. Be kind.")
    here.run("export", tmp_path / "git")
    out = there.run("import", tmp_path / "git", code=1)
    assert "version-002.yaml: {{__class__}} is not a variable" in out
    assert len(there.library.versions()) == 1


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_versions(here: Place, tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    assert "There is no" in here.run("import", tmp_path / folder, code=1)


def test_the_list_shows_labels_and_commands_nobody(here: Place) -> None:
    here.save(note="\x1b[2Jevil\nnote")
    here.library.move_label("staging", 2, by="Ann", reason="try")
    out = here.run("list")
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["VERSION", "LABELS"],
        ["2", "staging"],
        ["1", "production"],
    ]
    assert "\x1b" not in out
    listed = json.loads(here.run("list", "--json"))
    assert [(row["number"], row["labels"], row["parent"]) for row in listed] == [
        (2, ["staging"], 1),
        (1, ["production"], None),
    ]
