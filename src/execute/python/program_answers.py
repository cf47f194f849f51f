"""Finds out from a program's syntax, before it runs, which of its values may be its answer.

`solution()` is for the caller to call only where the program does not use it itself: nothing is to run twice. Where the program does,
the value of its own call is kept under a name that no program can write.
"""

import ast
import io
import symtable
import sys

SOLUTION = "solution"

# What the program's own call of solution() gave, and what its last statement did, where that is an expression.
CALLED, LAST = "<called>", "<last>"


def compile_program(source, file_name, is_notebook):
    """Returns (code object, whether the program uses its function `solution` itself).

    Raises what `compile` raises.
    """
    if source.count(SOLUTION) < 2 and (f"def {SOLUTION}" in source or not is_notebook):
        return compile(source, file_name, "exec", dont_inherit=True), False
    tree = compile(source, file_name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    is_used = source.count(SOLUTION) > 1 and _uses_solution(source, file_name)
    if is_used:
        tree = _Keeping().visit(tree)
    if is_notebook and tree.body:
        _keep_last(tree.body[-1])
    return compile(tree, file_name, "exec", dont_inherit=True), is_used


def _uses_solution(source, file_name):
    """Whether what runs without being called mentions `solution`, or a function that does, and so on."""
    table = _quiet_table(source, file_name)
    if table is None:
        return False
    definitions = {}
    waiting = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    for child in table.get_children():
        name, kind = child.get_name(), child.get_type()
        # A class runs its own statements at once. Lambdas and comprehensions are children too, under names that nothing defines.
        if kind == "class":
            waiting |= _own_globals(child)
        if kind in ("class", "function") and name in table.get_identifiers():
            definitions.setdefault(name, set()).update(_globals_of(child))
        else:
            waiting |= _globals_of(child)
    seen = set()
    while waiting:
        name = waiting.pop()
        if name == SOLUTION:
            return True
        seen.add(name)
        waiting |= definitions.get(name, set()) - seen
    return False


def _quiet_table(source, file_name):
    """Returns the table of the program's names, without the warnings that compiling gives as well; `None` where there is none."""
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        return symtable.symtable(source, file_name, "exec")
    except SyntaxError:
        return None
    finally:
        sys.stderr = stderr


def _own_globals(table):
    return {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()}


def _globals_of(table):
    """Returns the global names that a function or class, with all in it, reads."""
    names = _own_globals(table)
    for child in table.get_children():
        names |= _globals_of(child)
    return names


class _Keeping(ast.NodeTransformer):
    """Keeps the value of every call of solution() outside of functions, classes and comprehensions."""

    def visit_Call(self, node):
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name) or node.func.id != SOLUTION:
            return node
        return _kept(CALLED, node)

    def _leave(self, node):
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = _leave
    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _leave


def _kept(name, value):
    return ast.fix_missing_locations(ast.copy_location(ast.NamedExpr(ast.Name(name, ast.Store()), value), value))


def _keep_last(statement):
    """Keeps the value of the program's last statement, unless that is a text: those are comments."""
    if isinstance(statement, ast.Expr) and not (isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)):
        statement.value = _kept(LAST, statement.value)
