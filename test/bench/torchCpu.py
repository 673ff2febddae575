"""PyTorch on the CPU: the same model and the same work as the bench, in a process of its own. The project does not depend on it.

python3 test/bench/torchCpu.py [--models 0.2M,1M] [--batches 64] [--rounds 5] [--json FILE]
"""

import argparse
import datetime
import json
import math
import platform
import statistics
import sys
import time

import torch
from torch.nn import functional

MODELS = {"0.2M": (2, 4, 96), "1M": (5, 4, 128), "5M": (6, 8, 256)}
CONTEXT, VOCABULARY, PROMPT, ANSWER, SEPARATOR = 32, 32, 12, 10, 31


class Block(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.qkv = torch.nn.Linear(width, 3 * width, bias=False)
        self.out = torch.nn.Linear(width, width, bias=False)
        self.up, self.down = torch.nn.Linear(width, 4 * width), torch.nn.Linear(4 * width, width)

    def forward(self, x, cache, position):
        batch, length, width = x.shape
        query, key, value = (
            part.view(batch, length, self.heads, -1).transpose(1, 2) for part in self.qkv(self.norm1(x)).split(width, -1)
        )
        if cache is not None:
            cache[0][:, :, position : position + length] = key
            cache[1][:, :, position : position + length] = value
            key, value = (part[:, :, : position + length] for part in cache)
        scores = query @ key.transpose(-1, -2) / math.sqrt(width / self.heads)
        if length > 1:
            scores = scores + torch.full((length, length), -1e9).triu(1)
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        x = x + self.out(mixed)
        up = self.up(self.norm2(x))
        hidden = 0.5 * up * (1 + torch.tanh(math.sqrt(2 / math.pi) * (up + 0.044715 * up**3)))
        return x + self.down(hidden)


class Model(torch.nn.Module):
    def __init__(self, layers, heads, width):
        super().__init__()
        self.heads, self.width = heads, width
        self.tokens, self.positions = torch.nn.Embedding(VOCABULARY, width), torch.nn.Embedding(CONTEXT, width)
        self.blocks = torch.nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm, self.head = torch.nn.LayerNorm(width), torch.nn.Linear(width, VOCABULARY, bias=False)

    def forward(self, tokens, caches=None, position=0):
        length = tokens.shape[1]
        x = self.tokens(tokens) + self.positions(torch.arange(position, position + length))
        for index, block in enumerate(self.blocks):
            x = block(x, caches and caches[index], position)
        return self.head(self.norm(x))


def trainer(model, batch):
    sequences = torch.randint(VOCABULARY, (batch, CONTEXT + 1))
    inputs, targets = sequences[:, :-1].contiguous(), sequences[:, 1:].reshape(-1)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0)

    def step():
        optimiser.zero_grad()
        loss = functional.cross_entropy(model(inputs).view(-1, VOCABULARY), targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        return loss.item()

    return step


def decoder(model, batch):
    prompts = torch.randint(SEPARATOR, (batch, PROMPT))

    @torch.no_grad()
    def decode():
        empty = torch.zeros(batch, model.heads, CONTEXT, model.width // model.heads)
        caches = [(empty.clone(), empty.clone()) for _ in model.blocks]
        logits, position, answers = model(prompts, caches)[:, -1], PROMPT, []
        for turn in range(2):
            for place in range(ANSWER):
                token = torch.multinomial(logits.softmax(-1), 1)
                answers.append(token)
                if turn == 0 or place < ANSWER - 1:
                    logits, position = model(token, caches, position)[:, -1], position + 1
            if turn == 0:
                logits = model(torch.full((batch, 1), SEPARATOR), caches, position)[:, -1]
                position += 1
        return torch.cat(answers, 1).numpy()

    return decode


def correct(work, run, model):
    """A step must lower the loss; a cache must give the logits of whole sequences."""
    if work == "train_step":
        losses = [run() for _ in range(3)]
        return losses[-1] < losses[0]
    tokens = torch.randint(VOCABULARY, (2, CONTEXT))
    empty = torch.zeros(2, model.heads, CONTEXT, model.width // model.heads)
    caches = [(empty.clone(), empty.clone()) for _ in model.blocks]
    with torch.no_grad():
        model(tokens[:, : CONTEXT - 1], caches)
        return torch.allclose(model(tokens[:, CONTEXT - 1 :], caches, CONTEXT - 1)[:, 0], model(tokens)[:, -1], atol=1e-4)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", default="0.2M,1M,5M")
    parser.add_argument("--batches", default="64")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json")
    options = parser.parse_args()
    adapter = f"PyTorch on {platform.machine()}, {torch.get_num_threads()} threads"
    rows = []
    for name in options.models.split(","):
        for batch in map(int, options.batches.split(",")):
            for work, make, tokens in (("decode", decoder, 2 * ANSWER * batch), ("train_step", trainer, CONTEXT * batch)):
                torch.manual_seed(1)
                model = Model(*MODELS[name])
                run = make(model, batch)
                is_correct = correct(work, run, model)
                times = []
                for _ in range(options.rounds + 1):
                    start = time.perf_counter()
                    run()
                    times.append(1000 * (time.perf_counter() - start))
                times = sorted(times[1:])
                median = statistics.median(times)
                row = {"work": work, "model": name, "batch": batch, "side": "torch", "backend": "cpu", "adapter": adapter}
                row |= {"median_ms": round(median, 3), "p10_ms": round(times[0], 3), "p90_ms": round(times[-1], 3)}
                row |= {"rounds": options.rounds, "tokens_per_s": round(1000 * tokens / median), "dispatches": None}
                row |= {"submissions": None, "uploads": None, "readbacks": None, "submit_ms": None, "allocated_bytes": None}
                row |= {"correct": bool(is_correct), "note": f"PyTorch {torch.__version__}; least and largest time for p10 and p90"}
                rows.append(row)
                print(f"{work} {name} B={batch}: {median:.1f} ms, {row['tokens_per_s']} tokens/s")
    words = [word for i, word in enumerate(sys.argv) if not word.startswith("--json") and sys.argv[i - 1] != "--json"]
    result = {"command": " ".join(["python3", *words]), "backend": "cpu", "adapter": adapter, "isSoftware": False}
    result |= {"date": datetime.date.today().isoformat(), "browser": f"Python {platform.python_version()}", "rows": rows}
    result |= {"phases": [], "scaling": [], "roofline": None, "soak": []}
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=2)


main()
