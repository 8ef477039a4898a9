"""The peer in `input`: passes over the same patch store with a DataLoader, each batch followed by a step of an engine."""
import time

import numpy
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset

from networks import CLASSES, network
from serve import answer, prepare

MEAN = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
STD = torch.tensor([0.229, 0.224, 0.225])[:, None, None]


class Patches(Dataset):
    """Patches of the store as a network's input, read through a memory map."""

    def __init__(self, task):
        self.pixels = numpy.memmap(task["store"]["pixels"], dtype="<u2", mode="r").reshape(-1, task["size"], task["size"])
        self.order = task["order"]

    def __len__(self):
        return len(self.order)

    def __getitem__(self, i):
        grey = torch.from_numpy(self.pixels[self.order[i]].astype(numpy.float32) / 65535)
        return (grey.expand(3, -1, -1) - MEAN) / STD, i % CLASSES


def training_step(task, layout):
    model = nn.Sequential(*network(task["network"])).to(memory_format=layout).train()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9, weight_decay=1e-4)

    def step(images, labels):
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(images.contiguous(memory_format=layout)), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def run():
    task, _, layout = prepare()
    pause = task.get("stepMilliseconds")
    step = training_step(task, layout) if pause is None else lambda *_: time.sleep(pause / 1000)
    loader = DataLoader(Patches(task), batch_size=task["batch"], num_workers=task["workers"])

    def one_pass(_steps):
        waiting = patches = 0
        start = asked = None
        for images, labels in loader:
            now = time.perf_counter()
            if start is None:
                start = now  # the first batch has no step to hide behind
            else:
                waiting += now - asked
                patches += len(labels)
            step(images, labels)
            asked = time.perf_counter()
        return {"milliseconds": (asked - start) * 1000, "waiting": waiting * 1000, "patches": patches}

    one_pass(1)
    answer(task, one_pass)


if __name__ == "__main__":
    run()
