"""PyTorch's side of `cargo bench --bench training`, and the lesson's own run.

    python3 benches/pytorch.py serve IMAGES LABELS    answers questions, a line of JSON each
    python3 benches/pytorch.py lesson FOLDER          10 epochs of batches of 4, on MNIST

IMAGES and LABELS are IDX files, gzipped.
"""
import gzip, json, sys, time

import torch
import torch.nn.functional as F
from torch import nn


def read(path, skip):
    return torch.frombuffer(bytearray(gzip.open(path).read()[skip:]), dtype=torch.uint8)


def load(images, labels):
    pixels = read(images, 16).reshape(-1, 1, 28, 28).float() / 127.5 - 1
    return pixels, read(labels, 8).long()


class Lesson(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)
        self.pool = nn.MaxPool2d(2, 2)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = torch.flatten(x, 1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))


def norm():
    return nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Flatten(), nn.Linear(1568, 10))


NETS = dict(lesson=Lesson, norm=norm)


class Case:
    """One net in training or inference with one batch size; goes on where it stopped."""

    def __init__(self, net, task, batch, data):
        self.net, self.task, self.batch = NETS[net](), task, batch
        self.pixels, self.labels = data
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=1e-3)
        self.at = 0
        if task == "infer":
            self.net.eval()

    def step(self):
        if self.at + self.batch > len(self.pixels):
            self.at = 0
        x, y = self.pixels[self.at:self.at + self.batch], self.labels[self.at:self.at + self.batch]
        self.at += self.batch
        if self.task == "infer":
            self.net(x)
            return
        self.optimizer.zero_grad()
        F.cross_entropy(self.net(x), y).backward()
        self.optimizer.step()

    def measure(self, seconds):
        with torch.set_grad_enabled(self.task == "train"):
            for _ in range(3):
                self.step()
            steps, start = 0, time.perf_counter()
            while time.perf_counter() - start < seconds:
                self.step()
                steps += 1
            return steps * self.batch / (time.perf_counter() - start)


def serve(images, labels):
    data, cases = load(images, labels), {}
    print(json.dumps(torch.__version__), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        key = tuple(question[part] for part in ("net", "task", "batch"))
        if key not in cases:
            cases[key] = Case(*key, data)
        torch.set_num_threads(question["threads"])
        print(json.dumps(cases[key].measure(question["seconds"])), flush=True)


def lesson(folder):
    path = lambda name: f"{folder}/{name}-ubyte.gz"
    pixels, labels = load(path("train-images-idx3"), path("train-labels-idx1"))
    test_pixels, test_labels = load(path("t10k-images-idx3"), path("t10k-labels-idx1"))
    torch.manual_seed(0)
    net = Lesson()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    seconds = 0
    for epoch in range(10):
        start = time.perf_counter()
        for batch in torch.randperm(len(pixels)).split(4):
            optimizer.zero_grad()
            F.cross_entropy(net(pixels[batch]), labels[batch]).backward()
            optimizer.step()
        seconds += time.perf_counter() - start
        with torch.no_grad():
            right = (net(test_pixels).argmax(1) == test_labels).float().mean().item()
        print(f"epoch {epoch + 1}: {right:.4f} after {seconds:.1f} s of training", flush=True)


dict(serve=serve, lesson=lesson)[sys.argv[1]](*sys.argv[2:])
