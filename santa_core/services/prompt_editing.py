"""Writing a new prompt version: drafts that are not lost, and two people who save at the same time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from santa_core.domain.prompt_drafts import Draft
from santa_core.domain.prompt_lint import errors_in, lint
from santa_core.domain.prompts import PromptVersion, content_hash
from santa_core.errors import InputError, NotFoundError
from santa_core.ports import Clock, DraftShelf, PromptLibrary


@dataclass(frozen=True)
class Saved:
    """`meanwhile`: what others saved in the same moment, between the question and the saving."""

    version: PromptVersion
    meanwhile: tuple[PromptVersion, ...] = ()


@dataclass(frozen=True)
class SavedMeanwhile:
    """Nothing is saved yet: others were faster. Oldest first."""

    versions: tuple[PromptVersion, ...]


@dataclass(frozen=True)
class AlreadyThere:
    """Nothing is saved: this version is the same, to the letter."""

    version: PromptVersion


class PromptEditing:
    """Thread-safe as far as its library and shelf are."""

    def __init__(self, library: PromptLibrary, shelf: DraftShelf, clock: Clock) -> None:
        self._library = library
        self._shelf = shelf
        self._clock = clock

    def open(self, number: int, *, by: str) -> Draft:
        """What this person left unsaved on version `number`, or a fresh draft of it. Raises NotFoundError."""
        return self._shelf.draft(by, number) or self.fresh(number, by=by)

    def fresh(self, number: int, *, by: str) -> Draft:
        """Version `number` as it is stored. Raises NotFoundError."""
        base = self._library.version(number)
        if base is None:
            raise NotFoundError(f"There is no prompt version {number}.")
        return Draft(
            by=by,
            base=number,
            newest=max(version.number for version in self._library.versions()),
            content=replace(base, number=0, parent=number, content_hash="", note="", author=by),
            updated_at=self._clock.now(),
        )

    def keep(self, draft: Draft) -> Draft:
        """Puts the draft on the shelf, or takes it off where nothing differs from its base any more."""
        if not self.is_changed(draft) and not draft.note.strip():
            self._shelf.drop_draft(draft.by, draft.base)
            return draft
        kept = replace(draft, updated_at=self._clock.now())
        self._shelf.keep_draft(kept)
        return kept

    def discard(self, draft: Draft) -> None:
        self._shelf.drop_draft(draft.by, draft.base)

    def is_changed(self, draft: Draft) -> bool:
        base = self._library.version(draft.base)
        return base is None or content_hash(draft.content) != content_hash(base)

    def meanwhile(self, draft: Draft) -> tuple[PromptVersion, ...]:
        """Saved by anybody since the draft was opened, oldest first."""
        newer = [version for version in self._library.versions() if version.number > draft.newest]
        return tuple(reversed(newer))

    def same_as(self, content: PromptVersion) -> PromptVersion | None:
        """The newest version with exactly this content."""
        wanted = content_hash(content)
        return next((v for v in self._library.versions() if content_hash(v) == wanted), None)

    def save(self, draft: Draft, *, anyway: bool = False) -> Saved | SavedMeanwhile | AlreadyThere:
        """The draft as the next version, its base as parent; the draft is then off the shelf.

        `anyway`: also if others saved meanwhile. Theirs stay as they are: both are versions of their own.
        Raises InputError for a draft without author or note, or with an error of the lint.
        """
        content = _ready(draft)
        same = self.same_as(content)
        if same is not None:
            return AlreadyThere(same)
        before = self.meanwhile(draft)
        if before and not anyway:
            return SavedMeanwhile(before)
        saved = self._library.save_version(
            replace(content, parent=self._parent(draft.base), created_at=self._clock.now())
        )
        self._shelf.drop_draft(draft.by, draft.base)
        known = {version.number for version in before}
        raced = [v for v in self.meanwhile(draft) if v.number not in known and v.number < saved.number]
        return Saved(saved, tuple(raced))

    def _parent(self, base: int) -> int | None:
        return base if self._library.version(base) is not None else None


def _ready(draft: Draft) -> PromptVersion:
    note = " ".join(draft.note.split())
    if not note:
        raise InputError("Say in the note what is different and why: the next person will want to know.")
    if not draft.by.strip():
        raise InputError("Say who you are first, at the top of the page.")
    content = replace(draft.content, number=0, author=draft.by, note=note, content_hash="")
    errors = errors_in(lint(content))
    if errors:
        more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
        raise InputError(f"This cannot be saved yet. {errors[0].message}{more}")
    return content
