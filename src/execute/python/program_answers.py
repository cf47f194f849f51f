"""Finds out from a program's syntax, before it runs, which of its values may be its answer.

`solution()` is for the caller to call only where the program does not use it itself: nothing is to run twice. Where the program does,
the value of its own call is kept under a name that no program can write. Calls that syntax does not show, as by a decorator or
`globals()["solution"]()`, are counted while the program runs.
"""

import ast
import sys
import types

SOLUTION = "solution"

# What the program's own call of solution() gave, and what its last statement did, where that is an
# expression.
CALLED, LAST = "<called>", "<last>"


def compile_program(parts, is_notebook):
    """Takes {file name: source} of a program within its harness, in the order in which they run.

    Returns (code objects, whether the program uses its function `solution` itself). Raises what `compile` raises.
    """
    mentions = sum(source.count(SOLUTION) for source in parts.values())
    if mentions < 2 and (not is_notebook or any(f"def {SOLUTION}" in source for source in parts.values())):
        return [compile(source, name, "exec", dont_inherit=True) for name, source in parts.items()], False
    trees = [compile(source, name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True) for name, source in parts.items()]
    is_used = mentions > 1 and _uses_solution(trees)
    if is_used:
        trees = [_Keeping().visit(tree) for tree in trees]
    statements = [statement for tree in trees for statement in tree.body]
    if is_notebook and statements:
        _keep_last(statements[-1])
    return [compile(tree, name, "exec", dont_inherit=True) for name, tree in zip(parts, trees)], is_used


# Of the tools that `sys.monitoring` has room for.
_TOOL = 4


class Calls:
    """Counts the first call of the module's function `solution`, in Python 3.12 and newer; before, it is not known whether there was one."""

    def __init__(self, codes):
        self.monitoring = getattr(sys, "monitoring", None)
        constants = [each for code in codes for each in code.co_consts]
        self.bodies = [each for each in constants if isinstance(each, types.CodeType) and each.co_name == SOLUTION]
        self.count = None if self.monitoring is None else 0

    def __enter__(self):
        if self.monitoring and self.bodies:
            self.monitoring.use_tool_id(_TOOL, "calls of solution()")
            self.monitoring.register_callback(_TOOL, self.monitoring.events.PY_START, self._take)
            for body in self.bodies:
                self.monitoring.set_local_events(_TOOL, body, self.monitoring.events.PY_START)
        return self

    def _take(self, *_):
        self.count += 1
        return self.monitoring.DISABLE

    def __exit__(self, *_):
        if self.monitoring and self.bodies:
            self.monitoring.free_tool_id(_TOOL)


def _uses_solution(trees):
    """Whether what runs without being called mentions `solution`, or a function that does, and so on."""
    module = _Reading(definitions={})
    for tree in trees:
        module.visit(tree)
    waiting, seen = module.names, set()
    while waiting:
        name = waiting.pop()
        if name == SOLUTION:
            return True
        seen.add(name)
        for function in module.definitions.get(name, ()):
            waiting |= _read_in(function, frozenset()) - seen
    return False


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class _Reading(ast.NodeVisitor):
    """Collects the global names that are read where code runs at once, and the functions of the module."""

    def __init__(self, bound=frozenset(), definitions=None):
        self.names = set()
        # The names that functions and comprehensions around have for themselves.
        self.bound = bound
        # Within a function, what is defined belongs to it.
        self.definitions = definitions

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load) and node.id not in self.bound:
            self.names.add(node.id)

    def visit_FunctionDef(self, node):
        for part in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
            if part is not None:
                self.visit(part)
        self._take(node.name, node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        for part in (*node.args.defaults, *node.args.kw_defaults):
            if part is not None:
                self.visit(part)
        self.names |= _read_in(node, self.bound)

    def visit_ClassDef(self, node):
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        for statement in node.body:
            if isinstance(statement, FUNCTIONS):
                self._take(node.name, statement)
            else:
                self.visit(statement)

    def _visit_comprehension(self, node):
        outer = self.bound
        self.bound = outer | {part.id for each in node.generators for part in ast.walk(each.target) if isinstance(part, ast.Name)}
        self.generic_visit(node)
        self.bound = outer

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _visit_comprehension

    def _take(self, name, function):
        if self.definitions is None:
            self.names |= _read_in(function, self.bound)
        else:
            self.definitions.setdefault(name, []).append(function)


def _read_in(function, bound):
    """Returns the global names that the body of a function reads."""
    body = [function.body] if isinstance(function, ast.Lambda) else function.body
    reading = _Reading(bound | _locals_of(function.args, body))
    for part in body:
        reading.visit(part)
    return reading.names


def _locals_of(arguments, body):
    names = {part.arg for part in ast.walk(arguments) if isinstance(part, ast.arg)}
    shared = set()
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Global):
            shared.update(node.names)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name.partition(".")[0])
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            waiting.extend(ast.iter_child_nodes(node))
    return names - shared


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
