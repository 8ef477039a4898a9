#!/usr/bin/python3
"""Golden numbers for src/faithfulness, from PyTorch, SciPy, scikit-learn and plain loops: python3 test/golden/faithfulness.py > test/golden/faithfulness.json

A tiny network (two convolutions, mean over positions, one linear layer) whose units are silenced by a hook on its last feature map, and one
image of it that is repainted pixel by pixel.
"""
import json
import sys

import numpy as np
import scipy
import sklearn
import torch
from scipy.ndimage import gaussian_filter
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score
from torch import nn

rng = np.random.default_rng(5)
UNITS, CLASSES, SIZE = 6, 3, 16


def floats(*shape, size=1.0):
    """Values that float32 and a short decimal text both hold."""
    return np.round(rng.normal(size=shape) * size * 256) / 256


weights = {
    'conv1.weight': floats(4, 3, 3, 3, size=0.7),
    'conv1.bias': floats(4, size=0.2),
    'conv2.weight': floats(UNITS, 4, 3, 3, size=0.3),
    'conv2.bias': floats(UNITS, size=0.2),
    'fc.weight': floats(CLASSES, UNITS, size=2.0),
    'fc.bias': floats(CLASSES, size=0.3),
}


def loaded(layer, name):
    layer.weight.data = torch.tensor(weights[f'{name}.weight'], dtype=torch.float64)
    layer.bias.data = torch.tensor(weights[f'{name}.bias'], dtype=torch.float64)
    return layer.double()


conv1 = loaded(nn.Conv2d(3, 4, 3, 2, 1), 'conv1')
conv2 = loaded(nn.Conv2d(4, UNITS, 3, 2, 1), 'conv2')
fc = loaded(nn.Linear(UNITS, CLASSES), 'fc')
trunk = nn.Sequential(conv1, nn.ReLU(), conv2, nn.ReLU())


def rgb(grey):
    return torch.tensor(grey, dtype=torch.float64)[:, None].expand(-1, 3, -1, -1)


def logits(grey, silent=()):
    def hush(_, __, output):
        output = output.clone()
        output[:, list(silent)] = 0
        return output

    hook = trunk[-1].register_forward_hook(hush)
    with torch.no_grad():
        result = fc(trunk(rgb(grey)).mean(dim=(2, 3))).numpy()
    hook.remove()
    return result


def delong_change(before, after, positive):
    """The variance of the difference of two AUCs of the same observations, by its definition over all pairs."""
    def places(scores):
        x, y = scores[positive], scores[~positive]
        wins = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
        return wins.mean(1), wins.mean(0)
    (a, b), (c, d) = places(before), places(after)
    return (c - a).var(ddof=1) / len(a) + (d - b).var(ddof=1) / len(b)


def ablation():
    patches = np.round(rng.random((24, SIZE, SIZE)) * 255) / 255
    labels = rng.permutation(np.arange(24) % CLASSES)
    softmax = lambda l: np.exp(l) / np.exp(l).sum(1, keepdims=True)
    intact = logits(patches)
    sets = [[u] for u in range(UNITS)] + [[1, 4], list(range(UNITS))]
    effects = []
    for silent in sets:
        after = logits(patches, silent)
        classes = []
        for k in range(CLASSES):
            positive = labels == k
            before_scores, after_scores = softmax(intact)[:, k], softmax(after)[:, k]
            classes.append({
                'auc': roc_auc_score(positive, after_scores),
                'change': roc_auc_score(positive, after_scores) - roc_auc_score(positive, before_scores),
                'variance': delong_change(before_scores, after_scores, positive),
                'logit': float((after - intact)[positive, k].mean()),
            })
        own = np.arange(len(labels))
        effects.append({
            'units': silent,
            'logits': after.tolist(),
            'classes': classes,
            'trueLogit': float((after - intact)[own, labels].mean()),
            'decidedLogit': float((after - intact)[own, intact.argmax(1)].mean()),
            'changed': float((after.argmax(1) != intact.argmax(1)).mean()),
        })
    return {'patches': (patches * 255).round().astype(int).tolist(), 'labels': labels.tolist(), 'intact': intact.tolist(), 'effects': effects}


def curves():
    height, width, steps, sigma = 40, 32, 5, 4.0
    image = np.round((0.3 + 0.2 * rng.random((height, width))) * 255) / 255
    image[8:18, 6:16] += 0.3
    image = np.round(image * 255) / 255

    def seen(grey):
        """Probabilities and features at every position of the fully convolutional form."""
        with torch.no_grad():
            features = trunk(rgb(grey[None]))[0].numpy()
        at = np.einsum('ku,uhw->khw', weights['fc.weight'], features) + weights['fc.bias'][:, None, None]
        e = np.exp(at - at.max(0))
        return e / e.sum(0), features

    probabilities, features = seen(image)
    decided = int(probabilities.max(axis=(1, 2)).argmax())
    place = np.unravel_index(probabilities[decided].argmax(), probabilities[decided].shape)
    cam = np.einsum('u,uhw->hw', weights['fc.weight'][decided], features)
    rows, columns = cam.shape
    # Two 3 x 3 convolutions of stride 2, padded by 1: the first cell looks at the first pixel's middle, the next ones 4 pixels further.
    enlarged = np.zeros((height, width))
    for y in range(height):
        for x in range(width):
            r, c = min(y / 4, rows - 1), min(x / 4, columns - 1)
            r0, c0 = int(r), int(c)
            r1, c1 = min(r0 + 1, rows - 1), min(c0 + 1, columns - 1)
            top = cam[r0, c0] * (1 - (c - c0)) + cam[r0, c1] * (c - c0)
            low = cam[r1, c0] * (1 - (c - c0)) + cam[r1, c1] * (c - c0)
            enlarged[y, x] = top * (1 - (r - r0)) + low * (r - r0)
    order = np.lexsort((np.arange(height * width), -enlarged.ravel()))

    everywhere = np.ones_like(image)
    blurred = gaussian_filter(image, sigma, mode='constant', truncate=3) / gaussian_filter(everywhere, sigma, mode='constant', truncate=3)
    mean = np.full_like(image, image.mean())

    def walk(start, goal, sequence):
        image_scores, place_scores = [], []
        for step in range(steps + 1):
            painted = start.ravel().copy()
            for pixel in sequence[: int(np.floor(step * len(sequence) / steps + 0.5))]:
                painted[pixel] = goal.ravel()[pixel]
            p, _ = seen(painted.reshape(height, width))
            image_scores.append(float(p[decided].max()))
            place_scores.append(float(p[decided][place]))
        return {'image': image_scores, 'place': place_scores}

    return {
        'image': (image * 255).round().astype(int).tolist(), 'steps': steps, 'sigma': sigma, 'decided': decided,
        'blurred': blurred.ravel()[::7].tolist(),
        'deletion': {'cam': walk(image, mean, order), 'reversed': walk(image, mean, order[::-1])},
        'insertion': {'cam': walk(blurred, image, order), 'reversed': walk(blurred, image, order[::-1])},
    }


def wilson():
    cases = [(0, 5), (1, 1), (3, 7), (30, 32), (182, 330), (12, 12)]
    intervals = [binomtest(k, n).proportion_ci(method='wilson') for k, n in cases]
    return [{'hits': k, 'trials': n, 'low': i.low, 'high': i.high} for (k, n), i in zip(cases, intervals)]


json.dump(
    {
        'made': {'python': sys.version.split()[0], 'torch': torch.__version__, 'scipy': scipy.__version__, 'scikit-learn': sklearn.__version__, 'numpy': np.__version__},
        'weights': {name: values.ravel().tolist() for name, values in weights.items()},
        'ablation': ablation(),
        'curves': curves(),
        'wilson': wilson(),
    },
    sys.stdout,
)
