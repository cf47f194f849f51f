"""Writes tests/golden/smollm2.json: greedy texts and log-probabilities of a real model, SmolLM2-135M-Instruct, by Transformers.

Run: python tools/smollm2.py && python tools/make-real-golden.py [DIRECTORY]   (needs torch, transformers; versions are recorded in the file)
"""

import hashlib
import json
import pathlib
import platform
import sys

import torch
import transformers

root = pathlib.Path(__file__).parent.parent
directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "node_modules" / ".cache" / "smollm2"
torch.set_num_threads(2)
tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
model = transformers.AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="eager").eval()
MAX_NEW_TOKENS = 48
# Two logits this far apart are so in every order of summing.
CLEAR = 0.005

PROBLEMS = [
    ("Tom has 3 boxes of 4 apples and eats 2. How many apples are left?", "Tom has 3*4=12 apples. He eats 2, so 12-2=10 are left.\n#### 10"),
    ("A train goes 120 km in 2 hours. How fast is it?", "It goes 120/2=60 km in an hour.\n#### 60"),
    ("What is 17 + 25?", "17+25=42\n#### 42"),
    ("Rosa buys 5 pens at $1.50 each. How much does she pay?", "She pays 5*1.5=$7.50.\n#### 7.5"),
    ("Half of the 30 children in a class play football. How many do not?", "30/2=15 play, so 30-15=15 do not.\n#### 15"),
    ("Ein Brot kostet 4 €. Was kosten drei Brote?", "Drei Brote kosten 3*4=12 €.\n#### 12"),
    ("List three prime numbers.", "2, 3 and 5"),
    ("What is the capital of France?", "Paris is the capital of France."),
    ("Mia reads 15 pages a day. How many pages does she read in a week?", "She reads 15*7=105 pages.\n#### 105"),
    ("A shirt costs $40. Today it is 25% cheaper. What does it cost?", "It is 40*0.25=$10 cheaper and costs 40-10=$30.\n#### 30"),
    ("Solve x + 3 = 10.", "x = 10 - 3 = 7"),
    ("Say hello in five words.", "Hello, how are you today?"),
]


@torch.no_grad()
def greedy(prompt):
    """Token ids up to the end of the text, and the least lead of a token that was taken over the next likely one."""
    given = tokenizer(prompt, return_tensors="pt")
    made = model.generate(**given, do_sample=False, max_new_tokens=MAX_NEW_TOKENS, return_dict_in_generate=True, output_logits=True)
    new = made.sequences[0, given["input_ids"].shape[1] :].tolist()
    leads = [float(first - second) for first, second in (logits[0].topk(2).values for logits in made.logits)]
    return new[:-1] if new[-1] == tokenizer.eos_token_id else new, min(leads)


@torch.no_grad()
def score(prompt, continuation):
    both = tokenizer(prompt + continuation, return_offsets_mapping=True)
    ids = both["input_ids"]
    table = torch.log_softmax(model(torch.tensor([ids])).logits[0].double(), -1)
    ends = [end for _, end in both["offset_mapping"]]
    return [round(float(table[place - 1, ids[place]]), 6) for place in range(1, len(ids)) if ends[place] > len(prompt)]


problems = []
for question, solution in PROBLEMS:
    prompt = tokenizer.apply_chat_template([{"role": "user", "content": question}], tokenize=False, add_generation_prompt=True)
    new, lead = greedy(prompt)
    if lead < CLEAR:
        print(f"left out, the two likeliest tokens are {lead:.5f} apart: {question}")
        continue
    problems.append({
        "question": question, "prompt": prompt, "text": tokenizer.decode(new), "tokens": len(new), "lead": round(lead, 4),
        "solution": solution, "logprobs": score(prompt, solution),
    })
golden = {
    "provenance": {
        "command": "python tools/make-real-golden.py", "python": platform.python_version(), "torch": torch.__version__,
        "transformers": transformers.__version__, "attention": "eager, float32", "model": "SmolLM2-135M-Instruct (Apache-2.0), as tools/smollm2.py makes it",
    },
    "weights": hashlib.sha256((directory / "model.safetensors").read_bytes()).hexdigest(),
    "maxNewTokens": MAX_NEW_TOKENS,
    "problems": problems,
}
(root / "tests" / "golden" / "smollm2.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
print(f"{len(problems)} problems")
