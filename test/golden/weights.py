"""Weights in every form torch.save has had, tiny: /usr/bin/python3 test/golden/weights.py

Writes test/unit/weights/fixtures/*.pth, *.pth.tar and weights.json, which names program and version and holds every tensor's shape, type and
values as PyTorch itself reads them back. A newer PyTorch may add its own zip: python3 test/golden/weights.py newer
"""
import collections
import io
import json
import os
import pickle
import struct
import sys
import tarfile
import zipfile

import numpy as np
import torch
from torch import nn

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'unit', 'weights', 'fixtures')


def path(name):
    return os.path.join(HERE, name)


def kinds():
    """One tensor of every element type, and views that are not row-major or share their storage."""
    x = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 8 - 1
    odd = torch.tensor([0.0, -0.0, 1.5, -2.0**-24, 65504.0, float('inf'), 2.0**-14, 1e-6])
    return collections.OrderedDict(
        plain=x, transposed=x.t(), window=x[1:3, 2:5], steps=x[::2, ::3], half=odd.half(), bfloat=odd.bfloat16(), double=x.double(),
        int64=torch.tensor([[2**40, -3]]), int32=torch.tensor([-7, 2**30], dtype=torch.int32), int16=torch.tensor([-300, 300], dtype=torch.int16),
        int8=torch.tensor([-128, 127], dtype=torch.int8), uint8=torch.arange(5, dtype=torch.uint8), bool=torch.tensor([True, False]),
        scalar=torch.tensor(3.5), empty=torch.zeros(0, 4), parameter=nn.Parameter(x[0].clone()),
    )


def network():
    torch.manual_seed(5)
    return nn.Sequential(collections.OrderedDict(conv1=nn.Conv2d(3, 2, 3, bias=False), bn1=nn.BatchNorm2d(2), fc=nn.Linear(2, 3)))


def checkpoint():
    """As the training scripts of DeepMiner and of PyTorch's ImageNet example save it, from a network on several GPUs."""
    net = network()
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-4, momentum=0.9)
    for parameter in net.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    state = collections.OrderedDict(('module.' + name, tensor) for name, tensor in net.state_dict().items())
    return {'epoch': 5, 'arch': 'resnet152', 'state_dict': state, 'best_prec1': np.float64(87.5), 'optimizer': optimizer.state_dict()}


def deflated(name, new_name):
    with zipfile.ZipFile(path(name)) as old, zipfile.ZipFile(path(new_name), 'w', zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))


def tar(tensors, name):
    """The form before 0.1.10: a tar with sys_info, storages, tensors and pickle; written as that version's loader reads it."""

    class Pickler(pickle.Pickler):
        def persistent_id(self, value):
            return ids[id(value)] if torch.is_tensor(value) else None

    ids = {id(tensor): str(100 + i) for i, tensor in enumerate(tensors.values())}
    types = {torch.float32: 'Float', torch.float64: 'Double', torch.int64: 'Long'}
    storages, views = io.BytesIO(), io.BytesIO()
    pickle.dump(len(tensors), storages, 2)
    pickle.dump(len(tensors), views, 2)
    for key, tensor in enumerate(tensors.values()):
        kind = types[tensor.dtype]
        count = tensor.storage().size()
        pickle.dump((key, 'cpu', getattr(torch, kind + 'Storage')), storages, 2)
        storages.write(struct.pack('<q', count) + torch.as_strided(tensor, (count,), (1,), 0).numpy().tobytes())
        pickle.dump((int(ids[id(tensor)]), key, getattr(torch, kind + 'Tensor')), views, 2)
        views.write(struct.pack('<ii', tensor.dim(), 0))
        views.write(struct.pack(f'<{tensor.dim()}q', *tensor.shape) + struct.pack(f'<{tensor.dim()}q', *tensor.stride()))
        views.write(struct.pack('<q', tensor.storage_offset()))
    pickle.dump([], storages, 2)
    value = io.BytesIO()
    Pickler(value, 2).dump(collections.OrderedDict(tensors))
    system = pickle.dumps({'protocol_version': 1000, 'little_endian': True, 'type_sizes': {'short': 2, 'int': 4, 'long': 4}}, 2)
    with tarfile.open(path(name), 'w:', format=tarfile.PAX_FORMAT) as file:
        for member, content in [('sys_info', system), ('pickle', value.getvalue()), ('tensors', views.getvalue()), ('storages', storages.getvalue())]:
            info = tarfile.TarInfo(member)
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))


def described(state):
    def number(v):
        return str(v) if isinstance(v, int) and abs(v) > 2**53 else {float('inf'): 'Infinity'}.get(v, v)

    return {
        name: {'dims': list(t.shape), 'type': str(t.dtype).removeprefix('torch.'), 'values': [number(v) for v in t.detach().reshape(-1).tolist()]}
        for name, t in state.items()
    }


def main():
    os.makedirs(HERE, exist_ok=True)
    if sys.argv[1:] == ['newer']:
        torch.save(kinds(), path('kinds.newer.pth'))
        with open(path('newer.json'), 'w') as file:
            json.dump({'program': 'PyTorch', 'version': torch.__version__, 'script': 'test/golden/weights.py newer'}, file)
            file.write('\n')
        return
    torch.save(kinds(), path('kinds.zip.pth'))
    torch.save(kinds(), path('kinds.protocol4.pth'), pickle_protocol=4)
    torch.save(kinds(), path('kinds.stream.pth'), _use_new_zipfile_serialization=False)
    deflated('kinds.zip.pth', 'kinds.deflated.pth')
    torch.save(checkpoint(), path('checkpoint.zip.pth.tar'))
    torch.save(checkpoint(), path('checkpoint.stream.pth.tar'), _use_new_zipfile_serialization=False)
    chosen = {name: tensor for name, tensor in kinds().items() if name in ('plain', 'transposed', 'window', 'double', 'int64')}
    tar(chosen, 'kinds.tar.pth')
    truth = {
        'kinds': described(torch.load(path('kinds.zip.pth'))),
        'checkpoint': described(torch.load(path('checkpoint.zip.pth.tar'))['state_dict']),
        'tar': described(torch.load(path('kinds.tar.pth'))),
    }
    with open(path('weights.json'), 'w') as file:
        json.dump({'program': 'PyTorch', 'version': torch.__version__, 'script': 'test/golden/weights.py', **truth}, file)
        file.write('\n')


main()
