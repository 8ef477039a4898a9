"""Exports torchvision's own ResNet-50, DenseNet-121, VGG-16-BN, AlexNet, Inception-v3 and MobileNet-v2, with random weights, in training form.

python3 test/fullsize/export_networks.py FOLDER    (wants torch and torchvision; importedNetworks.ts calls it)
"""
import os
import sys
import warnings

import torch
import torchvision

warnings.filterwarnings("ignore")
for name in ["resnet50", "densenet121", "vgg16_bn", "alexnet", "inception_v3", "mobilenet_v2"]:
    torch.manual_seed(1)
    arguments = {"inception_v3": {"init_weights": False, "transform_input": True}, "vgg16_bn": {"init_weights": False}}.get(name, {})
    model = getattr(torchvision.models, name)(weights=None, **arguments).train()
    side = 299 if name == "inception_v3" else 224
    torch.onnx.export(
        model, torch.randn(2, 3, side, side), os.path.join(sys.argv[1], f"{name}.onnx"), opset_version=13, input_names=["input"],
        dynamic_axes={"input": {0: "batch"}}, training=torch.onnx.TrainingMode.TRAINING, do_constant_folding=False,
    )
print("PyTorch", torch.__version__, "torchvision", torchvision.__version__)
