"""The peer's side of a turn: warm up, say that it is ready, then run as many steps as are asked for."""
import json
import re
import sys
import time

import torch


def prepare():
    """The task from the command line, with threads and precision set: (task, device, memory format)."""
    task = json.loads(sys.argv[1])
    torch.set_num_threads(task["threads"])
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = task["tf32"]
    torch.backends.cuda.matmul.allow_tf32 = task["tf32"]
    layout = torch.channels_last if task["variant"].endswith("channels_last") else torch.contiguous_format
    return task, torch.device(task["device"]), layout


def compiled(task, module):
    """The module, compiled where the task asks for it."""
    return torch.compile(module) if task["variant"].startswith("compiled") else module


def serve(task, step):
    """Answers questions from standard input until it ends; `step` is one unit of work."""
    cuda = task["device"] == "cuda"
    for _ in range(2):
        step()
    engine = f"PyTorch {torch.__version__}"
    say({"engine": f"{engine} {'TF32' if task['tf32'] else 'float32'} {torch.cuda.get_device_name()}" if cuda else engine})
    for line in sys.stdin:
        question = json.loads(line)
        if "steps" in question:
            if cuda:
                torch.cuda.synchronize()
            start = time.perf_counter()
            for _ in range(question["steps"]):
                step()
            if cuda:
                torch.cuda.synchronize()
            say({"milliseconds": (time.perf_counter() - start) * 1000 / question["steps"]})
        else:
            say({"peakBytes": peak_bytes()})


def say(answer):
    print(json.dumps(answer), flush=True)


def peak_bytes():
    """Peak of this process' resident memory."""
    if sys.platform == "linux":
        with open("/proc/self/status") as status:
            return int(re.search(r"^VmHWM:\s+(\d+) kB", status.read(), re.M)[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
