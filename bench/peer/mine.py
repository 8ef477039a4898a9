"""The peer in `mine`: the same job as the method's published code does it: every activation is kept, and the top 64 of a unit are looked at again."""
import json
import os
import tempfile
import time

import numpy
import torch
import torch.nn.functional as F
from PIL import Image
from torch.utils.data import DataLoader

from input import MEAN, STD, Patches
from networks import CLASSES, network
from serve import answer, prepare

TOP, UNITS, PLACES, THUMBNAIL, PREVIEW = 64, 20, 8, 150, 700


def views_of(task):
    """The stored views as memory maps [height, width], by side."""
    stem = os.path.join(task["dir"], f"views-holdout-{task['hash'][:16]}")
    pixels = numpy.memmap(f"{stem}.u16", dtype="<u2", mode="r")
    with open(f"{stem}.json") as file:
        entries = json.load(file)["entries"]
    return [pixels[e["offset"] : e["offset"] + e["width"] * e["height"]].reshape(e["height"], e["width"]) for e in entries if e["side"] == task["size"]]


def as_input(grey):
    return (torch.from_numpy(grey.astype(numpy.float32) / 65535).expand(3, -1, -1) - MEAN) / STD


@torch.inference_mode()
def mine(task, trunk, head, layout, folder):
    weight = head[-1].weight
    patches = Patches({"store": {"pixels": task["pixels"]}, "size": task["size"], "order": list(range(task["count"]))})
    kept = []
    for images, _ in DataLoader(patches, batch_size=32, num_workers=task["workers"]):
        kept.append(trunk(images.contiguous(memory_format=layout)).contiguous())
    maps = torch.cat(kept)
    maxima = maps.amax((2, 3))
    whole = views_of(task)
    if task["rankOn"] == "views":
        images = (as_input(view)[None].contiguous(memory_format=layout) for view in whole)
        ranked = torch.stack([trunk(image).amax((2, 3))[0] for image in images])
    else:
        ranked = maxima
    chosen = []
    for c in range(CLASSES):
        places = (ranked * weight[c]).topk(PLACES).indices.flatten()
        chosen.append(torch.bincount(places, minlength=weight.shape[1]).topk(UNITS).indices)
    for unit in torch.cat(chosen).unique().tolist():
        top = maxima[:, unit].topk(min(TOP, len(maxima))).indices.tolist()
        images = torch.stack([patches[i][0] for i in top]).contiguous(memory_format=layout)
        unit_maps = trunk(images)[:, unit : unit + 1]
        masks = F.interpolate(unit_maps, size=(task["size"], task["size"]), mode="bilinear") > 0.2 * maxima[:, unit].max()
        for place, (i, mask) in enumerate(zip(top, masks)):
            grey = (patches.pixels[i] >> 8).astype(numpy.uint8)
            dimmed = numpy.where(mask[0].numpy(), grey, grey // 3)
            picture = Image.fromarray(dimmed)
            picture.resize((min(THUMBNAIL, picture.width),) * 2).save(os.path.join(folder, f"{unit}-{place}.jpg"), quality=85)
    for i, view in enumerate(whole):
        picture = Image.fromarray((view >> 8).astype(numpy.uint8))
        picture.thumbnail((PREVIEW, PREVIEW))
        picture.save(os.path.join(folder, f"view-{i}.jpg"), quality=85)


def run():
    task, _, layout = prepare()
    trunk, head = (part.to(memory_format=layout).eval() for part in network(task["network"]))
    stem = os.path.join(task["dir"], f"patches-holdout-{task['hash'][:16]}")
    with open(f"{stem}.json") as file:
        task["count"] = len(json.load(file)["patches"])
    task["pixels"] = f"{stem}.u16"

    def one_pass(_steps):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            mine(task, trunk, head, layout, folder)
            return {"milliseconds": (time.perf_counter() - start) * 1000, "patches": task["count"], "engineMilliseconds": 0}

    one_pass(1)
    answer(task, one_pass)


if __name__ == "__main__":
    run()
