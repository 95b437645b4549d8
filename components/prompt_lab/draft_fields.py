"""The fields of a prompt version, filled in from one version and read into another."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import streamlit as st

from components.safe_text import as_text
from santa_core.domain.calls import Child, Voice
from santa_core.domain.child_details import CHILD_VARIABLES, LANGUAGES, prompt_values
from santa_core.domain.prompt_fields import EMOTIONS, ENGLISH, field_label
from santa_core.domain.prompt_rules.settings import HOTTEST, MOST_TOKENS
from santa_core.domain.prompts import Lines, PromptVersion
from santa_core.domain.token_prices import SCRIPTED_MODEL, TOKEN_PRICES

_MODELS = [price.model for price in TOKEN_PRICES if price.model != SCRIPTED_MODEL]
_PROMPT_HEIGHT = 460
_LINE_HEIGHTS = {"greeting": 92, "goodbye": 116, "silence": 116, "silence_again": 116, "say_again": 92}


@dataclass(frozen=True)
class Written:
    """What stands in the fields. `is_reshaped`: a field was added or removed, so they must be drawn anew."""

    content: PromptVersion
    is_reshaped: bool = False


def draw_fields(start: PromptVersion, child: Child, *, key: str) -> Written:
    """`start` is what the fields hold at first; `key` is theirs alone."""
    text = st.text_area("Prompt", start.text, height=_PROMPT_HEIGHT, key=f"{key}_text")
    content = replace(start, text=text or "")
    content, reshaped_lines = _draw_lines(content, key=key)
    content, reshaped_variables = _draw_variables(content, child, key=key)
    content = _draw_model(content, key=key)
    return Written(content, reshaped_lines or reshaped_variables)


def _draw_lines(content: PromptVersion, *, key: str) -> tuple[PromptVersion, bool]:
    st.markdown("**What Santa says word for word**")
    languages = [ENGLISH, *content.lines]
    tabs = st.tabs([LANGUAGES.get(code, code) for code in languages])
    said: dict[str, Lines] = {}
    for tab, code in zip(tabs, languages, strict=True):
        with tab:
            said[code] = _draw_language(_lines(content, code), code, key=key)
    english = said.pop(ENGLISH)
    content = replace(
        content,
        greeting=english.greeting,
        goodbye=english.goodbye,
        silence_line=english.silence,
        silence_again_line=english.silence_again,
        say_again_line=english.say_again,
        lines=said,
    )
    with st.popover("Languages", icon=":material/translate:"):
        missing = [code for code in LANGUAGES if code not in languages]
        added = st.selectbox(
            "Add lines in", missing, format_func=LANGUAGES.__getitem__, index=None, key=f"{key}_add_language"
        )
        if st.button("Add language", key=f"{key}_add_language_now", disabled=added is None) and added:
            return replace(content, lines={**said, added: Lines("", "", "", "", "")}), True
        if said:
            gone = st.selectbox(
                "Remove the lines in",
                list(said),
                format_func=lambda code: LANGUAGES.get(code, code),
                index=None,
                key=f"{key}_remove_language",
            )
            if st.button("Remove language", key=f"{key}_remove_language_now", disabled=gone is None):
                return replace(content, lines={c: lines for c, lines in said.items() if c != gone}), True
    return content, False


def _draw_language(lines: Lines, code: str, *, key: str) -> Lines:
    top, (left, right), bottom = st.container(), st.columns(2), st.container()
    places = {"silence": left, "silence_again": right, "say_again": bottom}
    values = {}
    for field in fields(Lines):
        values[field.name] = places.get(field.name, top).text_area(
            field_label(f"lines.{code}.{field.name}"),
            getattr(lines, field.name),
            height=_LINE_HEIGHTS[field.name],
            key=f"{key}_{code}_{field.name}",
        )
    return Lines(**{name: value or "" for name, value in values.items()})


def _lines(content: PromptVersion, code: str) -> Lines:
    if code != ENGLISH:
        return content.lines[code]
    return Lines(
        content.greeting,
        content.goodbye,
        content.silence_line,
        content.silence_again_line,
        content.say_again_line,
    )


def _draw_variables(content: PromptVersion, child: Child, *, key: str) -> tuple[PromptVersion, bool]:
    st.markdown("**Variables**", help="Written as {{name}} in the prompt and in the lines.")
    values = prompt_values(child, content)
    st.table(
        {
            "From the plan of the call": [f"`{{{{{name}}}}}`" for name in CHILD_VARIABLES],
            "For the sample child": [as_text(values[name]) for name in CHILD_VARIABLES],
        },
        border="horizontal",
        width="stretch",
    )
    kept: dict[str, str] = {}
    removed = False
    for name, value in content.variables.items():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kept[name] = (
                st.text_input(f"{{{{{name}}}}}", value, key=f"{key}_variable_{name}", width="stretch") or ""
            )
            if st.button("Remove", key=f"{key}_remove_{name}", help=f"Remove the variable {as_text(name)}"):
                del kept[name]
                removed = True
    with st.popover("Add variable", icon=":material/add:"):
        name = st.text_input("Name of the variable", key=f"{key}_new_name", placeholder="elf") or ""
        value = st.text_input("Its value", key=f"{key}_new_value", placeholder="Pixie") or ""
        if st.button("Add", key=f"{key}_add_variable") and name.strip():
            return replace(content, variables={**kept, name.strip().strip("{} "): value}), True
    return replace(content, variables=kept), removed


def _draw_model(content: PromptVersion, *, key: str) -> PromptVersion:
    st.markdown("**Model and voice**")
    models = list(dict.fromkeys([content.model, *_MODELS]))
    top, bottom = st.columns([2, 1, 1]), st.columns([1, 1])
    model = top[0].selectbox(
        "Model",
        models,
        accept_new_options=True,
        key=f"{key}_model",
        help="Choose one, or type the name of a model of your own. OPENAI_MODEL in .env overrides it.",
    )
    temperature = top[1].number_input(
        "Temperature", 0.0, HOTTEST, _within(content.temperature, 0, HOTTEST), 0.05, key=f"{key}_temperature"
    )
    tokens = top[2].number_input(
        "Max tokens",
        1,
        MOST_TOKENS,
        int(_within(content.max_tokens, 1, MOST_TOKENS)),
        10,
        key=f"{key}_tokens",
    )
    rate = bottom[0].slider(
        "Voice rate", 0.5, 1.5, _within(content.voice.rate, 0.5, 1.5), 0.05, key=f"{key}_rate"
    )
    emotions = list(dict.fromkeys([*EMOTIONS, content.voice.emotion]))
    emotion = bottom[1].selectbox(
        "Voice emotion", emotions, index=emotions.index(content.voice.emotion), key=f"{key}_emotion"
    )
    return replace(
        content,
        model=(model or "").strip(),
        temperature=round(float(temperature), 2),
        max_tokens=int(tokens),
        voice=Voice(rate=round(float(rate), 2), emotion=emotion),
    )


def _within(value: float, low: float, high: float) -> float:
    return float(min(max(value, low), high))
