"""Mining, explanation and dissection by their definitions, in NumPy and PyTorch float64: python3 test/golden/mining.py

Everything is written out from the definitions of the method, one image at a time, with plain loops and sorts. Weights and images come from
the formula of resnet_forward.py, which test/unit/network/formula.ts repeats; test/unit/mining/goldenClinic.ts repeats the images, the concepts and
the changes to the weights. Ties are made on purpose: ten units that are one and the same, two that are silent, a view that is another one's
copy, a patch that is there twice, and black patches in every view. What is not tied is apart by more than float32 rounds, and the script
fails where it is not. Writes mining.json beside this file.
"""
import base64
import json
import math
import os

import numpy as np
import torch
import torch.nn.functional as F

from resnet_forward import Block, ResNet, numbers, tensor

torch.set_num_threads(1)
CLASSES = ['normal', 'benign', 'malignant']
MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
TOP, CHOSEN, KEEP = 8, 6, 64
SHARE = 0.05
# Values that are not equal differ by more than this share of the larger one: ten times what float32 rounds.
LEAST_GAP = 2e-6
gaps = []


# --- the network -------------------------------------------------------------------------------------------------------------

SMALL = [8, 16, 32, 48]
SAME, SILENT = (20, *range(30, 40)), (9, 11)


class Small(torch.nn.Module):
    """Stem, two basic blocks, 1x1 convolution; stride 8."""

    def __init__(self):
        super().__init__()
        a, b, c, units = SMALL
        self.conv1, self.bn1 = torch.nn.Conv2d(3, a, 3, 2, 1, bias=False), torch.nn.BatchNorm2d(a)
        self.layer1 = torch.nn.Sequential(Block(a, b, 2, 1))
        self.layer2 = torch.nn.Sequential(Block(b, c, 2, 1))
        self.conv3, self.bn3 = torch.nn.Conv2d(c, units, 1, bias=False), torch.nn.BatchNorm2d(units)
        self.fc = torch.nn.Linear(units, 3)

    def forward(self, x):
        x = self.layer2(self.layer1(torch.relu(self.bn1(self.conv1(x)))))
        x = torch.relu(self.bn3(self.conv3(x)))
        return x, self.fc(x.mean((2, 3)))


def with_formula(net):
    state = {k: tensor(k, tuple(v.shape)) for k, v in net.state_dict().items() if not k.endswith('num_batches_tracked')}
    net.load_state_dict(state, strict=False)
    return net.eval(), state


def small(bias):
    net, state = with_formula(Small())
    for name in ('conv3.weight', 'bn3.weight', 'bn3.bias', 'bn3.running_mean', 'bn3.running_var'):
        for unit in SAME:
            state[name][unit] = state[name][SAME[0]]
    for unit in SILENT:
        state['bn3.bias'][unit] = -1000
    head = state['fc.weight']
    for unit in range(SMALL[3]):
        # Class 1: four units speak for it, all others against it, so that silent ones take places. Class 2: those that are alike lead.
        head[1, unit] = abs(head[1, unit]) if unit in (2, 12, 22, 42) else -abs(head[1, unit])
        if unit in SAME:
            head[:, unit] = head[:, SAME[0]]
            head[2, unit] = 0.08
    state['fc.bias'] = torch.tensor(bias)
    net.load_state_dict(state, strict=False)
    return net.double()


def resnet(bias):
    net, state = with_formula(ResNet([2, 2, 2, 2], 1, 3))
    state['fc.bias'] = torch.tensor(bias)
    net.load_state_dict(state, strict=False)
    return net.double()


# --- the images --------------------------------------------------------------------------------------------------------------

def edge(index, width):
    """The breast fills a view up to this column; beside it the film is black."""
    return (3 if index % 4 == 0 else 3.5) * width // 4


def raw_image(name, index, width, height):
    """12-bit values of the lumisys scanner: squares of 8 pixels with noise, every ninth view noise alone."""
    squares = numbers(f'{name}.squares', (width // 8) * (height // 8)).reshape(height // 8, width // 8)
    noise = numbers(f'{name}.noise', width * height).reshape(height, width)
    raw = 2400 + (0 if index % 9 == 4 else 1) * np.floor(2400 * squares).repeat(8, 0).repeat(8, 1) + np.floor(400 * noise)
    raw[:, int(edge(index, width)):] = 300
    return raw.astype(np.int64)


def grey(raw):
    density = (raw - 4096.99) / -1009.01
    return np.clip((3.6 - density) / (3.6 - 0.05), 0, 1).astype(np.float32)


def network_input(image):
    scale = 1 / STD
    channels = [image.astype(np.float64) * scale[c] + -MEAN[c] * scale[c] for c in range(3)]
    return torch.from_numpy(np.stack(channels).astype(np.float32))[None].double()


def hospital(seed, count, width, height):
    views = [raw_image(f'{seed}.{i}', i, width, height) for i in range(count)]
    side = width // 4
    if count > 7:
        views[7] = views[3].copy()
        views[5][3 * side:4 * side, 2 * side:3 * side] = views[5][:side, side:2 * side]
    return views


def patches_of(view):
    side = view.shape[1] // 4
    return [view[y:y + side, x:x + side] for y in range(0, view.shape[0], side) for x in range(0, view.shape[1], side)]


# --- the definitions ---------------------------------------------------------------------------------------------------------

def apart(values, places):
    """Notes how far neighbours of a sorted list are apart, relative to the largest, where they are not equal; its first `places` matter."""
    largest = max(abs(v) for v in values)
    places = min(places, len(values) - 1)
    for a, b in zip(values[:places], values[1:places + 1]):
        if a != b:
            gaps.append(abs(a - b) / largest)


def forward(net, image):
    with torch.no_grad():
        features, logits = net(network_input(grey(image)))
        logit_map = F.conv2d(features, net.fc.weight[:, :, None, None], net.fc.bias)
    return features[0].numpy(), logits[0].numpy(), logit_map[0].numpy()


def softmax(logits):
    e = np.exp(logits - logits.max(0))
    return e / e.sum(0)


def decide(logit_map, inside):
    """Class, its deciding cell and all scores: `normal` only where no other class leads anywhere on the breast."""
    p = softmax(logit_map)
    scores = [max(p[k][inside]) for k in range(3)]
    leads = [np.any((p[k] > p[(k + 1) % 3]) & (p[k] > p[(k + 2) % 3]) & inside) for k in range(3)]
    if leads[1] or leads[2]:
        decided = 2 if scores[2] > scores[1] else 1
    else:
        decided = 0
    apart([scores[1], scores[2]], 1)
    counted = np.where(inside, p[decided], -1).ravel()
    apart(sorted(set(counted), reverse=True), 1)
    return decided, int(np.argmax(counted)), scores


def ranking(images, weight, chosen_count=CHOSEN):
    """images: (maxima [units], class it counts for, or None for all)"""
    result = {}
    for k, name in enumerate(CLASSES):
        places, sums, counted = {}, {}, 0
        for maxima, decided in images:
            if decided is not None and decided != k:
                continue
            counted += 1
            influence = [float(a) * float(w) for a, w in zip(maxima, weight[k])]
            order = sorted(range(len(influence)), key=lambda u: (-influence[u], u))
            apart([influence[u] for u in order[TOP - 1:TOP + 1]], 1)
            for u in order[:TOP]:
                places[u] = places.get(u, 0) + 1
                sums.setdefault(u, []).append(influence[u])
        total = {u: math.fsum(v) for u, v in sums.items()}
        taken = sorted(places, key=lambda u: (-places[u], -total[u], u))
        for a, b in zip(taken, taken[1:]):
            if places[a] == places[b] and total[a] != total[b]:
                gaps.append(abs(total[a] - total[b]) / max(abs(t) for t in total.values()))
        chosen = taken[:chosen_count]
        result[name] = {
            'images': counted,
            'chosen': chosen,
            'places': [places[u] for u in chosen],
            'influence': [digits(total[u]) for u in chosen],
            'coverage': sum(places[u] for u in chosen) / (TOP * counted) if counted else 0,
        }
    return result


def top_patches(activations, view_of, per_view):
    order = sorted(range(len(activations)), key=lambda i: (-activations[i], i))
    had, kept, refused = {}, [], {}
    for i in order:
        view = view_of[i]
        had[view] = had.get(view, 0) + 1
        if per_view == 0 or had[view] <= per_view:
            kept.append(i)
        else:
            refused.setdefault(view, i)
    value = [float(activations[i]) for i in kept]
    apart(value, KEEP)
    for view, i in refused.items():
        # The first that a view had to leave out, beside the last that it has.
        last = [j for j in kept if view_of[j] == view][-1]
        if last in kept[:KEEP]:
            apart([float(activations[last]), float(activations[i])], 1)
    return kept[:KEEP]


def exceeded_by(values, share):
    """The activation that a share of all activations exceeds: between these two neighbours in the sorted list."""
    values = np.sort(values.ravel())[::-1]
    k = share * len(values)
    return float(values[math.ceil(k) - 1]), float(values[min(math.floor(k), len(values) - 1)])


def upsampled(unit_map, width, height, offset, stride):
    """Bilinear, clamped at the border: pixel i is sampled in its middle, cell c lies at offset + c x stride."""
    rows, columns = unit_map.shape
    out = np.empty((height, width))
    for y in range(height):
        r = min(max((y + 0.5 - offset) / stride, 0), rows - 1)
        for x in range(width):
            c = min(max((x + 0.5 - offset) / stride, 0), columns - 1)
            r0, c0 = int(r), int(c)
            r1, c1 = min(r0 + 1, rows - 1), min(c0 + 1, columns - 1)
            fr, fc = r - r0, c - c0
            out[y, x] = (unit_map[r0, c0] * (1 - fr) * (1 - fc) + unit_map[r0, c1] * (1 - fr) * fc
                         + unit_map[r1, c0] * fr * (1 - fc) + unit_map[r1, c1] * fr * fc)
    return out


def concepts(view, index):
    """Masks of a view by concept, at their own resolutions."""
    height, width = view.shape
    full = {'BRIGHT': view > 3200, 'DARK': (view > 300) & (view < 1500), 'BESIDE': np.tile(np.arange(width) >= edge(index, width), (height, 1))}
    if index % 3 == 0:
        # Half the view's resolution: a square that moves from view to view.
        square = np.zeros((height // 2, width // 2), bool)
        square[4 + index % 20:24 + index % 20, 8:28] = True
        full['SQUARE'] = square
    return full


def dissect(views, features, inside, share, stride):
    """IoU [concept][unit] with exact thresholds, counted at the middle of every square of four by four pixels."""
    units = features[0].shape[0]
    thresholds = []
    for u in range(units):
        values = np.concatenate([f[u][inside[i]] if inside is not None else f[u].ravel() for i, f in enumerate(features)])
        thresholds.append(exceeded_by(values, share))
    names = sorted({name for i, view in enumerate(views) for name in concepts(view, i)})
    overlap = {name: np.zeros(units) for name in names}
    area = {name: 0 for name in names}
    spoken = np.zeros(units)
    for i, view in enumerate(views):
        height, width = view.shape
        rows, columns = height // 4, width // 4
        at = {}
        for name, mask in concepts(view, i).items():
            ys = [int((y + 0.5) * mask.shape[0] / rows) for y in range(rows)]
            xs = [int((x + 0.5) * mask.shape[1] / columns) for x in range(columns)]
            at[name] = mask[np.ix_(ys, xs)]
            area[name] += int(at[name].sum())
        breast = np.tile(np.arange(columns) < edge(i, columns), (rows, 1))
        for u in range(units):
            speaks = upsampled(features[i][u], columns, rows, 0.5 / 4, stride / 4) > thresholds[u][0]
            if inside is not None:
                speaks &= breast
            spoken[u] += speaks.sum()
            for name in at:
                overlap[name][u] += (speaks & at[name]).sum()
    iou = {}
    for name in names:
        union = spoken + area[name] - overlap[name]
        iou[name] = [digits(o / n if n else 0) for o, n in zip(overlap[name], union)]
    return {'thresholds': [digits(t[0]) for t in thresholds], 'iou': iou}


# --- what is written ---------------------------------------------------------------------------------------------------------

def digits(value):
    return float(f'{value:.9g}')


def mined(make, bias, seed, count, width, height, stride, chosen_count):
    net = make(bias['views'])
    views = hospital(seed, count, width, height)
    weight = net.fc.weight.detach().numpy()
    whole = [forward(net, view) for view in views]
    patches = [(p, i) for i, view in enumerate(views) for p in patches_of(view)]
    net_of_patches = make(bias['patches'])
    cut = [forward(net_of_patches, p) for p, _ in patches]
    view_of = [i for _, i in patches]
    rows, columns = whole[0][0].shape[1:]
    # A cell lies on the breast when its centre, 0.5 + c x stride, does.
    inside = [np.tile(np.floor(0.5 + np.arange(columns) * stride) < edge(i, width), (rows, 1)) for i in range(count)]
    decisions = [decide(logit_map, breast) for (_, _, logit_map), breast in zip(whole, inside)]
    maxima = lambda f: f.reshape(f.shape[0], -1).max(1)
    on_breast = lambda f, i: f[:, inside[i]].max(1)
    for _, logits, _ in cut:
        apart(sorted(logits, reverse=True), 1)
    images = {
        'views, all': [(maxima(f), None) for f, _, _ in whole],
        'views, all, tissue': [(on_breast(f, i), None) for i, (f, _, _) in enumerate(whole)],
        'views, decided': [(maxima(f), d[0]) for (f, _, _), d in zip(whole, decisions)],
        'patches, all': [(maxima(f), None) for f, _, _ in cut],
        'patches, decided': [(maxima(f), int(np.argmax(logits))) for f, logits, _ in cut],
    }
    rankings = {name: ranking(shown, weight, chosen_count) for name, shown in images.items()}
    chosen = list(dict.fromkeys(u for name in CLASSES for u in rankings['views, all'][name]['chosen']))
    table = np.stack([maxima(f) for f, _, _ in cut])
    units = {}
    for u in chosen:
        largest = float(table[:, u].max())
        everywhere = np.concatenate([f[u].ravel() for f, _, _ in cut])
        two = top_patches(table[:, u], view_of, 2)
        masks = []
        for patch in two[:2]:
            side = width // 4
            up = upsampled(cut[patch][0][u], side, side, 0.5, stride)
            # A silent unit is nowhere above its threshold, zero: there no rounding decides.
            near = np.flatnonzero(np.abs(up - 0.2 * largest).ravel() <= 1e-5 * largest) if largest > 0 else np.array([], int)
            bits = base64.b64encode(np.packbits((up > 0.2 * largest).ravel()).tobytes()).decode()
            masks.append({'patch': patch, 'bits': bits, 'near': near.tolist(), 'map': [digits(v) for v in cut[patch][0][u].ravel()]})
        units[u] = {
            'largest': digits(largest),
            'quantile': [digits(v) for v in exceeded_by(everywhere, 0.005)],
            'two': two,
            'all': top_patches(table[:, u], view_of, 0),
            'masks': masks,
        }
    explained = []
    for i in range(0, count, count // 3):
        features, _, logit_map = whole[i]
        decided, cell, scores = decisions[i]
        cam = np.tensordot(weight[decided], features, 1)
        influence = weight[decided] * maxima(features)
        order = sorted(range(len(influence)), key=lambda u: (-influence[u], u))[:TOP]
        share = weight[decided] * features.reshape(features.shape[0], -1)[:, cell]
        explained.append({
            'view': i, 'decided': CLASSES[decided], 'cell': cell, 'scores': [digits(s) for s in scores],
            'logit': digits(logit_map[decided].ravel()[cell]), 'units': order,
            'influence': [digits(influence[u]) for u in order], 'share': [digits(share[u]) for u in order],
            'cam': [digits(v) for v in cam.ravel()],
        })
    step = 97
    result = {
        'seed': seed, 'bias': bias, 'views': count, 'width': width, 'height': height, 'chosen': chosen_count, 'rankings': rankings, 'units': units,
        'explained': explained, 'maximaStep': step, 'maxima': [digits(v) for v in table.ravel()[::step]],
    }
    return result, views, [f for f, _, _ in whole], inside


def main():
    clinic, views, features, inside = mined(small, BIAS['small'], SEEDS['small'], 36, 128, 160, 8, CHOSEN)
    clinic['dissection'] = {
        'share': SHARE,
        'view': dissect(views, features, None, SHARE, 8),
        'tissue': dissect(views, features, inside, SHARE, 8),
    }
    resnet18, *_ = mined(resnet, BIAS['resnet18'], SEEDS['resnet18'], 6, 256, 320, 32, 20)
    least = min(gaps)
    print('least gap', least)
    assert least > LEAST_GAP, f'values {least} apart: take another seed'
    golden = {
        'program': 'PyTorch', 'version': torch.__version__, 'numpy': np.__version__, 'script': 'test/golden/mining.py', 'leastGap': least,
        'small': clinic, 'resnet18': resnet18,
    }
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'mining.json')
    with open(file, 'w') as out:
        json.dump(golden, out, separators=(',', ':'))
        out.write('\n')
    print(os.path.getsize(file), 'bytes')


# Such that every class is decided somewhere: of views, which have a logit at every place, and of patches, which have their mean.
BIAS = {
    'small': {'views': [-0.28, 0.1, -1.58], 'patches': [-0.275, 0.522, -0.903]},
    'resnet18': {'views': [1.21, 0.22, -0.95], 'patches': [1.21, 0.22, -0.95]},
}
# Of the first ten seeds of each the ones whose values are farthest apart.
SEEDS = {'small': 'clinic2', 'resnet18': 'ward5'}

if __name__ == '__main__':
    main()
