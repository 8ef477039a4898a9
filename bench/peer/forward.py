"""The peer in `forward`: features and logits of a batch in PyTorch, back in the processor's memory."""
import torch

from networks import network
from serve import compiled, prepare, serve

task, device, layout = prepare()
trunk, head = (compiled(task, part.to(device, memory_format=layout).eval()) for part in network(task["network"]))
images = torch.randn(task["batch"], 3, task["size"], task["size"]).contiguous(memory_format=layout)


@torch.inference_mode()
def step():
    features = trunk(images.to(device))
    return features.cpu(), head(features).cpu()


serve(task, step)
