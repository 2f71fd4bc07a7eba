"""The whole served computation as one PyTorch module: row -> calibrated log-odds and distance.

`export` writes the same computation as an ONNX graph and compares the two.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from .calibration import Calibration
from .encoder import Encoder
from .student import Stack


class RowModel(nn.Module):
    """One member of a trained stack with its encoder and calibration.

    A later `multimodal` model adds masked heads for light-curve views beside this row head:
    they join at the raw logit, before the calibration.
    """

    def __init__(self, encoder: Encoder, stack: Stack, calibration: Calibration, member: int = 0):
        super().__init__()
        self.encoder, self.calibration = encoder, calibration
        self.layers = nn.ModuleList()
        for layer in [*stack.layers, stack.head]:
            plain = nn.Linear(layer.weight.shape[1], layer.weight.shape[2])
            plain.weight.data = layer.weight[member].detach().T.contiguous()
            plain.bias.data = layer.bias[member, 0].detach().clone()
            self.layers.append(plain)

    def forward(self, row: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        h, distance, survey, flags = self.encoder(row)
        for layer in self.layers[:-1]:
            h = torch.relu(layer(h))
        logit = self.layers[-1](h)[:, 0]
        return self.calibration(logit, survey, flags), distance

    @torch.no_grad()
    def predict(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Float32 log-odds and distance [rows]."""
        log_odds, distance = self(torch.from_numpy(np.ascontiguousarray(x, np.float32)))
        return log_odds.numpy(), distance.numpy()

    def parameter_count(self) -> int:
        return sum(p.numel() for p in self.layers.parameters()) + 2 * self.calibration.slope.numel()
