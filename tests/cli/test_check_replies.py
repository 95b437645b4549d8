"""python -m santa_core check-replies: lines in, verdicts out, and what is said of a line that is broken."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from santa_core.cli import main

PROMISE = {"id": "a", "child": "I want a bike.", "reply": "Ho ho ho! I will bring you the bike."}
GOOD = {"id": 2, "reply": "Hello there, my friend! What did you do today?", "tags": [], "language": "en"}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    code = main(["check-replies", *arguments], database_url="sqlite:////nowhere/at/all.db")
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def file_of(tmp_path: Path, *lines: str | bytes) -> str:
    file = tmp_path / "replies.jsonl"
    file.write_bytes(b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines))
    return str(file)


def test_each_line_gets_its_verdict_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_of(tmp_path, json.dumps(PROMISE), "", json.dumps(GOOD), json.dumps({**PROMISE, "id": "c"}))
    code, verdicts, errors = run(capsys, file)
    assert (code, errors) == (0, "")
    assert [verdict["id"] for verdict in verdicts] == ["a", 2, "c"]
    assert verdicts[1] == {"id": 2, "violations": []}
    [violation] = verdicts[0]["violations"]
    assert violation.keys() == {"rule", "severity", "span", "reason"}
    assert (violation["rule"], violation["severity"]) == ("promise", "blocker")
    a, b = violation["span"]
    assert "will bring you" in PROMISE["reply"][a:b] and violation["reason"].endswith(".")


def test_standard_input_is_answered_line_by_line() -> None:
    program = "import sys; from santa_core.cli import main; sys.exit(main(['check-replies', '-']))"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for reply_id in ("first", "second"):
            process.stdin.write(json.dumps({**PROMISE, "id": reply_id}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == reply_id  # before the next is sent
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_whoever_reads_only_the_beginning_ends_it_quietly(tmp_path: Path) -> None:
    file = file_of(tmp_path, *[json.dumps({**GOOD, "id": "x" * 1000})] * 500)
    program = "import sys; from santa_core.cli import main; sys.exit(main(['check-replies', sys.argv[1]]))"
    with subprocess.Popen(
        [sys.executable, "-c", program, file], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=30) == 141  # as of a program that SIGPIPE ended
        assert process.stderr.read() == b""


def test_what_the_child_said_is_a_text_or_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply = "Ho ho ho! What fun you two must have had."
    lines = [
        {"id": "told", "child": "My grandpa died.", "reply": reply},
        {"id": "told before", "child": ["My grandpa died.", "I miss him."], "reply": reply},
        {"id": "tagged", "child": None, "tags": ["grief"], "reply": reply},
        {"id": "glad", "child": ["My grandpa is coming.", "We skate."], "reply": reply},
    ]
    _, verdicts, _ = run(capsys, file_of(tmp_path, *map(json.dumps, lines)))
    found = {v["id"]: {violation["rule"] for violation in v["violations"]} for v in verdicts}
    assert found["glad"] == set()
    assert all("jolly-in-sorrow" in found[each] for each in ("told", "told before", "tagged"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "this is not JSON"),
        ("[1]", "this should be an object like"),
        ("[" * 100_000, "this is nested too deeply"),
        ('{"reply": "Hello."}', "the field 'id' should be a text or a number"),
        ('{"id": true, "reply": "Hello."}', "the field 'id' should be a text or a number"),
        ('{"id": 1}', "the field 'reply' should be a text and is missing"),
        ('{"id": 1, "reply": ["Hello."]}', "the field 'reply' should be a text, not [\"Hello.\"]"),
        ('{"id": 1, "reply": "Hi.", "child": {}}', "the field 'child' should be a text or a list of texts"),
        ('{"id": 1, "reply": "Hi.", "tags": [1]}', "the field 'tags' should be a text or a list of texts"),
        ('{"id": 1, "reply": "Hi.", "language": 5}', "the field 'language' should be a text, not 5"),
        (b'{"id": 1, "reply": "\xff"}', "this is not UTF-8 text"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_checked(
    line: str | bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, verdicts, errors = run(capsys, file_of(tmp_path, json.dumps(PROMISE), line, json.dumps(GOOD)))
    assert code == 1
    assert [verdict["id"] for verdict in verdicts] == ["a", 2]
    assert errors.startswith(f"replies.jsonl, line 2: {said}")
    assert errors.endswith("1 line could not be checked.\n")


def test_fields_of_a_labelled_set_and_a_byte_order_mark_are_no_trouble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({**GOOD, "expected": [], "near": "promise", "language": "en-GB", "child_name": None})
    code, verdicts, errors = run(capsys, file_of(tmp_path, b"\xef\xbb\xbf" + line.encode()))
    assert (code, verdicts, errors) == (0, [{"id": 2, "violations": []}], "")


def test_a_child_s_words_do_not_command_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = {**GOOD, "id": "\x1b[2J\x9b31m\u202e"}
    main(["check-replies", file_of(tmp_path, json.dumps(evil))], database_url="sqlite://")
    out = capsys.readouterr().out
    assert json.loads(out)["id"] == evil["id"] and out.strip().isprintable()


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, verdicts, errors = run(capsys, str(tmp_path / "nothing.jsonl"))
    assert (code, verdicts) == (1, [])
    assert "nothing.jsonl cannot be read (No such file or directory). Give a file of JSON lines." in errors


def test_standard_input_can_be_empty(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run(capsys, "-") == (0, [], "")
