"""Writes tests/golden/checkpoints: tiny checkpoints of many kinds by Transformers, and what Transformers makes of them.

For each: token ids of texts, texts of ids, log-probabilities of continuations, greedy continuations, and 20 steps of AdamW by PyTorch.
Nothing is downloaded: the tokenizers are learned from a few sentences, the weights are random.

Run: python tools/make-checkpoint-golden.py   (needs torch, transformers, tokenizers; versions are recorded in provenance.json)
"""

import json
import pathlib
import platform
import random
import shutil

import tokenizers
import torch
import transformers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

OUT = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "checkpoints"
torch.set_num_threads(1)

CORPUS = [
    "Tom has 3 boxes of 4 pens. He loses 5 pens. How many pens does Tom have?",
    "Question: A train travels 120 km in 2 hours. What is its speed?\nAnswer:\nThe speed is 120 / 2 = <<120/2=60>>60 km/h.\n#### 60",
    "Let $x^2 + 3x = 10$; then \\frac{1}{2}x \\ge \\boxed{1}. We don't know y, but she'll say it's 7.",
    "She buys 12 apples at $1.50 each and pays $18.00, which is   a lot of   money.\n\n\tThen she sells them.",
    "Das Café in Zürich kostet 4 €. El niño tiene 5 años. 数学は楽しい。",
]
TEXTS = [
    "Tom has 3 boxes.", " Tom has 3 boxes.", "  two spaces  inside ", "Question: 12+30=42\nAnswer:\n#### 42", "", "\n", " ",
    "it's don't she'll", "Café Zürich 4 € naïve", "数学 日本", "emoji 😀 and 👩‍🔬", "\ufeffmark at the front", "tab\tand\r\nlines",
    "$\\frac{1}{2}$ \\boxed{x^2}", "<s>bos in the text</s> and after", "<|im_start|>user\nHi<|im_end|>\n", "▁ already here", "e\u0301 combining", "ﬁ ligature ½",
]
PAIRS = [
    ["Tom", " has 3 boxes."], ["Tom h", "as 3 boxes."], ["Question: 1+1?\nAnswer:\n", "It is 2.\n#### 2"], ["Tom has ", "3 boxes"],
    ["The answer is", " 42"], ["Zür", "ich 4 €"], ["a 😀", " 😀 b"], ["x\n\n", "\n y"],
]
PROMPTS = ["Question: Tom has 3 boxes?\nAnswer:\n", "The speed is", "x"]
ROWS = [["Question: %d + %d?\nAnswer:\n" % (a, b), "It is %d.\n#### %d" % (a + b, a + b)] for a, b in [(1, 2), (3, 4), (10, 5), (7, 7), (2, 30), (8, 1), (12, 9), (6, 6)]]
SPLIT_LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
SPLIT_QWEN = SPLIT_LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
CHATML = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
LLAMA2_CHAT = "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'].strip() + ' [/INST]' }}{% else %}{{ ' ' + message['content'].strip() + ' ' + eos_token }}{% endif %}{% endfor %}"
BYTES = ["<0x%02X>" % byte for byte in range(256)]


def special(*names):
    return [AddedToken(name, special=True, normalized=False) for name in names]


def template(bos=None, eos=None, ids={}):
    single = " ".join(filter(None, [bos and bos + ":0", "$A:0", eos and eos + ":0"]))
    pair = single + " " + " ".join(filter(None, [bos and bos + ":1", "$B:1", eos and eos + ":1"]))
    return processors.TemplateProcessing(single=single, pair=pair, special_tokens=[(name, ids[name]) for name in [bos, eos] if name])


def sentencepiece_bpe(kind, size=420, bos=True, eos=False):
    """Byte-pair encoding with byte fallback: kind is 'legacy' (Llama 2 as first published), 'metaspace' (as converted now) or 'gemma'."""
    names = ["<pad>", "<eos>", "<bos>", "<unk>", "<|im_start|>", "<|im_end|>"] if kind == "gemma" else ["<unk>", "<s>", "</s>"]
    learner = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    learner.normalizer = normalizers.Replace(" ", "▁")
    learner.pre_tokenizer = pre_tokenizers.Split(Regex("▁?[^▁]+"), "isolated")
    learner.train_from_iterator(CORPUS * 3, trainers.BpeTrainer(vocab_size=size - 256 - len(names), show_progress=False))
    learned = json.loads(learner.to_str())["model"]
    pieces = names + BYTES + [piece for piece, _ in sorted(learned["vocab"].items(), key=lambda entry: entry[1]) if piece not in names]
    vocabulary = {piece: place for place, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[tuple(m) for m in learned["merges"]], unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    steps = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    if kind == "legacy":
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    elif kind == "metaspace":
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", "first", split=False)
    else:
        tokenizer.normalizer = normalizers.Replace(" ", "▁")
        tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence(steps + ([decoders.Strip(" ", 1, 0)] if kind != "gemma" else []))
    tokenizer.add_special_tokens(special(*names))
    start, end = ("<bos>", "<eos>") if kind == "gemma" else ("<s>", "</s>")
    if bos or eos:
        tokenizer.post_processor = template(start if bos else None, end if eos else None, {start: vocabulary[start], end: vocabulary[end]})
    return tokenizer, dict(bos_token=start, eos_token=end, unk_token="<unk>")


def byte_level(split, size=420, bos=None, names=("<|endoftext|>", "<|im_start|>", "<|im_end|>"), nfc=False, digits=False):
    tokenizer = Tokenizer(models.BPE(ignore_merges=split == SPLIT_LLAMA3))
    level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=split is None)
    first = pre_tokenizers.Digits(individual_digits=True) if digits else pre_tokenizers.Split(Regex(split), "isolated") if split else None
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([first, level]) if first else level
    if nfc:
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=size - len(names), initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(CORPUS * 3, trainer)
    tokenizer.add_special_tokens(special(*names))
    plain = processors.ByteLevel(trim_offsets=False)
    tokenizer.post_processor = processors.Sequence([plain, template(bos, None, {bos: tokenizer.token_to_id(bos)})]) if bos else plain
    return tokenizer, dict(bos_token=bos, eos_token=names[0] if bos != names[0] else names[1])


def unigram(size=380, byte_fallback=False, bos=False, eos=False, scheme="always", nfkc=False):
    names = ["<unk>", "<s>", "</s>"] + (BYTES if byte_fallback else [])
    learner = Tokenizer(models.Unigram())
    learner.pre_tokenizer = pre_tokenizers.Metaspace("▁", scheme)
    learner.train_from_iterator(CORPUS * 3, trainers.UnigramTrainer(vocab_size=size, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False))
    learned = [entry for entry in json.loads(learner.to_str())["model"]["vocab"] if entry[0] not in names]
    # Without the byte order mark and emoji in the corpus these are unknown pieces.
    tokenizer = Tokenizer(models.Unigram([(name, 0.0) for name in names] + [tuple(entry) for entry in learned], unk_id=0, byte_fallback=byte_fallback))
    if nfkc:
        tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", scheme)
    metaspace = decoders.Metaspace("▁", scheme)
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), metaspace]) if byte_fallback else metaspace
    tokenizer.add_special_tokens(special(*names[:3]))
    if bos or eos:
        tokenizer.post_processor = template("<s>" if bos else None, "</s>" if eos else None, {"<s>": 1, "</s>": 2})
    return tokenizer, dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>")


fast = "PreTrainedTokenizerFast"
llama, qwen2 = "llama", "qwen2"
# name: (tokenizer with its special tokens, further lines of tokenizer_config.json, class,
# architecture, changes to the model, how it is saved)
KINDS = {
    "llama2-legacy": (sentencepiece_bpe("legacy"), {}, fast, llama, {}, {}),
    "llama2-legacy-class": (sentencepiece_bpe("legacy"), dict(add_bos_token=True, add_eos_token=False, legacy=False), "LlamaTokenizer", llama, {}, {}),
    "llama2-metaspace": (sentencepiece_bpe("metaspace"), {}, fast, llama, {}, {}),
    "llama2-class": (sentencepiece_bpe("metaspace"), dict(add_bos_token=True, add_eos_token=False), "LlamaTokenizerFast", llama, dict(tie_word_embeddings=True), {}),
    "llama2-add-bos-false": (sentencepiece_bpe("metaspace"), dict(add_bos_token=False, add_eos_token=False), "LlamaTokenizer", llama, {}, {}),
    "llama2-add-bos-on-bare": (sentencepiece_bpe("metaspace", bos=False), dict(add_bos_token=True), "LlamaTokenizer", llama, {}, {}),
    "llama2-eos": (sentencepiece_bpe("metaspace", bos=True, eos=True), {}, fast, llama, {}, {}),
    "llama2-padded": (sentencepiece_bpe("metaspace"), {}, fast, llama, dict(vocab_size=448), dict(shards=True)),
    "llama2-chat": (sentencepiece_bpe("metaspace"), dict(chat_template=LLAMA2_CHAT, add_bos_token=True, add_eos_token=False), "LlamaTokenizer", llama, {}, {}),
    "llama3": (byte_level(SPLIT_LLAMA3, bos="<|begin|>", names=("<|begin|>", "<|end|>", "<|eot|>")), {}, fast, llama, {}, dict(dtype=torch.float32)),
    "llama3-no-bos": (byte_level(SPLIT_LLAMA3), {}, fast, llama, {}, {}),
    "llama3-padded": (byte_level(SPLIT_LLAMA3, bos="<|begin|>", names=("<|begin|>", "<|end|>", "<|eot|>")), {}, fast, llama, dict(vocab_size=512, tie_word_embeddings=True), {}),
    "llama3-add-bos-false": (byte_level(SPLIT_LLAMA3, bos="<|begin|>", names=("<|begin|>", "<|end|>", "<|eot|>")), dict(add_bos_token=False), fast, llama, {}, {}),
    "llama3-chat": (byte_level(SPLIT_LLAMA3, bos="<|begin|>", names=("<|begin|>", "<|im_end|>", "<|im_start|>")), dict(chat_template="{{ bos_token }}" + CHATML), fast, llama, {}, dict(ends=True)),
    "smollm": (byte_level(None, digits=True, bos=None), dict(clean_up_tokenization_spaces=False), "GPT2Tokenizer", llama, {}, {}),
    "gpt2-regex": (byte_level(None), {}, fast, llama, {}, {}),
    "qwen2": (byte_level(SPLIT_QWEN, nfc=True), dict(add_bos_token=False), "Qwen2Tokenizer", qwen2, {}, {}),
    "qwen2-chat-padded": (byte_level(SPLIT_QWEN, nfc=True), dict(chat_template=CHATML), fast, qwen2, dict(vocab_size=480, tie_word_embeddings=True), dict(ends=True)),
    "gemma": (sentencepiece_bpe("gemma"), {}, fast, llama, dict(tie_word_embeddings=True), {}),
    "gemma-no-bos": (sentencepiece_bpe("gemma", bos=False), {}, fast, llama, {}, {}),
    "gemma-chat": (sentencepiece_bpe("gemma"), dict(chat_template="{{ bos_token }}" + CHATML, add_bos_token=True), fast, llama, {}, {}),
    "unigram": (unigram(), {}, fast, llama, {}, {}),
    "unigram-bytes-bos": (unigram(size=260, byte_fallback=True, bos=True, scheme="first"), {}, fast, llama, {}, {}),
    "unigram-eos": (unigram(eos=True), {}, fast, llama, {}, {}),
    "unigram-nfkc": (unigram(nfkc=True, byte_fallback=True, size=260), {}, fast, qwen2, {}, {}),
}


def make_model(architecture, vocabulary, changes, seed):
    torch.manual_seed(seed)
    common = dict(hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1, max_position_embeddings=256)
    settings = {**common, "vocab_size": vocabulary, "rms_norm_eps": 1e-5, "tie_word_embeddings": False, "attn_implementation": "eager", **changes}
    config = (transformers.LlamaConfig if architecture == llama else transformers.Qwen2Config)(**settings)
    model = (transformers.LlamaForCausalLM if architecture == llama else transformers.Qwen2ForCausalLM)(config).float()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, 1.0 if parameter.dim() == 1 else 0.0, 0.3)
    return model


def joint(tokenizer, prompt, continuation):
    """Token ids of both together, without what the tokenizer puts at the end, and for each whether it reaches into the continuation."""
    encoded = tokenizer(prompt + continuation, return_offsets_mapping=True)
    ids, ends = encoded["input_ids"], [end for _, end in encoded["offset_mapping"]]
    text = [place for place, special in enumerate(tokenizer.get_special_tokens_mask(ids, already_has_special_tokens=True)) if not special or ends[place] > 0]
    keep = text[-1] + 1 if text else len(ids)
    return ids[:keep], [end > len(prompt) for end in ends[:keep]]


def prompt_ids(tokenizer, prompt):
    return joint(tokenizer, prompt, "")[0]


def logprobs_of(model, ids):
    with torch.no_grad():
        return torch.log_softmax(model(torch.tensor([ids])).logits[0].double(), -1)


def score(model, tokenizer, prompt, continuation):
    ids, counted = joint(tokenizer, prompt, continuation)
    table = logprobs_of(model, ids)
    places = [place for place, is_counted in enumerate(counted) if is_counted and place > 0]
    return dict(ids=[ids[place] for place in places], logprob=sum(float(table[place - 1, ids[place]]) for place in places))


def greedy(model, tokenizer, prompt, steps=12):
    ids = prompt_ids(tokenizer, prompt)
    with torch.no_grad():
        out = model.generate(torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long), max_new_tokens=steps, do_sample=False, pad_token_id=0)
    made = out[0].tolist()[len(ids):]
    return dict(ids=made, text=tokenizer.decode(made, skip_special_tokens=False, clean_up_tokenization_spaces=False))


def train(model, tokenizer, end):
    model.train()
    matrices = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW([dict(params=matrices, weight_decay=0.1), dict(params=others, weight_decay=0.0)], lr=3e-3, betas=(0.9, 0.95), eps=1e-8)
    schedule = transformers.get_cosine_schedule_with_warmup(optimizer, 0, 20)
    losses = []
    for _ in range(20):
        total, count = 0.0, 0
        optimizer.zero_grad()
        for prompt, completion in ROWS:
            ids, counted = joint(tokenizer, prompt, completion)
            ids, counted = ids + [end], counted + [True]
            labels = torch.tensor([[i if c else -100 for i, c in zip(ids, counted)]])
            logits = model(torch.tensor([ids])).logits
            total = total + torch.nn.functional.cross_entropy(logits[0, :-1], labels[0, 1:], ignore_index=-100, reduction="sum")
            count += int((labels != -100).sum())
        loss = total / count
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(float(loss))
    return losses


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    for number, (name, ((backend, tokens), lines, cls, architecture, changes, saved)) in enumerate(KINDS.items()):
        home = OUT / name
        wrapped = transformers.PreTrainedTokenizerFast(tokenizer_object=backend, **{k: v for k, v in tokens.items() if v})
        wrapped.save_pretrained(home)
        # What a published checkpoint says of its tokenizer, written as its own tools wrote it.
        config_path = home / "tokenizer_config.json"
        config = {k: v for k, v in json.loads(config_path.read_text()).items() if k not in ("backend", "is_local", "add_bos_token", "add_eos_token", "local_files_only")}
        inline = {k: v for k, v in lines.items() if not (k == "chat_template" and name == "llama3-chat")}
        config_path.write_text(json.dumps({**config, **inline, "tokenizer_class": cls}, indent=1, ensure_ascii=False))
        if name == "llama3-chat":
            (home / "chat_template.jinja").write_text(lines["chat_template"])
        (home / "tokenizer.json").write_text(json.dumps(json.loads((home / "tokenizer.json").read_text()), ensure_ascii=False, separators=(",", ":")))
        tokenizer = transformers.AutoTokenizer.from_pretrained(home)
        size = max(tokenizer.get_vocab().values()) + 1
        ends = [tokenizer.convert_tokens_to_ids(t) for t in ["<|im_end|>", tokenizer.eos_token]] if saved.get("ends") else tokenizer.eos_token_id
        model = make_model(architecture, changes.pop("vocab_size", size), changes, 100 + number)
        model.config.eos_token_id = model.generation_config.eos_token_id = ends
        model = model.to(saved.get("dtype", [torch.bfloat16, torch.float16][number % 2]))
        model.save_pretrained(home, **({"max_shard_size": "6KB"} if saved.get("shards") else {}))
        model = transformers.AutoModelForCausalLM.from_pretrained(home, dtype=torch.float32, attn_implementation="eager").eval()
        generator = random.Random(number)
        groups = [[generator.randrange(size) for _ in range(8)] for _ in range(12)]
        golden = dict(
            texts=[dict(text=text, ids=tokenizer(text)["input_ids"]) for text in TEXTS],
            decoded=[dict(ids=ids, text=tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)) for ids in groups],
            scores=[dict(prompt=p, continuation=c, **score(model, tokenizer, p, c)) for p, c in PAIRS],
            greedy=[dict(prompt=p, **greedy(model, tokenizer, p)) for p in PROMPTS],
        )
        if tokenizer.chat_template:
            messages = [dict(role="user", content="Tom has 3 boxes?")]
            golden["chat"] = dict(
                text=tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True),
                ids=tokenizer.apply_chat_template(messages, tokenize=True, add_generation_prompt=True, return_dict=True)["input_ids"],
            )
        end = ends if isinstance(ends, int) else model.config.eos_token_id[0]
        golden["losses"] = train(model, tokenizer, end)
        (home / "golden.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n")
        print(name, size, tokenizer.__class__.__name__, golden["texts"][0]["ids"][:4])
    provenance = dict(command="python tools/make-checkpoint-golden.py", python=platform.python_version(), torch=torch.__version__, transformers=transformers.__version__, tokenizers=tokenizers.__version__)
    (OUT / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")


main()
