"""Pruning by Torch-Pruning (Fang et al., CVPR 2023) to a share of the multiply-accumulates."""

import torch
import torch_pruning
from torch import nn

from resnet import Block, macs, with_convolutions

# Fine enough that the share is met closely.
STEPS = 200
# A layer keeps at least a tenth of its channels.
MOST = 0.9


def pruned(network, share, importance, ranking, channels):
    """
    The network, changed in place, with at most `share` of its multiply-accumulates.

    importance: 'group' (norms of all weights that go together) or 'magnitude' (norms of the layer's own filters).
    ranking: 'global' (channels of all layers compete) or 'local' (the same share of each).
    channels: 'all', or 'inner' (only those between the two convolutions of a block).
    """
    if channels == "all":
        network = with_convolutions(network)
    kept = [network.linear]
    if channels == "inner":
        blocks = [each for each in network.modules() if isinstance(each, Block)]
        kept += [network.conv1, *(block.conv2 for block in blocks)]
    target = share * macs(network)
    pruner = torch_pruning.pruner.MagnitudePruner(
        network,
        torch.zeros(1, 3, 32, 32),
        importance=importance_of(importance),
        global_pruning=ranking == "global",
        pruning_ratio=MOST,
        max_pruning_ratio=MOST,
        iterative_steps=STEPS,
        ignored_layers=kept,
    )
    for _ in range(STEPS):
        if macs(network) <= target:
            break
        pruner.step()
    return network


def importance_of(name):
    kinds = torch_pruning.importance
    if name == "group":
        return kinds.GroupMagnitudeImportance(p=2)
    return kinds.MagnitudeImportance(p=1, group_reduction="first", target_types=[nn.Conv2d])
