"""The retraining of the benchmark in PyTorch: the same losses, augmentation, schedule and number of samples."""

import math
import time

import torch
from torch.nn import functional as F

BATCH = 64
TEMPERATURE = 3
LABEL_WEIGHT = 0.3
SHIFT = 4
WARM_UP = 1 / 20
# Times that the validation images are looked at; the best state is kept.
LOOKS = 16

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def preprocessed(pixels):
    """[N, 3, H, W] uint8."""
    return (pixels.float() / 255 - MEAN) / STD


def augmented(pixels, generator):
    """Each image flipped half of the time and moved by up to SHIFT pixels, black coming in at the edges."""
    count, _, height, width = pixels.shape
    padded = F.pad(pixels, (SHIFT, SHIFT, SHIFT, SHIFT))
    moves = torch.randint(0, 2 * SHIFT + 1, (count, 2), generator=generator).tolist()
    flips = (torch.rand(count, generator=generator) < 0.5).tolist()
    images = []
    for image, (down, right), flip in zip(padded, moves, flips):
        part = image[:, down : down + height, right : right + width]
        images.append(part.flip(2) if flip else part)
    return torch.stack(images)


@torch.no_grad()
def top1(network, pixels, labels):
    network.eval()
    right = 0
    for start in range(0, len(labels), 256):
        scores = network(preprocessed(pixels[start : start + 256]))
        right += (scores.argmax(1) == labels[start : start + 256]).sum().item()
    return right / len(labels)


def loss_of(scores, answers, labels):
    """Cross-entropy and, at a temperature, the divergence from the teacher."""
    cooled = F.log_softmax(scores / TEMPERATURE, 1)
    wanted = F.log_softmax(answers / TEMPERATURE, 1)
    divergence = F.kl_div(cooled, wanted, reduction="batchmean", log_target=True)
    return LABEL_WEIGHT * F.cross_entropy(scores, labels) + TEMPERATURE**2 * divergence


def rate_at(progress, peak):
    if progress <= WARM_UP:
        return peak * progress / WARM_UP
    return peak * 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))


def retrained(network, teacher, train, validation, samples, peak, seconds, report):
    """
    Trains for `samples` images, or until `seconds` are over when that comes first; the schedule follows whichever is nearer its end. Returns the best
    top-1 seen, that before included, and the number of images seen; the network has the weights of that state.
    """
    pixels, labels = train
    generator = torch.Generator().manual_seed(1)
    decayed = [each for each in network.parameters() if each.dim() > 1]
    others = [each for each in network.parameters() if each.dim() <= 1]
    optimizer = torch.optim.SGD(
        [{"params": decayed, "weight_decay": 1e-4}, {"params": others, "weight_decay": 0}],
        lr=peak,
        momentum=0.9,
        nesterov=True,
    )
    steps = max(1, samples // BATCH)
    best = (top1(network, *validation), state_of(network))
    started = time.perf_counter()
    order = torch.empty(0, dtype=torch.long)
    looks = 0
    for step in range(1, steps + 1):
        if len(order) < BATCH:
            order = torch.randperm(len(labels), generator=generator)
        batch, order = order[:BATCH], order[BATCH:]
        images = preprocessed(augmented(pixels[batch], generator))
        with torch.no_grad():
            answers = teacher(images)
        progress = step / steps
        if seconds is not None:
            progress = max(progress, min(1, (time.perf_counter() - started) / seconds))
        for group in optimizer.param_groups:
            group["lr"] = rate_at(progress, peak)
        optimizer.zero_grad()
        loss_of(network.train()(images), answers, labels[batch]).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()
        if progress >= (looks + 1) / LOOKS or step == steps:
            looks += 1
            value = top1(network, *validation)
            report(step * BATCH, value, time.perf_counter() - started)
            if value > best[0]:
                best = (value, state_of(network))
        if progress >= 1:
            break
    network.load_state_dict(best[1])
    return best[0], step * BATCH


def state_of(network):
    return {name: tensor.clone() for name, tensor in network.state_dict().items()}
