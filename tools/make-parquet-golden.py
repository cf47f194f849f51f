"""Writes tests/golden/parquet/*.parquet: the same four rows in every compression, encoding and page version that readers meet.

Run: python tools/make-parquet-golden.py, with pyarrow (26.0.1 made the files that are kept).
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

rows = [
    {
        "id": place,
        "question": f"What is {place} + 1? " + "It is not hard. " * 20,
        "answer": place + 1,
        "choices": [str(place), str(place + 1)],
        "messages": [{"role": "user", "content": f"{place} + 1?"}, {"role": "assistant", "content": f"It is {place + 1}."}],
        "generation": None if place == 3 else f"#### {place + 1}",
        "share": 0.5 if place % 2 == 0 else None,
        "large": 2**60 + place,
        "isEasy": place < 2,
    }
    for place in range(4)
]
folder = Path(__file__).parent.parent / "tests" / "golden" / "parquet"
folder.mkdir(parents=True, exist_ok=True)
table = pa.Table.from_pylist(rows)
for compression in ["none", "snappy", "gzip", "brotli", "zstd"]:
    for version in ["1.0", "2.0"]:
        path = folder / f"{compression}-{version}.parquet"
        pq.write_table(table, path, compression=compression, data_page_version=version, row_group_size=3)
delta = {"question": "DELTA_BYTE_ARRAY", "id": "DELTA_BINARY_PACKED", "generation": "DELTA_LENGTH_BYTE_ARRAY"}
pq.write_table(table, folder / "delta.parquet", use_dictionary=False, column_encoding=delta)
