/** Packages that model-written programs ask for and that are not part of Python. */

/**
 * The same as in `python/missing_modules.py`, which a test compares: a program that imports one
 * fails where it uses it.
 */
export const knownPackages: readonly string[] = (
  'IPython PIL absl altair astropy attr bokeh bs4 cachetools colorama constraint cv2 cvxpy dask deap dotenv fastapi flask gekko gmpy2 ' +
  'gurobipy holidays inflect ipywidgets jax joblib keras lightgbm lxml matplotlib more_itertools mpmath networkx nltk num2words numba ' +
  'numexpr numpy numpy_financial openai openpyxl ortools pandas pendulum pint plotly polars prettytable psutil pulp pycosat pydantic ' +
  'pylab pymc pyomo pysat pytest pytz requests rich sage scipy seaborn shapely simpy simpleeval six skimage sklearn sortedcontainers ' +
  'spacy statsmodels sympy tabulate tensorflow termcolor torch tqdm transformers typing_extensions uncertainties word2number xarray ' +
  'xgboost yaml z3'
).split(' ')
