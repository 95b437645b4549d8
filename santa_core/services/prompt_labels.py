"""Moving the labels that need no gate: staging and people's own. Production has evaluation/promotion.py."""

from __future__ import annotations

from santa_core.domain.prompt_fields import usable_label
from santa_core.domain.prompts import PRODUCTION, LabelMove
from santa_core.errors import InputError
from santa_core.ports import PromptLibrary


def move_own_label(library: PromptLibrary, given: str, number: int, *, by: str, reason: str) -> LabelMove:
    """Raises InputError for a label that is none, production, one that points there already, or a move
    without a reason; NotFoundError for an unknown version."""
    label = usable_label(given)
    reason = " ".join(reason.split())
    if label == PRODUCTION:
        raise InputError("For production there is the button “Promote to production”, with the gate.")
    if library.labels().get(label) == number:
        raise InputError(f"“{label}” points to version {number} already.")
    if not reason:
        raise InputError("Say in a few words why the label moves.")
    return library.move_label(label, number, by=by, reason=reason)
