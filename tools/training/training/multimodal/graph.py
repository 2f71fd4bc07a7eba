"""The served computation: the row network, the fusion networks and the calibration as one module.

Without any view the answer is the calibrated row network's, with views the calibrated mean of the
fusion networks. `export` writes the same computation as ONNX.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..graph import RowModel
from .network import HEADS, VIEWS, Batch, Fusion

#: input name of each array of the served model, in the order of its inputs
INPUTS = ("row", *VIEWS, "mask")


class Multimodal(nn.Module):
    """`platt` [2, 2]: slope and offset with a row (0) and without one (1), where views are given.

    Heads that are not in `shipped` are missing to the networks, whatever the mask says."""

    def __init__(self, row: RowModel, networks: list[Fusion], platt: np.ndarray, shipped: list[str] = HEADS):
        super().__init__()
        self.register_buffer("shipped", torch.tensor([[float(name in shipped) for name in HEADS]]))
        self.row, self.networks = row, nn.ModuleList(networks)
        self.register_buffer("platt", torch.tensor(platt, dtype=torch.float32))

    def raw_row(self, row: torch.Tensor) -> torch.Tensor:
        h = self.row.encoder(row)[0]
        for layer in self.row.layers[:-1]:
            h = torch.relu(layer(h))
        return self.row.layers[-1](h)[:, 0]

    def forward(self, row: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Calibrated log-odds and distance [n]; `batch.row_logit` is filled in from `row`."""
        row_log_odds, distance = self.row(row)
        batch.row_logit = self.raw_row(row)
        batch.mask = batch.mask * self.shipped
        raw = torch.stack([network(batch) for network in self.networks]).mean(0)
        with_row = batch.mask[:, 0]
        fused = torch.where(with_row > 0, raw * self.platt[0, 0] + self.platt[0, 1],
                            raw * self.platt[1, 0] + self.platt[1, 1])
        return torch.where(batch.mask[:, 1:].amax(1) > 0, fused, row_log_odds), distance

    @torch.no_grad()
    def predict(self, inputs: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Float32 log-odds and distance [n] of arrays named as in INPUTS."""
        given = {name: torch.from_numpy(np.ascontiguousarray(inputs[name], np.float32)) for name in INPUTS}
        flat = {name: given[name] for name in VIEWS[:-1]}
        batch = Batch(torch.zeros(len(given["row"])), flat, given["river"], given["mask"])
        log_odds, distance = self(given["row"], batch)
        return log_odds.numpy(), distance.numpy()

    def parameter_count(self) -> int:
        return self.row.parameter_count() + sum(p.numel() for p in self.networks.parameters()) + self.platt.numel()
