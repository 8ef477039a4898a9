"""A small classifier as PyTorch's own exporter writes it: python3 test/golden/torch_export.py

Writes torch_export.onnx (another program's ONNX: node names, attributes and value names are not ours) and torch_export.json with its
logits for one image, beside this file. The weights come from a fixed seed.
"""
import json
import os

import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    torch.manual_seed(7)
    net = nn.Sequential(
        nn.Conv2d(3, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
        nn.Conv2d(8, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU6(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 3),
    ).eval()
    image = (torch.arange(3 * 32 * 32) % 17).float().reshape(1, 3, 32, 32) / 17
    torch.onnx.export(
        net, image, os.path.join(HERE, 'torch_export.onnx'), input_names=['image'], output_names=['logits'],
        opset_version=13, dynamic_axes={'image': {0: 'batch'}}, do_constant_folding=False, training=torch.onnx.TrainingMode.EVAL,
    )
    with torch.no_grad():
        logits = net(image)[0].tolist()
    with open(os.path.join(HERE, 'torch_export.json'), 'w') as file:
        json.dump({'program': 'PyTorch', 'version': torch.__version__, 'script': 'test/golden/torch_export.py', 'logits': logits}, file)
        file.write('\n')


main()
