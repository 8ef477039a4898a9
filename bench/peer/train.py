"""The peer in `train`: one SGD step in PyTorch."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from networks import CLASSES, network
from serve import compiled, prepare, serve

task, device, layout = prepare()
model = nn.Sequential(*network(task["network"])).to(device, memory_format=layout).train()
optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9, weight_decay=1e-4)
images = torch.randn(task["batch"], 3, task["size"], task["size"]).to(device, memory_format=layout)
labels = (torch.arange(task["batch"]) % CLASSES).to(device)
model = compiled(task, model)


def step():
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(images), labels)
    loss.backward()
    optimizer.step()
    return loss.item()  # the loop looks at every loss, as ours does


serve(task, step)
