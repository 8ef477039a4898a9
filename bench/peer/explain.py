"""The peer in `explain`: an image file through the fully convolutional network in PyTorch, to maps, decision and exact shares."""
import base64
import io
import json

import numpy
import torch
import torch.nn.functional as F
from PIL import Image

from networks import CLASSES, network
from serve import compiled, prepare, serve

SHORT_SIDE_IN_PATCHES, SHOWN, AGAINST, PICTURE = 4, 5, 3, 720
MEAN, STD = 0.5, 0.25

task, device, layout = prepare()
trunk, head = network(task["network"])
linear = head[-1]
trunk = compiled(task, trunk.to(device, memory_format=layout).eval())
weight, bias = linear.weight.to(device), linear.bias.to(device)


def grid(values):
    """A map in 256 steps of its own range, as base64."""
    low, high = values.min(), values.max()
    steps = ((values - low) * (255 / max(high - low, 1e-12))).round().astype(numpy.uint8)
    return {"offset": float(low), "scale": float(high - low) / 255, "data": base64.b64encode(steps.tobytes()).decode()}


@torch.inference_mode()
def step():
    grey = numpy.asarray(Image.open(task["file"]), dtype=numpy.float32)
    low, high = numpy.percentile(grey, (1, 99))
    grey = ((grey - low) / (high - low)).clip(0, 1)
    scale = SHORT_SIDE_IN_PATCHES * task["size"] / min(grey.shape)
    view = Image.fromarray(grey).resize([max(1, round(side * scale)) for side in reversed(grey.shape)], Image.Resampling.BOX)
    image = ((torch.from_numpy(numpy.asarray(view)) - MEAN) / STD).expand(1, 3, -1, -1).contiguous(memory_format=layout)
    features = trunk(image.to(device))
    cam = F.conv2d(features, weight[:, :, None, None])
    logits = cam + bias[None, :, None, None]
    probabilities = logits.softmax(1)[0]
    scores = probabilities.amax((1, 2))
    decided = int(scores[1:].argmax()) + 1
    cell = int(probabilities[decided].argmax())
    flat = features[0].flatten(1)
    influence = flat.amax(1) * weight[decided]
    shares = flat[:, cell] * weight[decided]
    shown = influence.topk(SHOWN).indices.tolist() + shares.topk(AGAINST, largest=False).indices.tolist()
    picture = io.BytesIO()
    small = Image.fromarray((grey * 255).astype(numpy.uint8))
    small.thumbnail((PICTURE, PICTURE))
    small.save(picture, "JPEG", quality=82)
    maps = [cam[0, decided], *logits[0], *probabilities, *(features[0, u] for u in shown)]
    json.dumps(
        {
            "scores": scores.tolist(),
            "shares": shares[shown].tolist(),
            "maps": [grid(m.float().cpu().numpy()) for m in maps],
            "picture": base64.b64encode(picture.getvalue()).decode(),
        }
    )


assert CLASSES == weight.shape[0]
serve(task, step)
