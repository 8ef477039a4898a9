"""What a layer's units weigh on an image, from PyTorch's autograd, as golden numbers: python3 test/golden/layer_weights.py

The weight of a unit for a class is the sum over its map of the gradient of the class' logit (Grad-CAM's alpha times the number of cells), of
networks in evaluation mode. Networks: ResNet-18 and the project's `small`, their weights from the formula of resnet_forward.py; and the narrowed
torchvision networks of networks.py with the parameters that networks/<name>.onnx.gz holds. Each is given a batch of square patches and one
oblong view, whose logit is the mean of its logit map. Writes layer_weights.json beside this file: float64's largest activations and weights, and
how far PyTorch's own float32 is from them.

Needs torch, torchvision and onnx.
"""
import gzip
import json
import os
import sys

# This folder has a statistics.py, which is not the one that others import.
sys.path.append(sys.path.pop(0))

import numpy as np
import onnx
import torch
import torchvision
from onnx import numpy_helper
from torch import nn

import networks
from resnet_forward import Block, ResNet, numbers, tensor

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = 3


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16)
        self.relu = nn.ReLU()
        self.layer1 = nn.Sequential(Block(16, 32, 2, 1))
        self.layer2 = nn.Sequential(Block(32, 64, 2, 1))
        self.conv3, self.bn3 = nn.Conv2d(64, 128, 1, bias=False), nn.BatchNorm2d(128)
        self.relu3 = nn.ReLU()
        self.fc = nn.Linear(128, CLASSES)

    def forward(self, x):
        x = self.layer2(self.layer1(self.relu(self.bn1(self.conv1(x)))))
        x = self.relu3(self.bn3(self.conv3(x)))
        return x, self.fc(x.mean((2, 3)))


class ResNetWithStem(ResNet):
    """The stem's rectifier as a module, so that its map can be had."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.relu = nn.ReLU()

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        for stage in range(1, 5):
            x = getattr(self, f'layer{stage}')(x)
        return x, self.fc(x.mean((2, 3)))


class Imported(nn.Module):
    """One of torchvision's, narrowed, in class-activation-map form."""

    def __init__(self, name):
        super().__init__()
        arguments, divisor, own, _, _, trunk = networks.NETWORKS[name]
        self.model = networks.narrowed(getattr(torchvision.models, name)(weights=None, **arguments), divisor)
        with torch.no_grad():
            self.model.train()(torch.randn(2, 3, own, own))
        self.trunk = trunk
        with gzip.open(os.path.join(HERE, 'networks', f'{name}.onnx.gz')) as file:
            stored = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in onnx.load(file).graph.initializer}
        wanted = {k for k in self.model.state_dict() if not k.endswith('num_batches_tracked')}
        left = self.model.load_state_dict({k: v for k, v in stored.items() if k in wanted}, strict=False)
        assert all(k.endswith('num_batches_tracked') or k.startswith(('fc.', 'classifier', 'AuxLogits')) for k in left.missing_keys), left

    def forward(self, x):
        x = self.trunk(self.model, x)
        return x, torch.nn.functional.linear(x.mean((2, 3)), self.weight.to(x.dtype), self.bias.to(x.dtype))


# The module whose output is the layer's map, by the layer's name.
FORMULA = {
    'small': (Small, 64, (70, 118), {'conv1': 'relu', 'layer1': 'layer1', 'layer2': 'layer2', 'conv3': 'relu3'}),
    'resnet18': (
        lambda: ResNetWithStem([2, 2, 2, 2], 1, CLASSES), 96, (101, 134),
        {'conv1': 'relu', 'layer1.0': 'layer1.0', 'layer2.0': 'layer2.0', 'layer3': 'layer3', 'layer4': 'layer4'},
    ),
}
IMPORTED = {
    'resnet50': {'conv1': 'relu', 'layer1.0': 'layer1.0', 'layer2': 'layer2', 'layer3.4': 'layer3.4', 'layer4': 'layer4'},
    'densenet121': {
        'features.conv0': 'features.relu0', 'features.denseblock1.denselayer2.conv1': 'features.denseblock1.denselayer2.relu2',
        'features.denseblock2': 'features.denseblock2', 'features.transition2.conv': 'features.transition2.conv',
        'features.denseblock3': 'features.denseblock3', 'features.denseblock4.denselayer9.conv2': 'features.denseblock4.denselayer9.conv2',
    },
    'vgg16_bn': {'features.0': 'features.2', 'features.20': 'features.22', 'features': 'features'},
    'alexnet': {'features.0': 'features.1', 'features.6': 'features.7', 'features': 'features'},
    'inception_v3': {
        'Conv2d_2a_3x3': 'Conv2d_2a_3x3', 'Mixed_5c': 'Mixed_5c', 'Mixed_6a': 'Mixed_6a', 'Mixed_6e.branch7x7_2': 'Mixed_6e.branch7x7_2',
        'Mixed_7c': 'Mixed_7c',
    },
    'mobilenet_v2': {'features.0': 'features.0', 'features.3': 'features.3', 'features.7.conv.1': 'features.7.conv.1', 'features.14': 'features.14'},
}


def measured(net, modules, image, dtype):
    """By layer: map [N, C, h, w] and weights [N, K, C]."""
    net = net.to(dtype).eval()
    maps = {}
    hooks = [
        module.register_forward_hook(lambda _m, _i, out, path=path: maps.__setitem__(path, out))
        for path, module in modules.items()
    ]
    _, logits = net(image.to(dtype))
    for hook in hooks:
        hook.remove()
    weights = {path: [] for path in maps}
    for k in range(CLASSES):
        gradients = torch.autograd.grad(logits[:, k].sum(), list(maps.values()), retain_graph=True)
        for path, gradient in zip(maps, gradients):
            weights[path].append(gradient.sum((2, 3)))
    return {path: (maps[path].detach().double(), torch.stack(weights[path], 1).double()) for path in maps}, logits.detach().double()


def golden(net, names, base, image):
    modules = {name: base.get_submodule(path) for name, path in names.items()}
    single, _ = measured(net, modules, image, torch.float32)
    double, logits = measured(net, modules, image, torch.float64)
    digits = lambda values: [float(f'{v:.8g}') for v in values.flatten().tolist()]
    layers = {}
    for name, (maps, weights) in double.items():
        layers[name] = {
            'dims': list(maps.shape), 'maxima': digits(maps.amax((2, 3))), 'weights': digits(weights),
            'float32Distance': float((single[name][1] - weights).norm() / weights.norm()),
        }
        print('  ', name, list(maps.shape), layers[name]['float32Distance'])
    return {'image': list(image.shape), 'logits': digits(logits), 'layers': layers}


def with_formula(make):
    net = make()
    state = {k: tensor(k, tuple(v.shape)) for k, v in net.state_dict().items() if not k.endswith('num_batches_tracked')}
    left = net.load_state_dict(state, strict=False)
    assert all(k.endswith('num_batches_tracked') for k in left.missing_keys), left
    return net


def main():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    found = {}
    for name, (make, side, view, layers) in FORMULA.items():
        net = with_formula(make)
        found[name] = {}
        for form, shape in (('patches', (2, 3, side, side)), ('view', (1, 3, *view))):
            print(name, form)
            image = torch.from_numpy((4 * numbers('image', int(np.prod(shape)))).astype(np.float32).reshape(shape))
            found[name][form] = golden(net, layers, net, image)
    with open(os.path.join(HERE, 'networks', 'networks.json')) as file:
        known = json.load(file)['networks']
    for name, layers in IMPORTED.items():
        net, facts = Imported(name), known[name]
        units, side = facts['features'][0], facts['side']
        net.weight = torch.from_numpy(networks.uniform(facts['headSeed'], CLASSES * units).reshape(CLASSES, units))
        net.bias = torch.from_numpy(networks.uniform(facts['biasSeed'], CLASSES))
        found[name] = {}
        for form, shape in (('patches', (2, 3, side, side)), ('view', (1, 3, side + 13, side + 38))):
            print(name, form)
            image = torch.from_numpy(networks.uniform(facts['imageSeed'], int(np.prod(shape))).reshape(shape))
            found[name][form] = golden(net, layers, net.model, image)
    result = {
        'madeBy': 'test/golden/layer_weights.py',
        'program': f'PyTorch {torch.__version__}, torchvision {torchvision.__version__}',
        'networks': found,
    }
    with open(os.path.join(HERE, 'layer_weights.json'), 'w') as file:
        json.dump(result, file, separators=(',', ':'))
        file.write('\n')


if __name__ == '__main__':
    main()
