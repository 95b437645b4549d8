"""Scenarios and a prompt version as a configuration that promptfoo runs as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from santa_core.domain.child_details import prompt_values
from santa_core.domain.prompts import PromptVersion, render, variables_in
from santa_core.domain.scenarios import Scenario
from santa_core.domain.yaml_text import MAX_CHARACTERS
from santa_core.errors import InputError
from santa_core.storage.promptfoo_asserts import VARS, as_template, placed
from santa_core.storage.scenario_yaml import scenario_as_yaml_dict

SCENARIO = "santa_scenario"  # in the metadata of a scenario's first test: all that promptfoo does not know
# promptfoo would read a file or run a module for a text that begins so, wherever it stands.
_ORDERS = ("file://", "package:")


@dataclass(frozen=True)
class Exported:
    yaml: str
    remarks: tuple[str, ...]  # what promptfoo will not check, in sentences


def export(version: PromptVersion, scenarios: Sequence[Scenario]) -> Exported:
    """Raises InputError for a version with unknown variables, or words that promptfoo would act upon."""
    if not scenarios:
        raise InputError("There are no scenarios to export. Choose a suite that has some.")
    remarks = _remarks(scenarios)
    model = version.model
    content = {
        "description": f"Santa, prompt version {version.number}",
        "prompts": [{"label": f"santa-{version.number}", "raw": _prompt(version)}],
        "providers": [
            {
                "id": f"openai:chat:{model}",
                "config": {"temperature": version.temperature, "max_tokens": version.max_tokens},
            }
        ],
        "tests": [test for scenario in scenarios for test in _tests(version, scenario)],
    }
    header = [
        f"Santa call studio: prompt version {version.number}, {len(scenarios)} scenarios.",
        "Run it with OPENAI_API_KEY set (and OPENAI_BASE_URL for another server):",
        "  npx promptfoo eval --no-cache -c this-file.yaml",
        *remarks,
    ]
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    text = "".join(f"# {line}\n" for line in header) + text
    if len(text) > MAX_CHARACTERS:
        remarks = (
            *remarks,
            "The file is too large for the studio to read it back: export one category at a time.",
        )
    return Exported(text, remarks)


def _remarks(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    left_out = Counter(a.type for s in scenarios for a in placed(s).left_out)
    blockers = sum(scenario.blocker for scenario in scenarios)
    remarks = [
        f"Left out: {count} x {kind}, which promptfoo does not have as it is meant here."
        for kind, count in sorted(left_out.items())
    ]
    if blockers:
        remarks.append(
            f"{blockers} blocker scenarios are also held to the studio's safety check, which promptfoo lacks."
        )
    if any(a.type == "llm-rubric" for s in scenarios for a in s.assertions):
        remarks.append(
            "llm-rubric is judged by promptfoo's own grader: its verdicts may differ from the studio's."
        )
    return tuple(remarks)


def _prompt(version: PromptVersion) -> str:
    """The messages as the studio sends them: the prompt, the greeting, what was said, the child's line."""
    names = variables_in(version.text)
    # Marks that no text holds, so that the prompt's own braces can be made harmless around them.
    marks = {name: f"\0{name}\0" for name in names}
    text = as_template(render(version.text, marks))
    for name, mark in marks.items():
        text = text.replace(mark, f"{{{{ {VARS}.{name} }}}}")
    return (
        f"{{% set prompt %}}{text}{{% endset %}}[\n"
        '  {"role": "system", "content": {{ prompt | string | dump }}},\n'
        f'  {{"role": "assistant", "content": {{{{ {VARS}.greeting | dump }}}}}},\n'
        "{% for turn in _conversation %}"
        '  {"role": "user", "content": {{ turn.input | dump }}},\n'
        '  {"role": "assistant", "content": {{ turn.output | dump }}},\n'
        "{% endfor %}"
        f'  {{"role": "user", "content": {{{{ {VARS}.child_says | dump }}}}}}\n'
        "]\n"
    )


def _tests(version: PromptVersion, scenario: Scenario) -> list[dict[str, Any]]:
    values = prompt_values(scenario.child, version)
    used = {name: values[name] for name in sorted(variables_in(version.text)) if name in values}
    render(version.text, values)  # names a variable that does not exist
    greeting = render(version.lines_for(scenario.child.language).greeting, values)
    where = placed(scenario)
    lines = len(scenario.cue_lines)
    tests = []
    for number, line in enumerate(scenario.cue_lines, start=1):
        metadata: dict[str, Any] = {"conversationId": scenario.scenario_id}
        if number == 1:
            metadata[SCENARIO] = scenario_as_yaml_dict(scenario)
        test: dict[str, Any] = {
            "description": f"{scenario.scenario_id}: answer {number} of {lines}",
            "metadata": metadata,
            "vars": {VARS: {**used, "greeting": greeting, "child_says": line}},
        }
        if where.tests[number - 1]:
            test["assert"] = list(where.tests[number - 1])
        if number == lines and scenario.threshold is not None:
            test["threshold"] = scenario.threshold
        _refuse_orders(test, scenario)
        tests.append(test)
    return tests


def _refuse_orders(content: object, scenario: Scenario) -> None:
    """promptfoo loads what looks like a file and fills in what looks like the environment, wherever it
    finds it."""
    if isinstance(content, dict):
        for value in content.values():
            _refuse_orders(value, scenario)
    elif isinstance(content, list):
        for value in content:
            _refuse_orders(value, scenario)
    elif isinstance(content, str) and (content.startswith(_ORDERS) or "{{env" in content.replace(" ", "")):
        raise InputError(
            f"The scenario {scenario.scenario_id!r} cannot be exported: promptfoo would act upon "
            f"“{content[:40]}”."
        )


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
