"""python -m santa_core promptfoo, on a log of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from santa_core.cli import main
from santa_core.storage.scenario_library import YamlScenarioLibrary


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'log.db'}"


def run(database_url: str, *words: str) -> int:
    return main(["promptfoo", *words], database_url=database_url)


def test_all_that_comes_with_the_program_goes_out_and_is_known_again(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(database_url, "export", str(tmp_path / "out")) == 0
    file = tmp_path / "out" / "santa-1-all.yaml"
    shipped = YamlScenarioLibrary().all()
    assert f"Wrote {len(shipped)} test cases of prompt version 1" in capsys.readouterr().out
    assert run(database_url, "import", str(file)) == 0
    assert capsys.readouterr().out.count("is here already.") == len(shipped)


def test_a_suite_and_a_file_can_be_chosen(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    assert run(database_url, "export", str(file), "--version", "1", "--suite", "blockers") == 0
    conversations = {
        t["metadata"]["conversationId"] for t in yaml.safe_load(file.read_text("utf-8"))["tests"]
    }
    assert conversations == {s.scenario_id for s in YamlScenarioLibrary().all() if s.blocker}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export", "{}/x.yaml", "--version", "99"), "no prompt version '99'. Give a number, or a label"),
        (("export", "{}/x.yaml", "--version", "candidate"), "no prompt version 'candidate'"),
        (("export", "{}/x.yaml", "--suite", "fun"), "no suite 'fun'. Choose all, blockers"),
        (("import", "{}/missing.yaml"), "cannot be read"),
    ],
)
def test_a_wrong_choice_is_named(
    database_url: str, tmp_path: Path, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(database_url, *(word.format(tmp_path) for word in words)) == 1
    assert said in capsys.readouterr().err


def test_a_new_test_is_added_and_a_changed_one_of_the_programs_stands_beside_it(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    run(database_url, "export", str(file), "--suite", "opening")
    content = yaml.safe_load(file.read_text("utf-8"))
    content["tests"][0].setdefault("assert", []).append({"type": "icontains", "value": "hello"})
    content["tests"].append({"description": "Snow", "vars": {"input": "Does it snow?"}})
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    capsys.readouterr()

    assert run(database_url, "import", str(file), "--by", "Ann", "--category", "belief") == 0
    told = capsys.readouterr().out
    assert "greeting: comes with the program; the changed one is greeting-from-promptfoo." in told
    assert "snow: added." in told
    run(database_url, "import", str(file), "--by", "Ann", "--category", "belief")
    assert "snow: is here already." in capsys.readouterr().out


def test_a_file_that_is_wrong_anywhere_changes_nothing(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    good, bad = {"description": "Snow", "vars": {"input": "Hi"}}, {"vars": {"input": "Hi"}, "provider": "x"}
    file.write_text(yaml.safe_dump({"tests": [good, bad]}), "utf-8")
    assert run(database_url, "import", str(file)) == 1
    assert "mine.yaml, test 2: the field 'provider' is not known here" in capsys.readouterr().err
    file.write_text(yaml.safe_dump({"tests": [good]}), "utf-8")
    run(database_url, "import", str(file))
    assert "snow: added." in capsys.readouterr().out
