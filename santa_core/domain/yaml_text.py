"""YAML of people and of files, read with limits: no code, no bomb, no key that stands twice.

A billion laughs is a short text whose aliases unfold into gigabytes for whoever walks it; a thousand
brackets exhaust the stack. Both are refused while the text is read, before anything is built.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from santa_core.domain.data_fields import Fields
from santa_core.errors import InputError

if TYPE_CHECKING or not yaml.__with_libyaml__:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class _Events(Reader, Scanner, Parser):
        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)

else:  # nine times as fast, and a long text holds the program that much shorter
    from yaml.cyaml import CParser as _Events

T = TypeVar("T")

# Python's own reader, where libyaml is missing, needs up to 10 microseconds for a character.
MAX_CHARACTERS = 300_000
MAX_VALUES = 50_000  # aliases counted as often as they are used
MAX_DEPTH = 40


def parse_yaml(text: str, parse: Callable[[Fields], T], *, where: str) -> T:
    """The text's fields through `parse`. `where` names it for people ("wishes.yaml").

    Raises InputError naming line or field.
    """
    fields = Fields(yaml_content(text, where=where), where=where)
    value = parse(fields)
    fields.end()
    return value


def yaml_content(text: str, *, where: str) -> object:
    """Mappings, lists, texts, numbers, dates. Raises InputError naming the line."""
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"{where} has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read. Split it."
        )
    try:
        return _StrictLoader(text).get_single_data()
    except _TooMuch as error:
        raise InputError(f"{where}, line {error.line}: {error}") from None
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InputError(f"{where}{line}: this is not YAML ({error.problem}).") from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:  # half of a surrogate pair: no UTF-8
        raise InputError(f"{where} is not YAML (it holds characters YAML does not allow).") from error


class _TooMuch(Exception):
    def __init__(self, message: str, *, line: int) -> None:
        super().__init__(message)
        self.line = line


class _StrictLoader(Composer, _Events, SafeConstructor, Resolver):
    """A SafeLoader. Refuses what is too much, and a key that stands twice: YAML would silently drop the
    first. Composer stands before the parser, whose own would compose without asking."""

    def __init__(self, text: str) -> None:
        _Events.__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)
        self._depth = 0
        self._values = 0
        self._unfolded: dict[int, int] = {}  # a whole node's id: how many values it stands for

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        line = mark.line + 1
        if self.check_event(yaml.AliasEvent):
            node = super().compose_node(parent, index)
            if id(node) not in self._unfolded:
                raise _TooMuch("an alias stands inside what it names. Write it out.", line=line)
            self._count(self._unfolded[id(node)], line)
            return node
        if self._depth >= MAX_DEPTH:
            raise _TooMuch(f"this is nested more than {MAX_DEPTH} deep. Write it flatter.", line=line)
        before = self._values
        self._count(1, line)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        self._unfolded[id(node)] = self._values - before
        return node

    def _count(self, values: int, line: int) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            raise _TooMuch(
                f"unfolded, this holds more than {MAX_VALUES:,} values. Write less, without aliases.",
                line=line,
            )

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, KeyError, AttributeError) as error:
            # "2024-99-99", "!!bool maybe", a number of 5,000 digits: PyYAML lets Python's own errors out.
            raise yaml.constructor.ConstructorError(
                None, None, "a value is not what it looks like; put it in quotes", node.start_mark
            ) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue  # PyYAML says that it cannot be a key
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)
