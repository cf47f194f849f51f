"""Transformers on a model directory, for comparison in one run.

Reads a task a line as JSON and answers each with a line:

ready: versions.
generate: token ids of greedy texts, and how long it took.
score: log-probabilities of the tokens that reach into the continuation, and how long it took.
choose: log-probabilities of words of one token each after a prompt, and how long it took.
decoded: the texts of the first one, two and more ids.
likeliest: the two likeliest tokens after given ids, with their logits.
"""

import json
import os
import sys
import time

import torch
import transformers

torch.set_num_threads(int(sys.argv[2]))
tokenizer = transformers.AutoTokenizer.from_pretrained(sys.argv[1], padding_side="left")
model = transformers.AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
ends = model.generation_config.eos_token_id
pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else 0


def stopwatch():
    start, used = time.perf_counter(), time.process_time()
    return lambda: {"seconds": time.perf_counter() - start, "processorSeconds": time.process_time() - used}


def generate(spec):
    """Batches are padded on the left, as decoding wants it."""
    model.set_attn_implementation(spec["attention"])
    model.generation_config.eos_token_id = ends if spec["stops"] else None
    texts = []
    took = stopwatch()
    for first in range(0, len(spec["prompts"]), spec["batch"]):
        given = tokenizer(spec["prompts"][first : first + spec["batch"]], return_tensors="pt", padding=True)
        out = model.generate(**given, do_sample=False, max_new_tokens=spec["maxNewTokens"], pad_token_id=pad)
        texts += out[:, given["input_ids"].shape[1] :].tolist()
    return {**took(), "ids": texts, "texts": [tokenizer.decode(whole(ids)) for ids in texts]}


def whole(ids):
    """Ids up to the end of the text."""
    known = [ends] if isinstance(ends, int) else ends or []
    return ids[: next((place for place, id in enumerate(ids) if id in known), len(ids))]


def score(spec):
    """Texts of like length come together; logits are computed only where they count."""
    model.set_attn_implementation(spec["attention"])
    took = stopwatch()
    encoded = []
    for item in spec["items"]:
        both = tokenizer(item["prompt"] + item["continuation"], return_offsets_mapping=True)
        first = next(place for place, (_, end) in enumerate(both["offset_mapping"]) if place > 0 and end > len(item["prompt"]))
        encoded.append((both["input_ids"], first))
    order = sorted(range(len(encoded)), key=lambda place: -len(encoded[place][0]))
    logprobs = [None] * len(encoded)
    for start_place in range(0, len(order), spec["batch"]):
        places = order[start_place : start_place + spec["batch"]]
        longest = len(encoded[places[0]][0])
        ids = torch.tensor([encoded[place][0] + [pad] * (longest - len(encoded[place][0])) for place in places])
        mask = torch.tensor([[1] * len(encoded[place][0]) + [0] * (longest - len(encoded[place][0])) for place in places])
        hidden = model.model(input_ids=ids, attention_mask=mask, use_cache=False).last_hidden_state
        rows = torch.cat([hidden[row, encoded[place][1] - 1 : len(encoded[place][0]) - 1] for row, place in enumerate(places)])
        labels = torch.cat([torch.tensor(encoded[place][0][encoded[place][1] :]) for place in places])
        found = -torch.nn.functional.cross_entropy(model.lm_head(rows), labels, reduction="none")
        for place, values in zip(places, found.split([len(encoded[place][0]) - encoded[place][1] for place in places])):
            logprobs[place] = values.tolist()
    return {**took(), "logprobs": logprobs, "tokens": sum(len(ids) for ids, _ in encoded)}


def choose(spec):
    """Prompts of like length come together; logits are computed at their last places only."""
    model.set_attn_implementation(spec["attention"])
    took = stopwatch()
    words = [[tokenizer(word)["input_ids"] for word in item["continuations"]] for item in spec["items"]]
    if any(len(ids) != 1 for item in words for ids in item):
        raise ValueError("a word to choose is not one token")
    encoded = tokenizer([item["prompt"] for item in spec["items"]])["input_ids"]
    order = sorted(range(len(encoded)), key=lambda place: -len(encoded[place]))
    logprobs = [None] * len(encoded)
    for start_place in range(0, len(order), spec["batch"]):
        places = order[start_place : start_place + spec["batch"]]
        longest = len(encoded[places[0]])
        ids = torch.tensor([encoded[place] + [pad] * (longest - len(encoded[place])) for place in places])
        mask = torch.tensor([[1] * len(encoded[place]) + [0] * (longest - len(encoded[place])) for place in places])
        hidden = model.model(input_ids=ids, attention_mask=mask, use_cache=False).last_hidden_state
        last = torch.stack([hidden[row, len(encoded[place]) - 1] for row, place in enumerate(places)])
        found = torch.log_softmax(model.lm_head(last), dim=-1)
        for row, place in enumerate(places):
            logprobs[place] = [found[row, word[0]].item() for word in words[place]]
    return {**took(), "logprobs": logprobs}


def likeliest(spec):
    ids = tokenizer(spec["prompt"])["input_ids"] + spec["ids"]
    logits, tokens = model(torch.tensor([ids])).logits[0, -1].topk(2)
    return {"logits": logits.tolist(), "texts": [tokenizer.decode([token]) for token in tokens]}


def decoded(spec):
    """Texts of the first one, two, … ids."""
    return {"texts": [tokenizer.decode(spec["ids"][: count + 1]) for count in range(len(spec["ids"]))]}


def ready(_):
    return {"versions": f"Transformers {transformers.__version__}, PyTorch {torch.__version__}"}


tasks = {"ready": ready, "generate": generate, "score": score, "choose": choose, "likeliest": likeliest, "decoded": decoded}
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what libraries print is no answer
for line in sys.stdin:
    spec = json.loads(line)
    with torch.no_grad():
        print(json.dumps(tasks[spec["task"]](spec)), file=answers, flush=True)
