"""Golden bytes for src/training/tensorboard: needs the packages tensorboard and protobuf.
python3 test/golden/tensorboard_events.py > test/golden/tensorboard_events.json"""
import base64
import io
import json
import sys

import tensorboard
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter


def value(tag, number):
    return Summary.Value(tag=tag, simple_value=number)


events = {
    "version": Event(wall_time=1700000000.25, file_version="brain.Event:2"),
    "restart": Event(wall_time=1700000001.5, step=301, session_log=SessionLog(status=SessionLog.START)),
    "scalars": Event(wall_time=1700000002.125, step=300, summary=Summary(value=[value("loss/step", 0.75), value("learning_rate", 1e-4)])),
}
framed = io.BytesIO()
writer = RecordWriter(framed)
for event in events.values():
    writer.write(event.SerializeToString())

encode = lambda data: base64.b64encode(data).decode()
json.dump(
    {
        "made": {"python": sys.version.split()[0], "tensorboard": tensorboard.__version__},
        "events": {name: encode(event.SerializeToString()) for name, event in events.items()},
        "file": encode(framed.getvalue()),
    },
    sys.stdout,
)
