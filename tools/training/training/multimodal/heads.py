"""Heads of the model: encoders of one view each, all ending in an embedding [n, WIDTH].

Heads do not see the depth in ppm: a 1-D view is divided by its deepest bin, and its depth on the scale of the local
view is one further input. The river adds the differences between transits, so its rows are compared before they are
averaged.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

WIDTH = 24
#: bins are clipped to this range after the division: of flares and edges only the sign matters
MIN_FLUX, MAX_FLUX = -2.0, 2.0
#: default kernel size of a convolution [bins]
KERNEL = 5


class Convolutions(nn.Module):
    """Pairs of convolutions, each pair followed by max pooling by two: [n, c, bins] -> [n, out]."""

    def __init__(self, inputs: int, channels: tuple[int, ...], bins: int, stride: int = 1, kernel: int = KERNEL):
        super().__init__()
        self.first = nn.ModuleList()
        self.second = nn.ModuleList()
        for i, count in enumerate(channels):
            step = stride if i == 0 else 1
            self.first.append(nn.Conv1d(inputs, count, kernel, step, kernel // 2))
            self.second.append(nn.Conv1d(count, count, kernel, 1, kernel // 2))
            inputs, bins = count, ((bins - 1) // step + 1) // 2
        self.outputs = inputs * bins

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for first, second in zip(self.first, self.second, strict=True):
            x = functional.max_pool1d(torch.relu(second(torch.relu(first(x)))), 2)
        return x.flatten(1)


class ViewHead(nn.Module):
    """A 1-D view [n, bins] to an embedding [n, WIDTH]. The layer after the convolutions also gets its depth on the
    scale of the local view and its roughness."""

    def __init__(self, bins: int, channels: tuple[int, ...], stride: int = 1, kernel: int = KERNEL):
        super().__init__()
        self.bins = bins
        self.convolutions = Convolutions(1, channels, bins, stride, kernel)
        self.embed = nn.Linear(self.convolutions.outputs + 2, WIDTH)

    def forward(self, view: torch.Tensor) -> torch.Tensor:
        depth = (-view.amin(1, keepdim=True)).clamp(min=1e-3)
        shape = (view / depth).clamp(MIN_FLUX, MAX_FLUX)
        alone = [torch.log(depth).clamp(-4, 4), roughness(view)]
        return torch.relu(self.embed(torch.cat([self.convolutions(shape[:, None]), *alone], dim=1)))


def roughness(view: torch.Tensor) -> torch.Tensor:
    """Logarithm [n, 1] of the mean difference of neighbouring bins, which noise dominates."""
    change = (view[:, 1:] - view[:, :-1]).abs().mean(1, keepdim=True)
    return torch.log(change + 1e-3).clamp(-6, 2) + 2


class RiverHead(nn.Module):
    """The river image [n, 64, 61], 0 where a bin is missing, and its mask to an embedding [n, WIDTH].

    Profiles along the phase, taken over the transits: mean, scatter about it, its standard error,
    odd less even rows, the share of transits with data, the lowest and the highest row, the mean in standard
    errors, the number of transits, and the mean of each of BLOCKS consecutive groups of rows; then convolutions
    along the phase. Beside them: the number of transits, the roughness of the mean and the mean scatter.
    """

    BLOCKS = 8
    PROFILES = 9 + BLOCKS

    def __init__(self, rows: int, bins: int, channels: tuple[int, ...], kernel: int = KERNEL):
        super().__init__()
        self.register_buffer("odd", (torch.arange(rows) % 2).float()[None, :, None])
        self.convolutions = Convolutions(self.PROFILES, channels, bins, kernel=kernel)
        self.embed = nn.Linear(self.convolutions.outputs + 3, WIDTH)

    def forward(self, image: torch.Tensor, given: torch.Tensor) -> torch.Tensor:
        value = image.clamp(MIN_FLUX, MAX_FLUX) * given
        count = given.sum(1).clamp(min=1)
        mean = value.sum(1) / count
        deviation = (value - mean[:, None]) * given
        scatter = torch.sqrt((deviation * deviation).sum(1) / count + 1e-6)
        odd = (value * self.odd).sum(1) / (given * self.odd).sum(1).clamp(min=1)
        even = (value * (1 - self.odd)).sum(1) / (given * (1 - self.odd)).sum(1).clamp(min=1)
        error = scatter / torch.sqrt(count)
        alone = [
            mean,
            scatter,
            error,
            odd - even,
            given.mean(1),
            value.amin(1),
            value.amax(1),
            mean.clamp(-1.5, 1.5) / (10 * error + 0.5),
            torch.log(count) / 4,
        ]
        size = (len(image), self.BLOCKS, -1, image.shape[2])
        blocks = value.reshape(size).sum(2) / given.reshape(size).sum(2).clamp(min=1)
        h = self.convolutions(torch.cat([torch.stack(alone, dim=1), blocks], dim=1))
        transits = given.amax(2).sum(1, keepdim=True).clamp(min=1)
        noise = torch.log(scatter.mean(1, keepdim=True))
        return torch.relu(self.embed(torch.cat([h, torch.log(transits) / 4, roughness(mean), noise], dim=1)))
