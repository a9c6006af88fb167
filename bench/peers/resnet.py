"""The teacher of the benchmark in PyTorch: ResNet-56 for 32 x 32 images with shortcuts without parameters (option A)."""

import torch
from torch import nn
from torch.nn import functional as F


class Shortcut(nn.Module):
    """Every second pixel, with channels of zeros in front and behind."""

    def __init__(self, padding):
        super().__init__()
        self.padding = padding

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.padding, self.padding))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity() if stride == 1 else Shortcut((outputs - inputs) // 2)

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


class ResNet(nn.Module):
    """Parameters are named as in the files of the benchmark."""

    def __init__(self, blocks=9, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = stage(16, 16, blocks, 1)
        self.layer2 = stage(16, 32, blocks, 2)
        self.layer3 = stage(32, 64, blocks, 2)
        self.linear = nn.Linear(64, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.linear(x.mean((2, 3)))


def stage(inputs, outputs, blocks, stride):
    first = Block(inputs, outputs, stride)
    return nn.Sequential(first, *(Block(outputs, outputs, 1) for _ in range(blocks - 1)))


def load(weights):
    """The network with these arrays; each parameter must have one."""
    network = ResNet()
    state = {name: torch.from_numpy(weights[name]) for name in weights.files}
    missing, unexpected = network.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise ValueError(f"weights that do not fit: missing {missing}, unknown {unexpected}")
    return network


def with_convolutions(network):
    """The same function with each shortcut that pads as a convolution of ones and zeros, whose channels can be pruned."""
    for module in list(network.modules()):
        if isinstance(module, Block) and isinstance(module.shortcut, Shortcut):
            inputs, outputs = module.conv1.in_channels, module.conv1.out_channels
            convolution = nn.Conv2d(inputs, outputs, 1, 2, bias=False)
            with torch.no_grad():
                convolution.weight.zero_()
                for channel in range(inputs):
                    convolution.weight[module.shortcut.padding + channel, channel] = 1
            module.shortcut = convolution
    return network


def macs(network):
    """Multiply-accumulates of convolutions and linear layers for one image."""
    counts = []

    def count(module, _, output):
        positions = output.shape[2] * output.shape[3] if output.dim() == 4 else 1
        counts.append(module.weight.numel() * positions)

    layers = [each for each in network.modules() if isinstance(each, (nn.Conv2d, nn.Linear))]
    handles = [layer.register_forward_hook(count) for layer in layers]
    was_training = network.training
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, 32, 32))
    network.train(was_training)
    for handle in handles:
        handle.remove()
    return sum(counts)
