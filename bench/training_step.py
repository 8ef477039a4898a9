"""Counterpart of training-step.ts in PyTorch: /usr/bin/python3 bench/training_step.py [size] [batch] [steps] (the small network)."""
import json
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

size, batch, steps = (int(v) for v in (sys.argv[1:] + ["64", "32", "15"][len(sys.argv) - 1 :]))


def layer(i, o, k, s=1):
    return nn.Sequential(nn.Conv2d(i, o, k, s, k // 2, bias=False), nn.BatchNorm2d(o))


class Block(nn.Module):
    def __init__(self, layers, shortcut):
        super().__init__()
        self.layers, self.shortcut = nn.ModuleList(layers), shortcut

    def forward(self, x):
        y = x
        for i, l in enumerate(self.layers):
            y = l(y) if i + 1 == len(self.layers) else F.relu(l(y))
        return F.relu(y + (self.shortcut(x) if self.shortcut else x))


basic = lambda i, o: Block([layer(i, o, 3, 2), layer(o, o, 3)], layer(i, o, 1, 2))
net = nn.Sequential(
    layer(3, 16, 3, 2), nn.ReLU(), basic(16, 32), basic(32, 64),
    Block([layer(64, 32, 1), layer(32, 32, 3), layer(32, 128, 1)], layer(64, 128, 1)),
    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 3),
)
for layout in (torch.contiguous_format, torch.channels_last):
    net = net.to(memory_format=layout)
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-4, momentum=0.9, weight_decay=1e-4)
    x = torch.randn(batch, 3, size, size).contiguous(memory_format=layout)
    y = torch.arange(batch) % 3
    times = []
    for step in range(steps + 2):
        start = time.perf_counter()
        optimizer.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
        if step >= 2:
            times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times)
    print(json.dumps({"engine": f"PyTorch {torch.__version__}", "layout": str(layout), "ms": round(median, 1),
                      "patchesPerSecond": round(batch * 1000 / median, 1), "best": round(batch * 1000 / min(times), 1)}))
