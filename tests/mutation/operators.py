"""What a mutant is, and all mutants of a source."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import TypeVar

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
N = TypeVar("N", bound=ast.AST)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """One change of one function: in `module`, `old` gives way to `new`."""

    line: int
    column: int
    function: str
    first_line: int
    module: ast.Module
    old: ast.AST
    new: ast.AST

    @property
    def before(self) -> str:
        """What stands there."""
        return _text(self.old)

    @property
    def after(self) -> str:
        """What stands there instead."""
        return _text(self.new)

    def __str__(self) -> str:
        """Show the place and the change."""
        return f"{self.line} {self.function}: {self.before}  ->  {self.after}"


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    for name, function in functions(tree):
        first = min([function.lineno, *(one.lineno for one in function.decorator_list)])
        for statement in function.body:
            for node in _nodes(statement):
                for other in _others(node):
                    yield _mutant(tree, node, other, name, first)


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Yield the functions of a module and the methods of its classes with their full names."""
    for node in tree.body:
        if isinstance(node, Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, Function):
                    yield f"{node.name}.{method.name}", method


def code_of(mutant: Mutant, filename: str) -> CodeType:
    """Return the changed code of the mutant's function."""
    codes = [compile(mutated(mutant), filename, "exec", dont_inherit=True)]
    while codes:
        code = codes.pop()
        if (code.co_qualname, code.co_firstlineno) == (mutant.function, mutant.first_line):
            return code
        codes += [one for one in code.co_consts if isinstance(one, CodeType)]
    raise LookupError(str(mutant))


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may be changed: neither annotations, assertions nor the texts of errors."""
    if isinstance(node, ast.Assert | ast.Raise | ast.JoinedStr) or _is_docstring(node):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _nodes(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand instead of a node: another operator, value or way to go on."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in SWAPS:
            yield _with(node, ops=[SWAPS[type(operator)]()])
        case ast.BoolOp() | ast.BinOp() if type(node.op) in SWAPS:
            yield _with(node, op=SWAPS[type(node.op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.If() | ast.IfExp():
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.Constant(value=value):
            yield from _other_values(value)
        case ast.stmt():
            yield from _other_ways(node)


def _other_values(value: object) -> Iterator[ast.Constant]:
    match value:
        case bool():
            yield ast.Constant(not value)
        case int():
            yield ast.Constant(value + 1)
        case str():
            yield ast.Constant(f"{value}~")


def _other_ways(node: ast.stmt) -> Iterator[ast.stmt]:
    match node:
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield _with(node, value=ast.Constant(None))
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _with(node: N, **fields: object) -> N:
    """Return a shallow copy with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


class _Replace(ast.NodeTransformer):
    """Puts another node where one was, in a copy of the way to it only."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return ast.copy_location(self.new, node)
        return self.generic_visit(copy.copy(node))

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                setattr(node, name, [self._each(one) for one in value])
            elif isinstance(value, ast.AST):
                setattr(node, name, self.visit(value))
        return node

    def _each(self, value: object) -> object:
        return self.visit(value) if isinstance(value, ast.AST) else value


def _mutant(tree: ast.Module, old: ast.AST, new: ast.AST, name: str, first: int) -> Mutant:
    line, column = getattr(old, "lineno", first), getattr(old, "col_offset", 0)
    return Mutant(line, column, name, first, tree, old, new)


def mutated(mutant: Mutant) -> ast.Module:
    """Return the whole module with the change."""
    changed = ast.fix_missing_locations(_Replace(mutant.old, mutant.new).visit(mutant.module))
    assert isinstance(changed, ast.Module)
    return changed


def _text(node: ast.AST) -> str:
    """Return the first line of a node's code."""
    return ast.unparse(ast.fix_missing_locations(node)).splitlines()[0]
