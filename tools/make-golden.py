"""Writes tests/golden/llama: a two-layer Llama by Transformers, its loss, gradients and 20 AdamW steps by PyTorch.

Run: python tools/make-golden.py   (needs torch, transformers, safetensors; versions are recorded in provenance.json)
"""

import json
import pathlib
import platform

import safetensors
import safetensors.torch
import torch
import transformers

out = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "llama"
torch.manual_seed(20)
torch.set_num_threads(1)
config = transformers.LlamaConfig(
    vocab_size=48, hidden_size=16, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
    max_position_embeddings=64, rms_norm_eps=1e-5, tie_word_embeddings=False, eos_token_id=0, attn_implementation="eager",
)
model = transformers.LlamaForCausalLM(config).float()
for parameter in model.parameters():
    torch.nn.init.normal_(parameter, 1.0 if parameter.dim() == 1 else 0.0, 0.2)
model.save_pretrained(out)

batch, length, prompt, steps = 4, 12, 5, 20
ids = torch.randint(1, 48, (batch, length + 1))
labels = ids[:, 1:].clone()
labels[:, : prompt - 1] = -100


def loss_of():
    logits = model(ids[:, :-1]).logits
    return torch.nn.functional.cross_entropy(logits.reshape(-1, 48), labels.reshape(-1), ignore_index=-100), logits


loss, logits = loss_of()
loss.backward()
safetensors.torch.save_file({n: p.grad.clone() for n, p in model.named_parameters()}, out / "gradients.safetensors")
safetensors.torch.save_file({"logits": logits.detach().clone()}, out / "logits.safetensors")
model.zero_grad()

# An epsilon well above rounding noise: with 1e-8 a weight whose gradient is almost 0 moves by the
# sign of that noise.
rate, decay, clip = 3e-3, 0.1, 1.0
matrices = [p for p in model.parameters() if p.dim() > 1]
norms = [p for p in model.parameters() if p.dim() == 1]
groups = [{"params": matrices, "weight_decay": decay}, {"params": norms, "weight_decay": 0.0}]
optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.95), eps=1e-6)
losses, grad_norms = [], []
for _ in range(steps):
    optimizer.zero_grad()
    value, _ = loss_of()
    value.backward()
    grad_norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), clip).item())
    optimizer.step()
    losses.append(value.item())
safetensors.torch.save_file({n: p.detach().clone() for n, p in model.named_parameters()}, out / "after-20-steps.safetensors")

trajectory = {
    "ids": ids.tolist(), "prompt": prompt, "learningRate": rate, "weightDecay": decay, "maxGradNorm": clip, "beta1": 0.9, "beta2": 0.95,
    "epsilon": 1e-6, "losses": losses, "gradNorms": grad_norms,
}
(out / "trajectory.json").write_text(json.dumps(trajectory) + "\n")
provenance = {
    "command": "python tools/make-golden.py", "python": platform.python_version(), "torch": torch.__version__,
    "transformers": transformers.__version__, "safetensors": safetensors.__version__, "seed": 20,
}
(out / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")
(out / "generation_config.json").unlink(missing_ok=True)
