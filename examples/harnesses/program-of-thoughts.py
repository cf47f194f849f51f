# What programs written for Program of Thoughts (arXiv 2211.12588) find defined around them.
# Give it to Reckoner as the prelude: --prelude examples/harnesses/program-of-thoughts.py
import math
import statistics
import numpy as np
from math import isclose
from sympy import Eq, Symbol, simplify
from sympy.solvers import solve


def solve_it(equation, variable):
    """Solve for one unknown, or a list of them: {unknown: value}, with None where there is no solution."""
    solutions = solve(equation, variable, dict=True)
    if solutions:
        return solutions[0]
    return {unknown: None for unknown in (variable if isinstance(variable, list) else [variable])}
