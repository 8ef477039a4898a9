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
    """Answers how many milliseconds a step takes, as often as it is asked; `step` is one unit of work."""
    synchronize = torch.cuda.synchronize if task["device"] == "cuda" else lambda: None

    def work(steps):
        step()  # not counted: it brings back what the system took away from a process that waited
        synchronize()
        start = time.perf_counter()
        for _ in range(steps):
            step()
        synchronize()
        return {"milliseconds": (time.perf_counter() - start) * 1000 / steps}

    for _ in range(2):
        step()
    answer(task, work)


def answer(task, work):
    """Says that it is ready, then answers each question of standard input with the result of `work`, or with the peak of memory."""
    engine = f"PyTorch {torch.__version__}"
    if task["device"] == "cuda":
        engine += f" {'TF32' if task['tf32'] else 'float32'} {torch.cuda.get_device_name()}"
    say({"engine": engine})
    for line in sys.stdin:
        question = json.loads(line)
        say(work(question["steps"]) if "steps" in question else {"peakBytes": peak_bytes()})


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
