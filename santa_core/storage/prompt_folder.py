"""A folder of prompt versions that lives in git: a file for each version, and where the labels point.

version-001.yaml  version-002.yaml ...    never written over
labels.yaml                               production: {number: 1, content_hash: ...}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from santa_core.domain.data_fields import Fields
from santa_core.domain.prompt_fields import usable_label
from santa_core.domain.prompt_yaml import VersionFile, version_as_yaml, version_from_yaml
from santa_core.domain.prompts import content_hash
from santa_core.domain.yaml_text import MAX_CHARACTERS, parse_yaml
from santa_core.errors import InputError
from santa_core.ports import PromptLibrary

LABELS_FILE = "labels.yaml"
_MAX_BYTES = 4 * MAX_CHARACTERS
_HASH = re.compile(r"[0-9a-f]{64}")
_LABELS_HEADING = (
    "# Where each label points. `prompts import --labels` moves them; production asks the gate.\n"
)


@dataclass(frozen=True)
class PromptFolder:
    """What stands in a folder. `labels`: the content hash each points to; None without a labels.yaml."""

    versions: tuple[tuple[str, VersionFile], ...]  # with the file's name
    labels: dict[str, str] | None


@dataclass(frozen=True)
class Export:
    """`conflicts`: what was left as it was, in a sentence each that says what to do."""

    written: tuple[str, ...]
    already_there: int
    conflicts: tuple[str, ...]


def read_folder(folder: Path) -> PromptFolder:
    """Raises InputError for the first file that is wrong."""
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}.")
    versions = []
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        if path.name != LABELS_FILE and path.is_file():
            versions.append((path.name, version_from_yaml(_text(path), where=path.name)))
    labels = folder / LABELS_FILE
    found = parse_yaml(_text(labels), _labels, where=LABELS_FILE) if labels.is_file() else None
    return PromptFolder(tuple(versions), found)


def export_folder(library: PromptLibrary, folder: Path, *, move_labels: bool) -> Export:
    """Writes what is not there yet. `move_labels`: labels.yaml may be written over. Raises InputError for a
    file in the folder that cannot be read, before anything is written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be made ({error.strerror}).") from error
    there = read_folder(folder)
    files = dict(there.versions)
    hashes = {file.version.content_hash for file in files.values()}
    versions = {version.number: version for version in library.versions()}
    written, conflicts = [], []
    for number, version in sorted(versions.items()):
        own_hash = content_hash(version)
        if own_hash in hashes:
            continue
        name = f"version-{number:03d}.yaml"
        taken = files.get(name)
        if taken is not None and taken.stated_hash == own_hash:
            conflicts.append(
                f"{name} was edited and holds version {number} no more. Import it, then put the file back "
                f"(git checkout {name}) and export again."
            )
            continue
        if taken is not None:  # another library's version of this number
            name = f"version-{number:03d}-{own_hash[:8]}.yaml"
        parent = versions.get(version.parent or 0)
        text = version_as_yaml(version, parent_hash=content_hash(parent) if parent else None)
        _write_new(folder / name, text)
        written.append(name)
        hashes.add(own_hash)
    labels = {label: (number, content_hash(versions[number])) for label, number in library.labels().items()}
    pointed = {label: pointed_hash for label, (_, pointed_hash) in labels.items()}
    if there.labels is None or (there.labels != pointed and move_labels):
        _replace(folder / LABELS_FILE, _labels_text(labels))
        written.append(LABELS_FILE)
    elif there.labels != pointed:
        differing = sorted({label for label, _ in {*there.labels.items()} ^ {*pointed.items()}})
        conflicts.append(
            f"{LABELS_FILE} says otherwise of {', '.join(differing)}. Export with --labels to write it anew."
        )
    return Export(tuple(written), len(versions) - sum(n != LABELS_FILE for n in written), tuple(conflicts))


def _labels(given: Fields) -> dict[str, str]:
    found = {}
    for label in given.left():
        entry = given.inside(label)
        entry.take_optional("number", int)  # for people: numbers differ from library to library
        pointed = entry.take("content_hash", str)
        entry.end()
        if usable_label(label) != label or not _HASH.fullmatch(pointed):
            raise InputError(f"{given.where}: “{label[:40]}” is no label with a content hash.")
        found[label] = pointed
    return found


def _labels_text(labels: Mapping[str, tuple[int, str]]) -> str:
    content = {
        label: {"number": number, "content_hash": pointed} for label, (number, pointed) in labels.items()
    }
    return _LABELS_HEADING + yaml.safe_dump(content, sort_keys=True)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)  # a huge file does not come into memory whole
        if len(content) > _MAX_BYTES:
            raise InputError(f"{path.name} is larger than {_MAX_BYTES:,} bytes.")
        return content.decode("utf-8")
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not a UTF-8 text file. Save it again as UTF-8.") from error


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise InputError(f"{path.name} cannot be written ({error.strerror}).") from error


def _replace(path: Path, text: str) -> None:
    """At once or not at all."""
    part = path.with_suffix(".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise InputError(f"{path.name} cannot be written ({error.strerror}).") from error
