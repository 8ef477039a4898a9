"""Forward passes of ResNet-18 and ResNet-50 in PyTorch, as golden numbers: python3 test/golden/resnet_forward.py

Weights and images come from the counter-based formula of `numbers` below, which test/unit/network/formula.ts repeats exactly, so no weights
are stored. The networks are written out here with torchvision's layers and names. Writes resnet_forward.json beside this file.
"""
import json
import os

import numpy as np
import torch
from torch import nn


def hash_name(name):
    """FNV-1a, 32 bits."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def numbers(name, count):
    """`count` floats in [-0.5, 0.5), multiples of 2^-24: murmur3's finaliser over seed + i * golden ratio, all modulo 2^32."""
    h = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B1) + np.uint32(hash_name(name))
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return (h >> np.uint32(8)).astype(np.float64) / 2**24 - 0.5


def tensor(name, shape):
    """Weights of about He's size; batch norms away from the identity, so that every parameter matters."""
    u = numbers(name, int(np.prod(shape)))
    if name.endswith('running_var'):
        u = 1 + u
    elif len(shape) == 1 and name.endswith('.weight'):
        u = 1 + 0.5 * u
    elif len(shape) == 4:
        u = u * np.sqrt(24 / (shape[0] * shape[2] * shape[3]))
    elif name == 'fc.weight':
        u = u * 0.1
    return torch.from_numpy(u.astype(np.float32).reshape(shape))


class Block(nn.Module):
    def __init__(self, cin, width, stride, expansion):
        super().__init__()
        cout = width * expansion
        if expansion == 4:
            shapes = [(cin, width, 1, 1), (width, width, 3, stride), (width, cout, 1, 1)]
        else:
            shapes = [(cin, width, 3, stride), (width, width, 3, 1)]
        self.depth = len(shapes)
        for i, (a, b, k, s) in enumerate(shapes, 1):
            setattr(self, f'conv{i}', nn.Conv2d(a, b, k, s, k // 2, bias=False))
            setattr(self, f'bn{i}', nn.BatchNorm2d(b))
        self.downsample = None
        if stride != 1 or cin != cout:
            self.downsample = nn.Sequential(nn.Conv2d(cin, cout, 1, stride, bias=False), nn.BatchNorm2d(cout))

    def forward(self, x):
        y = x
        for i in range(1, self.depth + 1):
            y = getattr(self, f'bn{i}')(getattr(self, f'conv{i}')(y))
            if i < self.depth:
                y = torch.relu(y)
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, blocks, expansion, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        cin = 64
        for stage, count in enumerate(blocks):
            width = 64 * 2**stage
            layer = []
            for i in range(count):
                layer.append(Block(cin, width, 2 if stage > 0 and i == 0 else 1, expansion))
                cin = width * expansion
            setattr(self, f'layer{stage + 1}', nn.Sequential(*layer))
        self.fc = nn.Linear(cin, classes)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        for stage in range(1, 5):
            x = getattr(self, f'layer{stage}')(x)
        return x, self.fc(x.mean((2, 3)))


def main():
    torch.set_num_threads(2)
    golden = {'program': 'PyTorch', 'version': torch.__version__, 'script': 'test/golden/resnet_forward.py', 'networks': {}}
    for name, blocks, expansion in (('resnet18', [2, 2, 2, 2], 1), ('resnet50', [3, 4, 6, 3], 4)):
        net = ResNet(blocks, expansion, 3).eval()
        state = {k: tensor(k, tuple(v.shape)) for k, v in net.state_dict().items() if not k.endswith('num_batches_tracked')}
        missing = net.load_state_dict(state, strict=False)
        assert not missing.unexpected_keys and all(k.endswith('num_batches_tracked') for k in missing.missing_keys)
        shape = [2, 3, 224, 224]
        image = torch.from_numpy((4 * numbers('image', int(np.prod(shape)))).astype(np.float32).reshape(shape))
        with torch.no_grad():
            features, logits = net(image)
            features64, logits64 = net.double()(image.double())
        flat = features.flatten()
        step = 397
        golden['networks'][name] = {
            'image': shape,
            'tensors': len(state),
            'logits': [[float(f'{v:.8g}') for v in row] for row in logits.tolist()],
            'featureShape': list(features.shape),
            'featureStep': step,
            'features': [float(f'{v:.8g}') for v in flat[::step].tolist()],
            'maxFeature': float(flat.max()),
            # How far PyTorch's own float32 is from its float64, relative to the largest magnitude.
            'ownError': {
                'logits': float((logits.double() - logits64).abs().max() / logits64.abs().max()),
                'features': float((features.double() - features64).abs().max() / features64.abs().max()),
            },
        }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'resnet_forward.json'), 'w') as file:
        json.dump(golden, file, separators=(',', ':'))
        file.write('\n')


if __name__ == '__main__':
    main()
