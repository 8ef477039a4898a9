"""Golden numbers of imported networks: six of torchvision's, narrowed to a few channels, as PyTorch exports them, and their gradients in float64.

Run with Debian 12's python3-torch and python3-torchvision:  /usr/bin/python3 test/golden/networks.py
Writes, for each, networks/<name>.onnx.gz (torch.onnx.export in training form, so that batch norms stay) and networks/<name>.bin (the float64
gradients of one step in class-activation-map form - global average pooling and one linear layer behind the last feature map - rounded once
to float32, tensors in the order of `parameters`), and networks.json (version, sizes, the linear layer, distances of PyTorch's own float32).
Images and labels follow from the formulas below, which test/unit/network/goldenNetworks.ts repeats.
"""
import gzip
import io
import json
import os
import warnings

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

warnings.filterwarnings("ignore")
torch.set_num_threads(2)
CLASSES, BATCH = 3, 6
CLOSING = ("bn3.weight", "conv.3.weight")  # batch norms that end a residual block
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "networks")
# name: (arguments, channels divided by, side of the export, side of the step, draw, last feature map). In other draws a rectifier of PyTorch's float32 may
# fall on the other side of zero than in float64, and its distance says little.
NETWORKS = {
    "resnet50": ({}, 64, 224, 96, 2, lambda m, x: trunk_of_resnet(m, x)),
    "densenet121": ({}, 32, 224, 96, 0, lambda m, x: F.relu(m.features(x))),
    "vgg16_bn": ({"init_weights": False}, 64, 224, 64, 2, lambda m, x: m.features(x)),
    "alexnet": ({}, 32, 224, 127, 2, lambda m, x: m.features(x)),
    "inception_v3": ({"init_weights": False, "transform_input": True}, 64, 299, 139, 2, lambda m, x: trunk_of_inception(m, x)),
    "mobilenet_v2": ({}, 16, 224, 96, 2, lambda m, x: m.features(x)),
}


def trunk_of_resnet(m, x):
    x = m.maxpool(m.relu(m.bn1(m.conv1(x))))
    return m.layer4(m.layer3(m.layer2(m.layer1(x))))


def trunk_of_inception(m, x):
    found = []
    hook = m.Mixed_7c.register_forward_hook(lambda _m, _i, out: found.append(out))
    kept = m.AuxLogits, m.aux_logits  # the side branch needs larger images
    m.AuxLogits, m.aux_logits = None, False
    m(x)
    m.AuxLogits, m.aux_logits = kept
    hook.remove()
    return found[0]


def uniform(seed, count):
    """`count` numbers in [-1, 1): the upper 24 bits of a 32-bit linear congruential generator, exact in float32."""
    state, values = (seed * 2654435761 + 12345) % 2**32, np.empty(count)
    for i in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values[i] = (state >> 8) / 2**23 - 1
    return values


def narrowed(model, divisor):
    """The same layers with channels divided (at least 2), hidden linear layers of 8; input sizes follow from a first image."""
    for name, module in list(model.named_modules()):
        parent = model.get_submodule(name.rpartition(".")[0])
        leaf = name.rpartition(".")[2]
        if isinstance(module, nn.Conv2d):
            out = max(2, module.out_channels // divisor)
            groups = 1 if module.groups == 1 else out
            new = nn.LazyConv2d(out, module.kernel_size, module.stride, module.padding, module.dilation, groups, module.bias is not None)
        elif isinstance(module, nn.BatchNorm2d):
            new = nn.LazyBatchNorm2d(eps=module.eps)
        elif isinstance(module, nn.Linear):
            new = nn.LazyLinear(CLASSES if module.out_features == 1000 else 8)
        else:
            continue
        setattr(parent, leaf, new)
    return model


def distance(a, b):
    return float(np.linalg.norm(a - b) / np.linalg.norm(b))


def gradients(model, trunk, head, images, labels, dtype):
    model = model.to(dtype).train()
    parameters = {n: p for n, p in model.named_parameters()}
    weight, bias = (torch.tensor(v, dtype=dtype).requires_grad_() for v in head)
    model.zero_grad(set_to_none=True)
    features = trunk(model, torch.tensor(images, dtype=dtype))
    loss = F.cross_entropy(F.linear(features.mean((2, 3)), weight, bias), torch.tensor(labels))
    loss.backward()
    found = {n: p.grad.double().numpy().copy() for n, p in parameters.items() if p.grad is not None}
    return loss.item(), {**found, "fc.weight": weight.grad.double().numpy(), "fc.bias": bias.grad.double().numpy()}, features.shape


def main():
    out = {}
    for index, (name, (arguments, divisor, own, side, draw, trunk)) in enumerate(NETWORKS.items()):
        torch.manual_seed(100 * draw + index)
        model = narrowed(getattr(torchvision.models, name)(weights=None, **arguments), divisor)
        # Lazy layers take their sizes from the first image.
        with torch.no_grad():
            model.train()(torch.randn(2, 3, own, own))
        for key, p in model.named_parameters():
            with torch.no_grad():
                if p.dim() == 4:
                    nn.init.kaiming_normal_(p, mode="fan_in", nonlinearity="relu")
                elif key.endswith("weight") and p.dim() == 1:
                    nn.init.uniform_(p, 0.5, 1.5)
                    # Blocks near the identity do not amplify rounding, so that one draw tells something.
                    p.mul_(0.25 if key.endswith(CLOSING) else 1)
                elif p.dim() == 1:
                    nn.init.uniform_(p, -0.2, 0.2)
        for key, b in model.named_buffers():
            if key.endswith("running_mean"):
                nn.init.zeros_(b)
            elif key.endswith("running_var"):
                nn.init.ones_(b)
        exported = io.BytesIO()
        torch.onnx.export(
            model.train(), torch.randn(2, 3, own, own), exported, opset_version=13, input_names=["input"],
            dynamic_axes={"input": {0: "batch"}}, training=torch.onnx.TrainingMode.TRAINING, do_constant_folding=False,
        )
        with open(os.path.join(HERE, f"{name}.onnx.gz"), "wb") as file:
            file.write(gzip.compress(exported.getvalue(), 9, mtime=0))
        # The export has run the network and moved its statistics; the step below does not read them.
        images = np.float64(np.float32(uniform(100 + index + 1000 * draw, BATCH * 3 * side * side).reshape(BATCH, 3, side, side)))
        labels = [(i * 2 + 1) % CLASSES for i in range(BATCH)]
        with torch.no_grad():
            units = trunk(model, torch.zeros(2, 3, side, side)).shape[1]
        head = [np.float32(uniform(200 + index, CLASSES * units).reshape(CLASSES, units)), np.float32(uniform(300 + index, CLASSES))]
        _, g32, _ = gradients(model, trunk, head, images, labels, torch.float32)
        loss64, g64, shape = gradients(model, trunk, head, images, labels, torch.float64)
        np.concatenate([v.ravel() for v in g64.values()]).astype("<f4").tofile(os.path.join(HERE, f"{name}.bin"))
        flat = lambda g: np.concatenate([v.ravel() for v in g.values()])
        out[name] = {
            "side": side, "imageSeed": 100 + index + 1000 * draw, "headSeed": 200 + index, "biasSeed": 300 + index, "features": list(shape[1:]),
            "loss64": loss64, "float32Distance": distance(flat(g32), flat(g64)),
            "parameters": {n: list(v.shape) for n, v in g64.items()},
        }
        print(name, list(shape), "loss", loss64, "float32 distance", out[name]["float32Distance"], "values", flat(g64).size)
    golden = {
        "madeBy": "test/golden/networks.py",
        "program": f"PyTorch {torch.__version__}, torchvision {torchvision.__version__} (Debian 12)",
        "batch": BATCH, "classes": CLASSES, "networks": out,
    }
    with open(os.path.join(HERE, "networks.json"), "w") as file:
        json.dump(golden, file)
        file.write("\n")


if __name__ == "__main__":
    main()
