"""The peer in `data`: films by Pillow, pydicom, scikit-image and NumPy, decoded alone or cut to patches, in one process or over the cores."""
import functools
import json
import multiprocessing
import os
import re
import sys
import tempfile
import time

import numpy
import pydicom
from PIL import Image
from scipy import ndimage
from skimage import draw, filters, measure, morphology, transform

Image.MAX_IMAGE_PIXELS = None
SIDE, STRIDE, TISSUE, COVER, SIZE, WORKING = 0.25, 0.5, 0.5, 0.3, 224, 256


def decode(file):
    """A film as stored values [height, width]."""
    return pydicom.dcmread(file).pixel_array if "DICOM" in file else numpy.asarray(Image.open(file))


def by_pillow(grey, x, y, side):
    """A square of the film, resized."""
    square = Image.fromarray(grey[y : y + side, x : x + side])
    return numpy.asarray(square.resize((SIZE, SIZE), Image.BILINEAR))


def by_skimage(grey, x, y, side):
    """The same as most scripts do it: low-pass by a Gaussian, then interpolate."""
    return transform.resize(grey[y : y + side, x : x + side], (SIZE, SIZE), order=1, anti_aliasing=True)


RESIZE = {"Pillow": by_pillow, "scikit-image": by_skimage}


def breast(grey):
    """Mask [height, width] of the largest bright region, found on a small copy."""
    height, width = grey.shape
    small = numpy.asarray(Image.fromarray(grey).resize((WORKING, round(height * WORKING / width)), Image.BOX))
    bright = morphology.binary_opening(small > filters.threshold_otsu(small) / 2, morphology.disk(5))
    regions = measure.label(bright)
    if regions.max() == 0:
        return numpy.zeros(grey.shape, bool)
    largest = regions == numpy.bincount(regions.ravel())[1:].argmax() + 1
    mask = Image.fromarray(ndimage.binary_fill_holes(largest).astype(numpy.uint8))
    return numpy.asarray(mask.resize((width, height), Image.NEAREST)) > 0


def starts(length, size, step):
    """Where squares begin, the last one shifted inwards."""
    return [*range(0, length - size, step), length - size]


def cut(view, resize):
    """A film's patches as 16-bit values [n, SIZE, SIZE], with their labels."""
    raw = decode(view["file"]).astype(numpy.float32)
    low, high = numpy.percentile(raw, [0.5, 99.5])
    grey = numpy.clip((raw - low) / max(high - low, 1), 0, 1)
    tissue = breast(grey)
    height, width = grey.shape
    masks = []
    for finding in view["findings"]:
        mask = numpy.zeros(grey.shape, bool)
        corners = numpy.reshape(finding["boundary"], (-1, 2))
        mask[draw.polygon(corners[:, 1], corners[:, 0], grey.shape)] = True
        masks.append((2 if finding["pathology"] == "malignant" else 1, mask, mask.sum()))
    masks.sort(key=lambda entry: -entry[0])
    side = round(width * SIDE)
    patches, labels = [], []
    for y in starts(height, side, round(side * STRIDE)):
        for x in starts(width, side, round(side * STRIDE)):
            square = (slice(y, y + side), slice(x, x + side))
            if tissue[square].mean() < TISSUE:
                continue
            label = 0
            for value, mask, total in masks:
                inside = mask[square].sum()
                if inside >= COVER * side * side or (inside > 0 and inside >= COVER * total):
                    label = value
                    break
            patches.append(numpy.rint(resize(grey, x, y, side) * 65535).astype(numpy.uint16))
            labels.append(label)
    return patches, labels


def run():
    task = json.loads(sys.argv[1])
    pool = multiprocessing.Pool(task["processes"]) if task.get("processes", 1) > 1 else None
    cut_one = functools.partial(cut, resize=RESIZE[task.get("resize", "Pillow")])

    def one_pass(_steps):
        start = time.perf_counter()
        count = 0
        if "files" in task:
            for file in task["files"]:
                count += decode(file).size > 0
        else:
            with tempfile.TemporaryFile() as store:
                for patches, _labels in (pool.imap(cut_one, task["views"]) if pool else map(cut_one, task["views"])):
                    for patch in patches:
                        store.write(patch.tobytes())
                    count += len(patches)
        return {"milliseconds": (time.perf_counter() - start) * 1000, "count": count}

    one_pass(1)
    say({"engine": f"Pillow {Image.__version__}"})
    for line in sys.stdin:
        question = json.loads(line)
        say(one_pass(1) if "steps" in question else {"peakBytes": peak_bytes()})
    if pool:
        pool.terminate()


def say(answer):
    print(json.dumps(answer), flush=True)


def peak_bytes():
    """Peak of the resident memory of this process and those that it started."""
    pids = [os.getpid(), *(child.pid for child in multiprocessing.active_children())]
    return sum(peak_of(pid) for pid in pids)


def peak_of(pid):
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"^VmHWM:\s+(\d+) kB", status.read(), re.M)[1]) * 1024


if __name__ == "__main__":
    run()
