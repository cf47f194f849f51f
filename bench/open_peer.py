"""Opens a model directory with Transformers in float32, scores five texts, and prints seconds, peak bytes and the sum of log-probabilities."""

import json
import resource
import sys
import time

start = time.perf_counter()
import torch
import transformers

torch.set_num_threads(2)
tokenizer = transformers.AutoTokenizer.from_pretrained(sys.argv[1])
model = transformers.AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
total = 0.0
with torch.no_grad():
    for item in json.loads(sys.argv[2]):
        encoded = tokenizer(item["prompt"] + item["continuation"], return_offsets_mapping=True)
        ids = encoded["input_ids"]
        table = torch.log_softmax(model(torch.tensor([ids])).logits[0], -1)
        for place, (_, end) in enumerate(encoded["offset_mapping"]):
            if place > 0 and end > len(item["prompt"]):
                total += float(table[place - 1, ids[place]])
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, total)
