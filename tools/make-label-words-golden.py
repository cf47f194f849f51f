"""Writes tests/golden/llama/label-words.json: an evaluator's losses and gradients by PyTorch.

Run: python tools/make-label-words-golden.py   (torch 2.15.0, transformers 5.24.0)
It needs tests/golden/llama/model.safetensors, which make-golden.py writes.
Losses: Liu et al. 2023, arXiv 2310.10047, equations 8 (margin) and 9 (cross-entropy).
"""
import json, pathlib
import torch, transformers

home = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "llama"
torch.set_num_threads(1)
model = transformers.LlamaForCausalLM.from_pretrained(home, attn_implementation="eager").float()
torch.manual_seed(21)
draw = lambda n: torch.randint(1, 48, (n,)).tolist()
margin, weight = 1.5, 0.7
cases = {
    "oneToken": {"correct": [3], "incorrect": [4], "better": draw(9), "worse": draw(7)},
    "severalTokens": {"correct": [3, 9], "incorrect": [4, 9, 5], "better": draw(6), "worse": draw(10)},
    "sharedBeginning": {"correct": [3, 9], "incorrect": [3, 7], "better": draw(6), "worse": draw(6)},
    "otherWay": {"correct": [17], "incorrect": [30], "better": draw(8), "worse": draw(8)},
}


def logprob(prompt, word):
    logits = model(torch.tensor([prompt + word])).logits[0].log_softmax(-1)
    return sum(logits[len(prompt) - 1 + place, token] for place, token in enumerate(word))


def log_score(prompt, case):
    both = torch.stack([logprob(prompt, case["correct"]), logprob(prompt, case["incorrect"])])
    return both[0] - both.logsumexp(0)


def measured(loss):
    model.zero_grad()
    loss.backward()
    return {"loss": loss.item(), "gradNorms": {n: p.grad.norm().item() for n, p in model.named_parameters()},
            "norm": model.model.norm.weight.grad.tolist()}


for case in cases.values():
    hinge = lambda: torch.clamp(log_score(case["worse"], case) - log_score(case["better"], case) + margin, min=0)
    entropy = lambda: weight * (-logprob(case["better"], case["correct"]) - logprob(case["worse"], case["incorrect"]))
    case["marginLoss"], case["crossEntropy"] = measured(hinge()), measured(entropy())
text = json.dumps({"margin": margin, "weight": weight, "cases": cases})
(home / "label-words.json").write_text(text + "\n")
