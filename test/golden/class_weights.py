#!/usr/bin/python3
"""Golden numbers for class weights, from PyTorch's CrossEntropyLoss in float64: python3 test/golden/class_weights.py > test/golden/class_weights.json"""
import json
import sys

import torch

torch.manual_seed(3)
logits = (3 * torch.randn(7, 3, dtype=torch.float64)).requires_grad_()
labels = torch.tensor([0, 2, 1, 0, 0, 2, 1])
weight = torch.tensor([0.5, 3.0, 1.25], dtype=torch.float64)
loss = torch.nn.CrossEntropyLoss(weight=weight)(logits, labels)
loss.backward()

json.dump(
    {
        "made": {"python": sys.version.split()[0], "torch": torch.__version__},
        "logits": logits.tolist(),
        "labels": labels.tolist(),
        "weight": weight.tolist(),
        "loss": loss.item(),
        "gradient": logits.grad.tolist(),
    },
    sys.stdout,
)
