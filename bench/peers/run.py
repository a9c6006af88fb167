"""The Python side of `npm run bench -- peers`: options as JSON in the first argument, one JSON object a line on standard output."""

import copy
import json
import sys
import time

import numpy
import torch

from pruning import pruned
from resnet import load, macs
from retraining import retrained, top1


def split(images, name):
    pixels = torch.from_numpy(images[f"{name}_values"]).permute(0, 3, 1, 2).contiguous()
    return pixels, torch.from_numpy(images[f"{name}_labels"]).long()


def say(**values):
    print(json.dumps(values), flush=True)


def main():
    options = json.loads(sys.argv[1])
    torch.set_num_threads(options["threads"])
    torch.manual_seed(1)
    images = numpy.load(options["images"])
    train, validation = split(images, "train"), split(images, "val")
    teacher = load(numpy.load(options["weights"])).eval()
    say(stage="teacher", macs=macs(teacher), top1=top1(teacher, *validation))
    started = time.perf_counter()
    network = pruned(
        copy.deepcopy(teacher),
        options["macs"] / 100,
        options["importance"],
        options["ranking"],
        options["channels"],
    )
    parameters = sum(each.numel() for each in network.parameters())
    say(
        stage="pruned",
        macs=macs(network),
        parameters=parameters,
        seconds=time.perf_counter() - started,
        top1=top1(network, *validation),
    )
    minutes = options["minutes"]
    started = time.perf_counter()
    value, seen = retrained(
        network,
        teacher,
        train,
        validation,
        options["samples"],
        options["rate"],
        None if minutes is None else 60 * minutes,
        lambda seen, value, seconds: say(stage="look", seen=seen, top1=value, seconds=seconds),
    )
    say(
        stage="retrained",
        macs=macs(network),
        parameters=parameters,
        seconds=time.perf_counter() - started,
        top1=value,
        seen=seen,
    )


main()
