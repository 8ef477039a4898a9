"""Golden numbers of training: a small bottleneck ResNet in PyTorch, gradients in float64 and twenty SGD steps.

Run with Debian 12's python3-torch:  /usr/bin/python3 test/golden/small_bottleneck.py
Writes small_bottleneck.json (version, distances, losses) and small_bottleneck.bin (the float64 gradients of the first step,
rounded once to float32, tensors in the order of `parameters`). Weights, images and labels follow from the formulas below,
which test/unit/training/bottleneck.ts repeats: nothing else is shared.
"""
import json
import os

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(2)
SIZE, BATCH, CLASSES, STEPS = 32, 16, 3, 20
LEARNING_RATE, MOMENTUM, WEIGHT_DECAY = 0.001, 0.9, 1e-4
STEM, STAGES, EXPANSION = 8, [(8, 1, 2), (16, 2, 2), (32, 2, 1)], 4  # (width, stride, blocks)


def uniform(seed, count):
    """`count` numbers in [-1, 1): the upper 24 bits of a 32-bit linear congruential generator, exact in float32."""
    state, values = (seed * 2654435761 + 12345) % 2**32, np.empty(count)
    for i in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values[i] = (state >> 8) / 2**23 - 1
    return values


def shapes():
    """Parameter names (torchvision's) and shapes, in the order that seeds them."""
    out = {"conv1.weight": (STEM, 3, 7, 7), "bn1.weight": (STEM,), "bn1.bias": (STEM,)}
    channels = STEM
    for s, (width, stride, blocks) in enumerate(STAGES):
        for b in range(blocks):
            name, last = f"layer{s + 1}.{b}", width * EXPANSION
            convs = [("conv1", (width, channels, 1, 1)), ("conv2", (width, width, 3, 3)), ("conv3", (last, width, 1, 1))]
            for i, (conv, shape) in enumerate(convs):
                out[f"{name}.{conv}.weight"] = shape
                out[f"{name}.bn{i + 1}.weight"] = out[f"{name}.bn{i + 1}.bias"] = shape[:1]
            if b == 0:
                out[f"{name}.downsample.0.weight"] = (last, channels, 1, 1)
                out[f"{name}.downsample.1.weight"] = out[f"{name}.downsample.1.bias"] = (last,)
            channels = last
    out["fc.weight"], out["fc.bias"] = (CLASSES, channels), (CLASSES,)
    return out


def initial(seed, name, shape):
    values = uniform(seed, int(np.prod(shape))).reshape(shape)
    if len(shape) == 4:
        return values * np.float64(np.float32(np.sqrt(6 / (shape[1] * shape[2] * shape[3]))))
    if len(shape) == 2:
        return values * 0.25
    gain = 0.25 if ".bn3." in name else 1  # blocks near the identity: rounding is not amplified, so twenty steps stay comparable
    return gain * (1 + 0.5 * values) if name.endswith("weight") else 0.125 * values


def batch(step):
    images = uniform(1000 + step % 4, BATCH * 3 * SIZE * SIZE).reshape(BATCH, 3, SIZE, SIZE)
    labels = np.array([(i * 5 + step % 4) % CLASSES for i in range(BATCH)])
    images = np.float64(np.float32(images + 0.5 * labels[:, None, None, None] - 0.25))  # something to learn
    return images, labels


def bn(p, stats, name, x):
    return F.batch_norm(x, stats[name + ".running_mean"], stats[name + ".running_var"], p[name + ".weight"], p[name + ".bias"], True, 0.1, 1e-5)


def forward(p, stats, x):
    x = F.max_pool2d(F.relu(bn(p, stats, "bn1", F.conv2d(x, p["conv1.weight"], None, 2, 3))), 3, 2, 1)
    for s, (_, stride, blocks) in enumerate(STAGES):
        for b in range(blocks):
            n, st = f"layer{s + 1}.{b}", stride if b == 0 else 1
            y = F.relu(bn(p, stats, n + ".bn1", F.conv2d(x, p[n + ".conv1.weight"])))
            y = F.relu(bn(p, stats, n + ".bn2", F.conv2d(y, p[n + ".conv2.weight"], None, st, 1)))
            y = bn(p, stats, n + ".bn3", F.conv2d(y, p[n + ".conv3.weight"]))
            if b == 0:
                x = bn(p, stats, n + ".downsample.1", F.conv2d(x, p[n + ".downsample.0.weight"], None, st))
            x = F.relu(y + x)
    return F.linear(x.mean((2, 3)), p["fc.weight"], p["fc.bias"])


def train(dtype):
    """Losses of STEPS steps, gradients of the first, running statistics at the end."""
    names = shapes()
    p = {n: torch.tensor(np.float32(initial(i, n, s)), dtype=dtype).requires_grad_() for i, (n, s) in enumerate(names.items())}
    stats = {}
    for n, s in names.items():
        if n.endswith("bias") and n != "fc.bias":
            stats[n[:-4] + "running_mean"], stats[n[:-4] + "running_var"] = torch.zeros(s, dtype=dtype), torch.ones(s, dtype=dtype)
    optimizer = torch.optim.SGD(p.values(), lr=LEARNING_RATE, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY)
    losses, gradients = [], None
    for step in range(STEPS):
        images, labels = batch(step)
        optimizer.zero_grad()
        loss = F.cross_entropy(forward(p, stats, torch.tensor(images, dtype=dtype)), torch.tensor(labels))
        loss.backward()
        if step == 0:
            gradients = {n: v.grad.double().numpy().copy() for n, v in p.items()}
        optimizer.step()
        losses.append(loss.item())
    return losses, gradients, {n: v.double().numpy() for n, v in stats.items()}


def distance(a, b):
    return float(np.linalg.norm(a - b) / np.linalg.norm(b))


losses64, g64, stats64 = train(torch.float64)
losses32, g32, _ = train(torch.float32)
flat = lambda g: np.concatenate([v.ravel() for v in g.values()])
folder = os.path.dirname(os.path.abspath(__file__))
flat(g64).astype("<f4").tofile(os.path.join(folder, "small_bottleneck.bin"))
golden = {
    "madeBy": "test/golden/small_bottleneck.py",
    "program": f"PyTorch {torch.__version__} (Debian 12 python3-torch)",
    "size": SIZE, "batch": BATCH, "classes": CLASSES,
    "learningRate": LEARNING_RATE, "momentum": MOMENTUM, "weightDecay": WEIGHT_DECAY,
    "parameters": {n: list(s) for n, s in shapes().items()},
    "float32Distance": {"all": distance(flat(g32), flat(g64)), "tensors": {n: distance(g32[n], g64[n]) for n in g64}},
    "losses64": losses64, "losses32": losses32,
    "runningAfter": {n: [float(v) for v in stats64[n]] for n in ("bn1.running_mean", "bn1.running_var", "layer3.0.bn2.running_var")},
}
with open(os.path.join(folder, "small_bottleneck.json"), "w") as f:
    json.dump(golden, f, indent=1)
    f.write("\n")
print(golden["float32Distance"]["all"], max(golden["float32Distance"]["tensors"].items(), key=lambda kv: kv[1]))
print([round(v, 4) for v in losses64], max(abs(a / b - 1) for a, b in zip(losses32, losses64)))
