"""The same work in PyTorch and Transformers, for ratios in one run: python peer.py train|generate <config json>. Prints a rate a line."""

import json
import sys
import time

import torch
import transformers

task, spec = sys.argv[1], json.loads(sys.argv[2])
config = transformers.LlamaConfig(
    vocab_size=1024, hidden_size=spec["hiddenSize"], intermediate_size=spec["intermediateSize"], num_hidden_layers=spec["layers"],
    num_attention_heads=spec["heads"], num_key_value_heads=spec["keyValueHeads"], max_position_embeddings=1024, tie_word_embeddings=True,
    bos_token_id=None, eos_token_id=None, pad_token_id=None,
)
torch.manual_seed(1)
model = transformers.LlamaForCausalLM(config)
if task == "train":
    rows, length = spec["rows"], spec["length"]
    optimizer = torch.optim.AdamW(model.parameters(), 1e-4, betas=(0.9, 0.95))
    for step in range(spec["steps"] + 2):
        ids = torch.randint(1, 1024, (rows, length + 1))
        start = time.perf_counter()
        logits = model(ids[:, :-1], use_cache=False).logits
        loss = torch.nn.functional.cross_entropy(logits.reshape(-1, 1024), ids[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step >= 2:
            print(rows * length / (time.perf_counter() - start))
else:
    model.eval()
    batch, prompt, generated = spec["batch"], spec["prompt"], spec["generated"]
    ids = torch.randint(1, 1024, (batch, prompt))
    for run in range(spec["runs"] + 1):
        start = time.perf_counter()
        with torch.no_grad():
            out = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=True, temperature=1.0, top_k=0, max_new_tokens=generated, min_new_tokens=generated)
        assert out.shape[1] == prompt + generated
        if run > 0:
            print(batch * generated / (time.perf_counter() - start))
