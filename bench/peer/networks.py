"""The networks in PyTorch: ResNets from torchvision where it is installed, else the same layers from here, and the small network."""
import torch.nn as nn
import torch.nn.functional as F

CLASSES = 3
STAGES = {
    "resnet18": (False, (2, 2, 2, 2)),
    "resnet34": (False, (3, 4, 6, 3)),
    "resnet50": (True, (3, 4, 6, 3)),
    "resnet101": (True, (3, 4, 23, 3)),
    "resnet152": (True, (3, 8, 36, 3)),
}


def network(name):
    """(trunk, head): images [N, 3, S, S] to features [N, C, h, w] to logits [N, 3], with random weights."""
    if name == "small":
        return small()
    try:
        from torchvision import models
    except ImportError:
        return resnet(name)
    whole = getattr(models, name)(num_classes=CLASSES)
    children = list(whole.children())
    return nn.Sequential(*children[:-2]), nn.Sequential(children[-2], nn.Flatten(), children[-1])


def small():
    trunk = nn.Sequential(
        *norm(3, 16, 3, 2), nn.ReLU(inplace=True), basic(16, 32, 2), basic(32, 64, 2), *norm(64, 128, 1), nn.ReLU(inplace=True)
    )
    return trunk, head(128)


def resnet(name):
    bottlenecks, blocks = STAGES[name]
    layers = [*norm(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for stage, count in enumerate(blocks):
        width = 64 * 2**stage
        for i in range(count):
            stride = 2 if stage > 0 and i == 0 else 1
            layers.append(bottleneck(channels, width, stride) if bottlenecks else basic(channels, width, stride))
            channels = 4 * width if bottlenecks else width
    return nn.Sequential(*layers), head(channels)


def norm(inputs, outputs, kernel, stride=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs)


def head(channels):
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES))


class Block(nn.Module):
    """A residual block: convolutions with a ReLU between them, plus the shortcut."""

    def __init__(self, stages, shortcut):
        super().__init__()
        self.stages = nn.Sequential(*stages)
        self.shortcut = shortcut

    def forward(self, x):
        return F.relu(self.stages(x).add_(self.shortcut(x)), inplace=True)


def shortcut(inputs, outputs, stride):
    return nn.Identity() if stride == 1 and inputs == outputs else nn.Sequential(*norm(inputs, outputs, 1, stride))


def basic(inputs, width, stride):
    stages = [*norm(inputs, width, 3, stride), nn.ReLU(inplace=True), *norm(width, width, 3)]
    return Block(stages, shortcut(inputs, width, stride))


def bottleneck(inputs, width, stride):
    relu = nn.ReLU(inplace=True)
    stages = [*norm(inputs, width, 1), relu, *norm(width, width, 3, stride), relu, *norm(width, 4 * width, 1)]
    return Block(stages, shortcut(inputs, 4 * width, stride))
