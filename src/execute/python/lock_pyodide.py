"""Hides the doors to JavaScript, as a courtesy: an import of them then fails as it does on a machine without them."""

import asyncio.events
import gc
import sys

import event_loop

from _pyodide._importhook import jsfinder

sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not jsfinder and "indows" not in getattr(finder, "__name__", "")]
hidden = ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "_ctypes", "ctypes")
for name in list(sys.modules):
    if name.split(".")[0] in hidden:
        sys.modules.pop(name, None)
for name in hidden:
    sys.modules[name] = None
del jsfinder, name, hidden

# Pyodide's event loop lives in JavaScript.
asyncio.events._set_running_loop(None)
event_loop.install()
gc.collect()
gc.freeze()
