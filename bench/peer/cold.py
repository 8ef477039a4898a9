"""The peer in `input`, before the first epoch: the same squares cut from PNG pictures by Pillow through a DataLoader."""
import functools
import time

import numpy
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from input import MEAN, STD
from serve import answer, prepare


@functools.lru_cache(maxsize=2)
def picture(file):
    """A view as grey values 0..1; each worker keeps the latest, as neighbouring squares are of one view."""
    return Image.fromarray(numpy.asarray(Image.open(file)).astype(numpy.float32) / 65535)


class Squares(Dataset):
    """Squares of views, resized and normalised."""

    def __init__(self, task):
        self.pictures, self.squares, self.size = task["pictures"], task["squares"], task["size"]

    def __len__(self):
        return len(self.squares)

    def __getitem__(self, i):
        view, x, y, side = self.squares[i]
        square = picture(self.pictures[view]).crop((x, y, x + side, y + side))
        grey = torch.from_numpy(numpy.asarray(square.resize((self.size, self.size), Image.BOX)).copy())
        return (grey.expand(3, -1, -1) - MEAN) / STD


def run():
    task, _, _ = prepare()
    loader = DataLoader(Squares(task), batch_size=32, num_workers=task["workers"])

    def one_pass(_steps):
        picture.cache_clear()
        start = time.perf_counter()
        patches = sum(len(batch) for batch in loader)
        return {"milliseconds": (time.perf_counter() - start) * 1000, "waiting": 0, "patches": patches}

    one_pass(1)
    answer(task, one_pass)


if __name__ == "__main__":
    run()
