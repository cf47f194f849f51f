"""Lets a program import a package that is not there, and raises when it uses it: models import more than they need.

Only packages that programs are known to ask for are put off in this way, only for import statements of the program itself, and only
where it is not prepared for the failure: in a `try` or `with` the import raises at once.
"""

import ast
import builtins
import re
import sys

# The same as in ../missing-modules.ts, which a test compares.
NAMES = frozenset(
    """
    IPython PIL absl altair astropy attr bokeh bs4 cachetools colorama constraint cv2 cvxpy dask deap dotenv fastapi flask gekko gmpy2
    gurobipy holidays inflect ipywidgets jax joblib keras lightgbm lxml matplotlib more_itertools mpmath networkx nltk num2words numba
    numexpr numpy numpy_financial openai openpyxl ortools pandas pendulum pint plotly polars prettytable psutil pulp pycosat pydantic
    pylab pymc pyomo pysat pytest pytz requests rich sage scipy seaborn shapely simpy simpleeval six skimage sklearn sortedcontainers
    spacy statsmodels sympy tabulate tensorflow termcolor torch tqdm transformers typing_extensions uncertainties word2number xarray
    xgboost yaml z3
    """.split()
)

# The statements that may be there to handle a failing import.
GUARDS = ("Try", "TryStar", "With", "AsyncWith")

_import_lines = re.compile(r"\b(?:import|from)\b[^\n]*").findall
_words = re.compile(r"\w+").findall
_import = builtins.__import__
_frame = sys._getframe


def missing(name):
    """Returns the error that importing the package raises."""
    return ModuleNotFoundError(f"No module named {name!r}", name=name)


class Placeholder:
    """What the import of a package that is not there gives: it can be bound to names, and nothing else."""

    # What `from package import *` asks for.
    __all__ = ()

    def __init__(self, package, members):
        vars(self).update(members, _package=package)

    def __getattr__(self, name):
        raise missing(vars(self)["_package"])


def _raise(self, *_, **__):
    raise missing(vars(self)["_package"])


for _name in """
    abs add and bool bytes call ceil complex contains delitem divmod enter eq exit float floor floordiv format ge getitem gt hash iadd
    iand ifloordiv ilshift imatmul imod imul index instancecheck int invert ior ipow irshift isub iter itruediv ixor le len length_hint
    lshift lt matmul mod mro_entries mul ne neg next or pos pow radd rand rdivmod repr reversed rfloordiv rlshift rmatmul rmod rmul
    ror round rpow rrshift rshift rsub rtruediv rxor setattr setitem str sub subclasscheck truediv trunc xor
""".split():
    setattr(Placeholder, f"__{_name}__", _raise)


class Imports:
    """The import statements of one program, while it runs."""

    def __init__(self, parts):
        # The sources of the program and its harness, by file name, and the trees of those that were
        # asked for.
        self.parts = parts
        self.trees = {}
        # The package of a `from package import *` that was put off.
        self.starred = None

    def __enter__(self):
        lines = [line for source in self.parts.values() for line in _import_lines(source)]
        if any(not NAMES.isdisjoint(_words(line)) for line in lines):
            builtins.__import__ = self._import
        return self

    def __exit__(self, *_):
        builtins.__import__ = _import

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):
        try:
            return _import(name, globals, locals, fromlist, level)
        except ModuleNotFoundError as error:
            package = name.partition(".")[0]
            frame = _frame(1)
            if level or error.name != package or package not in NAMES or not self._may_wait(name, frame):
                raise
        if fromlist and "*" in fromlist:
            self.starred = package
        return self._placeholder(package, name.split(".")[1:], fromlist or ())

    def _placeholder(self, package, path, fromlist):
        if fromlist:
            return Placeholder(package, {name: Placeholder(package, {}) for name in fromlist if name != "*"})
        placeholder = Placeholder(package, {})
        for part in reversed(path):
            placeholder = Placeholder(package, {part: placeholder})
        return placeholder

    def _may_wait(self, name, frame):
        """Whether an import statement of the program stands where the frame is, outside of every `try` and `with`."""
        part = frame.f_code.co_filename
        if part not in self.parts:
            return False
        if part not in self.trees:
            self.trees[part] = ast.parse(self.parts[part])
        return any(_names(node, name) and node.lineno <= frame.f_lineno <= node.end_lineno for node in _bare_imports(self.trees[part]))


def _names(node, name):
    return node.module == name if isinstance(node, ast.ImportFrom) else any(alias.name == name for alias in node.names)


def _bare_imports(tree):
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif type(node).__name__ in GUARDS:
            waiting.extend(getattr(node, "orelse", []) + [part for handler in getattr(node, "handlers", []) for part in handler.body])
        elif isinstance(node, (ast.Module, ast.stmt, ast.ExceptHandler)) or type(node).__name__ == "match_case":
            waiting.extend(ast.iter_child_nodes(node))
