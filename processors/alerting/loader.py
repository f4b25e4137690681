"""Rules from YAML files: read safely, errors with file, line and field, reloaded when a file changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from processors.alerting.rule import Rule

MAX_BYTES = 1_000_000
"""A longer rule file is a mistake or an attack."""
SUFFIXES = (".yaml", ".yml")


@dataclass(unsafe_hash=True)
class RuleError(Exception):
    """Why a rule file cannot be used. ``line`` counts from 1; 0 = the whole file."""

    file: str
    line: int
    where: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.where + ': ' if self.where else ''}{self.reason}"


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a key written twice is an error and aliases cannot blow up."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not used in rules", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} is written twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def parse_rule(text: str, file: str = "rule") -> Rule:
    """One rule from YAML text.

    Raises:
        RuleError: with the line and the field.
    """
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            data = loader.construct_document(node) if node else None
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _yaml_error(file, error) from error
    if not isinstance(data, dict):
        raise RuleError(file, 1, "", "a rule is a mapping of fields (id, title, when, …)")
    try:
        return Rule.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = [part for part in first["loc"] if not str(part).startswith(("function-", "constrained-"))]
        where = ".".join(str(part) for part in path)
        reason = str(first["msg"]).removeprefix("Value error, ")
        more = error.error_count() - 1
        raise RuleError(file, _line(node, path), where, reason + (f" (and {more} more)" if more else "")) from error


def _yaml_error(file: str, error: Exception) -> RuleError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error) or type(error).__name__
    return RuleError(file, mark.line + 1 if mark else 0, "", f"not YAML that can be read: {problem}"[:300])


def _line(node: Any, path: list[Any]) -> int:
    """The line of the deepest part of the path that was written."""
    line: int = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def read_rule(path: Path) -> tuple[Rule, str]:
    """A rule file and the hash of its bytes.

    Raises:
        RuleError: it cannot be read or is no rule.
    """
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise RuleError(path.name, 0, "", f"cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise RuleError(path.name, 0, "", f"longer than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(path.name, data[: error.start].count(b"\n") + 1, "", "not UTF-8") from error
    return parse_rule(text, path.name), hashlib.sha256(data).hexdigest()


@dataclass
class RuleSet:
    """The rules of a folder. :meth:`reload` takes up changes; a broken file keeps its old rule."""

    folder: Path
    rules: list[Rule] = field(default_factory=list)
    errors: list[RuleError] = field(default_factory=list)
    _files: dict[str, tuple[str, Rule]] = field(default_factory=dict)
    _stamp: tuple[tuple[str, int, int], ...] = ()

    def reload(self) -> bool:
        """Look at the folder again; True when the rules or the errors are not what they were."""
        stamp = self._look()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        before = ([rule.model_dump() for rule in self.rules], self.errors)
        self._read([self.folder / name for name, *_ in stamp])
        return ([rule.model_dump() for rule in self.rules], self.errors) != before

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        if not self.folder.is_dir():
            return ()
        found = []
        for path in self.folder.iterdir():
            if path.suffix in SUFFIXES and not path.name.startswith((".", "_")):
                try:
                    stat = path.stat()
                except OSError:
                    continue  # gone between listing and looking
                found.append((path.name, stat.st_mtime_ns, stat.st_size))
        return tuple(sorted(found))

    def _read(self, paths: list[Path]) -> None:
        files: dict[str, tuple[str, Rule]] = {}
        errors: list[RuleError] = []
        owners: dict[str, str] = {}
        for path in paths:
            old = self._files.get(path.name)
            try:
                rule, digest = read_rule(path)
            except RuleError as error:
                errors.append(error)
                if old is None:
                    continue
                digest, rule = old
            if rule.id in owners:
                errors.append(RuleError(path.name, 0, "id", f"{rule.id!r} is already used in {owners[rule.id]}"))
                continue
            owners[rule.id] = path.name
            files[path.name] = (digest, rule)
        self._files, self.errors = files, errors
        self.rules = sorted((rule for _, rule in files.values()), key=lambda r: r.id)


def load_rules(folder: Path) -> RuleSet:
    """All rules of a folder; what is wrong stands in ``errors``."""
    rules = RuleSet(folder)
    rules.reload()
    return rules
