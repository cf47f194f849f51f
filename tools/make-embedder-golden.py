"""Writes the golden files of tests/golden/embedder/.

- `python tools/make-embedder-golden.py files` writes small ONNX files, of which some are bad.
- `python tools/make-embedder-golden.py DIRECTORY` writes `minilm.json`: vectors of a few texts by
  all-MiniLM-L6-v2, from the ONNX file in DIRECTORY with ONNX Runtime and tokenizers in Python,
  pooled and normalised as sentence-transformers does.

Needs: pip install onnx onnxruntime tokenizers numpy
"""

import hashlib
import json
import pathlib
import sys

import numpy as np

GOLDEN = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "embedder"
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "tom", "has", "pens", "boxes", "##s", "pen", "."]


def graph(location=None, constant=None, extra=None):
    """A graph that looks up a vector for each token."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    table = ((np.arange(len(WORDS) * 4).reshape(-1, 4) * 5) % 7 - 3).astype(np.float32)

    def outside(tensor, place):
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        entry = tensor.external_data.add()
        entry.key, entry.value = "location", place
        return tensor

    initial = [numpy_helper.from_array(np.array([2]), "axis")]
    nodes = []
    tensor = numpy_helper.from_array(table, "table")
    if constant:
        nodes.append(helper.make_node("Constant", [], ["table"], value=outside(tensor, constant)))
    else:
        initial.append(outside(tensor, location) if location else tensor)
    names = ["input_ids", "attention_mask"] + ([extra] if extra else [])
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["b", "t"]) for n in names]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["b", "t", 4])
    nodes += [
        helper.make_node("Gather", ["table", "input_ids"], ["found"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "axis"], ["column"]),
        helper.make_node("Mul", ["found", "column"], ["last_hidden_state"]),
    ]
    made = helper.make_graph(nodes, "embedder", inputs, [output], initial)
    opset = helper.make_opsetid("", 17)
    return table, helper.make_model(made, opset_imports=[opset], ir_version=8)


def write_files():
    GOLDEN.mkdir(parents=True, exist_ok=True)
    kinds = {
        "plain": {},
        "beside": {"location": "weights.bin"},
        "above": {"location": "../weights.bin"},
        "absolute": {"location": "/etc/hostname"},
        "constant": {"constant": "../weights.bin"},
        "images": {"extra": "pixel_values"},
    }
    for name, options in kinds.items():
        table, model = graph(**options)
        (GOLDEN / f"{name}.onnx").write_bytes(model.SerializeToString())
    (GOLDEN / "weights.bin").write_bytes(table.tobytes())
    special = lambda name: {"SpecialToken": {"id": name, "type_id": 0}}
    tokenizer = {
        "version": "1.0",
        "added_tokens": [
            {"id": i, "content": w, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": True}
            for i, w in enumerate(WORDS[:4])
        ],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [special("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, special("[SEP]")],
            "pair": [],
            "special_tokens": {
                "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
                "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]},
            },
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": {w: i for i, w in enumerate(WORDS)}},
    }
    (GOLDEN / "tokenizer.json").write_text(json.dumps(tokenizer) + "\n")


TEXTS = [
    "Tom has 3 boxes of 4 pens.",
    "pens_left = pens - 5",
    "He loses 5 pens.",
    "How many pens does Tom have?",
    "Café: naïve résumé — 東京 (3.50 %)!",
    "",
    "word " * 600,
]


def write_minilm(directory):
    import onnxruntime
    import tokenizers

    directory = pathlib.Path(directory)
    path = directory / "onnx" / "model.onnx"
    tokenizer = tokenizers.Tokenizer.from_file(str(directory / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    session = onnxruntime.InferenceSession(str(path))
    vectors = []
    for text in TEXTS:
        ids = np.array([tokenizer.encode(text).ids])
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids),
                 "token_type_ids": np.zeros_like(ids)}
        names = [each.name for each in session.get_inputs()]
        states = session.run(None, {name: feeds[name] for name in names})[0][0]
        mean = states.mean(axis=0)
        vectors.append((mean / np.linalg.norm(mean)).astype(float))
    golden = {
        "reference": f"onnxruntime {onnxruntime.__version__}, tokenizers {tokenizers.__version__}",
        "onnx": hashlib.sha256(path.read_bytes()).hexdigest(),
        "maxTokens": 256,
        "texts": [{"text": t, "vector": v[:16].round(6).tolist()} for t, v in zip(TEXTS, vectors)],
        "cosines": [[round(float(np.dot(a, b)), 5) for b in vectors] for a in vectors],
    }
    (GOLDEN / "minilm.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n")


if sys.argv[1] == "files":
    write_files()
else:
    write_minilm(sys.argv[1])
