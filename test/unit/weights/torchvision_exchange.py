"""Weights from here into torchvision and back: torchvision_exchange.py EXPORTED.safetensors IMAGE.f32 SAVED.pth

Reads the safetensors format by itself, loads it strictly into torchvision's ResNet-18 for three classes and computes the logits of the image [2, 3, 64, 64]; then
saves the weights of a ResNet-18 for seven classes, as a network on several GPUs names them. Prints both networks' logits and the version as JSON.
"""
import json
import struct
import sys

import torch
import torchvision

exported, image_file, saved = sys.argv[1:]
with open(exported, 'rb') as file:
    header = json.loads(file.read(struct.unpack('<Q', file.read(8))[0]))
    data = file.read()
header.pop('__metadata__')
state = {}
for name, entry in header.items():
    assert entry['dtype'] == 'F32'
    start, end = entry['data_offsets']
    state[name] = torch.frombuffer(bytearray(data[start:end]), dtype=torch.float32).reshape(entry['shape'])
with open(image_file, 'rb') as file:
    image = torch.frombuffer(bytearray(file.read()), dtype=torch.float32).reshape(2, 3, 64, 64)

torch.manual_seed(3)
ours = torchvision.models.resnet18(num_classes=3).eval()
ours.load_state_dict(state, strict=True)
theirs = torchvision.models.resnet18(num_classes=7)
theirs(image)  # Moves the running statistics away from where they begin.
theirs.eval()
torch.save({'epoch': 2, 'arch': 'resnet18', 'state_dict': torch.nn.DataParallel(theirs).state_dict()}, saved)
with torch.no_grad():
    print(json.dumps({'version': torch.__version__, 'ours': ours(image).tolist(), 'theirs': theirs(image).tolist()}))
