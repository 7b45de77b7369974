"""The product's code as the law tests read it: each module's tree, and the dotted names that it uses."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One module, parsed."""

    name: str
    tree: ast.Module

    @property
    def packages(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))


def planted(name: str, text: str) -> Module:
    """A module that does not exist, to show that a law would catch it."""
    return Module(name, ast.parse(text))


@cache
def every_module() -> tuple[Module, ...]:
    """All of chalicelib, and app.py."""
    files = [*sorted((ROOT / "chalicelib").rglob("*.py")), ROOT / "app.py"]
    return tuple(Module(_name_of(path), ast.parse(path.read_text())) for path in files)


def _name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(module: Module) -> dict[str, str]:
    """What each imported name stands for: {"dynamodb": "chalicelib.aws.dynamodb"}, wherever it is imported."""
    found: dict[str, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {(one.asname or one.name.partition(".")[0]): _bound(one) for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {(one.asname or one.name): f"{node.module}.{one.name}" for one in node.names}
    return found


def _bound(one: ast.alias) -> str:
    return one.name if one.asname else one.name.partition(".")[0]


def imports(module: Module) -> set[str]:
    """The dotted names of what a module imports, with the modules that hold them."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{one.name}" for one in node.names}
    return found


def named(module: Module, within: ast.AST | None = None) -> Iterator[str]:
    """Every dotted name used in a module or a part of it, with imported names and names of its own spelled out."""
    known = _known(module)
    for node in ast.walk(within or module.tree):
        name = _dotted(node)
        if name:
            first, dot, rest = name.partition(".")
            yield known.get(first, first) + dot + rest


@cache
def _known(module: Module) -> dict[str, str]:
    return {name: f"{module.name}.{name}" for name in _own(module)} | imported(module)


def _own(module: Module) -> set[str]:
    return {node.name for node in module.tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        below = _dotted(node.value)
        return f"{below}.{node.attr}" if below else ""
    return ""


def functions(module: Module) -> dict[str, ast.FunctionDef]:
    """The functions of a module by their dotted name."""
    return {f"{module.name}.{node.name}": node for node in module.tree.body if isinstance(node, ast.FunctionDef)}
