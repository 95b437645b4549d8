"""Brings versions from files into a library: what is there already is left alone, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from santa_core.domain.prompt_lint import errors_in, lint
from santa_core.domain.prompt_yaml import VersionFile
from santa_core.domain.prompts import PromptVersion, content_hash
from santa_core.errors import InputError
from santa_core.ports import PromptLibrary


class Outcome(StrEnum):
    THERE = "there"  # a version with this content is in the library
    NEW = "new"
    EDITED = "edited"  # new: somebody changed the file of an exported version


@dataclass(frozen=True)
class Imported:
    where: str  # the file
    number: int  # in this library
    outcome: Outcome
    parent: int | None = None
    orphaned: bool = False  # it names a parent that is not in this library


def import_versions(
    library: PromptLibrary, files: Sequence[tuple[str, VersionFile]], *, by: str, now: datetime
) -> list[Imported]:
    """In the order of the numbers they had; safe to repeat. `by` is the author of what was edited by hand.

    Parents are found by content. Raises InputError for a file that the lint calls wrong, before
    anything is saved.
    """
    for where, file in files:
        errors = errors_in(lint(file.version))
        if errors:
            raise InputError(f"{where}: {errors[0].message} Nothing was imported.")
    numbers = {content_hash(version): version.number for version in library.versions()}
    done: list[Imported] = []
    for where, file in sorted(files, key=lambda named: (named[1].version.number, named[0])):
        known = numbers.get(file.version.content_hash)
        if known is not None:
            done.append(Imported(where, known, Outcome.THERE))
            continue
        parent_hash = file.stated_hash if file.is_edited else file.parent_hash
        parent = numbers.get(parent_hash or "")
        saved = library.save_version(_version(file, parent=parent, by=by, now=now, where=where))
        numbers[file.version.content_hash] = saved.number
        outcome = Outcome.EDITED if file.is_edited else Outcome.NEW
        done.append(
            Imported(
                where, saved.number, outcome, parent, orphaned=parent is None and parent_hash is not None
            )
        )
    return done


def _version(file: VersionFile, *, parent: int | None, by: str, now: datetime, where: str) -> PromptVersion:
    version = replace(file.version, number=0, parent=parent)
    if file.is_edited:
        # Its author and date are those of the version it was made from.
        return replace(version, author=by, created_at=now, note=version.note or f"Edited in {where}.")
    return replace(version, note=version.note or f"Imported from {where}.")
