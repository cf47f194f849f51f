/** The programs that reached the host in stock Pyodide 314.0.7. */

export const escapesStockPyodide: readonly string[] = []
