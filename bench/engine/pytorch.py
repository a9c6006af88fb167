"""The PyTorch side of `npm run bench -- engine`: reads `<workload> <steps>` lines, answers milliseconds of each step as JSON."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 64


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(32, 32, 3, padding=1)
        self.second = nn.Conv2d(32, 32, 3, padding=1)

    def forward(self, x):
        return F.relu(x + self.second(F.relu(self.first(x))))


class Inverted(nn.Module):
    def __init__(self, narrow, wide):
        super().__init__()
        self.expand = nn.Conv2d(narrow, wide, 1)
        self.depthwise = nn.Conv2d(wide, wide, 3, padding=1, groups=wide)
        self.project = nn.Conv2d(wide, narrow, 1)

    def forward(self, x):
        return x + self.project(F.relu6(self.depthwise(F.relu6(self.expand(x)))))


class Basic(nn.Module):
    """Residual block of ResNet for CIFAR with a parameter-free shortcut (option A)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.stride = stride
        self.padding = (outputs - inputs) // 2
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = F.relu(self.first_norm(self.first(x)))
        y = self.second_norm(self.second(y))
        if self.stride != 1:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.padding, self.padding))
        return F.relu(x + y)


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
        inputs = 16
        for outputs in (16, 32, 64):
            for block in range(3):
                layers.append(Basic(inputs, outputs, 2 if block == 0 and outputs != 16 else 1))
                inputs = outputs
        self.body = nn.Sequential(*layers)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.body(x).mean((2, 3)))


def workload(name):
    """A function that takes one training step: forward, loss, backward, Adam."""
    torch.manual_seed(1)
    if name == "W3":
        model, x = ResNet20(), torch.randn(BATCH, 3, 32, 32)
        target = torch.randint(0, 10, (BATCH,))
        loss = F.cross_entropy
    else:
        model, channels, side = {
            "W1": lambda: (Residual(), 32, 32),
            "W2": lambda: (Inverted(32, 96), 32, 16),
            "W4": lambda: (Inverted(24, 144), 24, 56),
        }[name]()
        x = torch.randn(BATCH, channels, side, side)
        target = torch.randn(BATCH, channels, side, side)
        loss = F.mse_loss
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def step():
        optimizer.zero_grad()
        value = loss(model(x), target)
        value.backward()
        optimizer.step()
        return value.item()

    return step


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print(json.dumps({"version": torch.__version__}), flush=True)
    steps = {}
    for line in sys.stdin:
        name, count = line.split()
        if name not in steps:
            steps[name] = workload(name)
        times = []
        for _ in range(int(count)):
            start = time.perf_counter()
            steps[name]()
            times.append((time.perf_counter() - start) * 1000)
        print(json.dumps(times), flush=True)


main()
