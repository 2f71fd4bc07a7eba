"""The whole served computation as one PyTorch module: row -> calibrated log-odds, distance and state.

`export` writes the same computation as an ONNX graph and compares the two.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from . import teacher_trees
from .boosted import Boosted
from .calibration import Calibration
from .corrections import Corrections
from .encoder import Encoder
from .student import Stack


class RowModel(nn.Module):
    """One member of a trained stack with its encoder and calibration. Wider block-diagonal layers hold the member's
    networks side by side, and the last layer averages their logits. A teacher also has trees: its raw logit is the
    weighted mean of both (`teacher_trees`). A pupil's corrections are added.
    """

    def __init__(
        self,
        encoder: Encoder,
        stack: Stack,
        calibration: Calibration,
        member: int = 0,
        trees: Boosted | None = None,
        corrections: Corrections | None = None,
    ):
        super().__init__()
        self.encoder, self.calibration, self.trees, self.corrections = encoder, calibration, trees, corrections
        self.layers = nn.ModuleList()
        mine = stack.of_member(member)
        for depth, layer in enumerate([*stack.layers, stack.head]):
            blocks = [weight.T for weight in layer.weight[mine].detach()]
            last = depth == len(stack.layers)
            weight = torch.cat(blocks) if depth == 0 else torch.cat(blocks, 1) if last else torch.block_diag(*blocks)
            bias = layer.bias[mine, 0].detach()
            plain = nn.Linear(weight.shape[1], weight.shape[0])
            plain.weight.data = (weight / stack.networks if last else weight).contiguous()
            plain.bias.data = bias.mean(0) if last else bias.flatten()
            self.layers.append(plain)
        self.networks = stack.networks

    def forward(self, row: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        h, distance, survey, flags = self.encoder(row)
        for layer in self.layers[:-1]:
            h = torch.relu(layer(h))
        logit = self.layers[-1](h)[:, 0]
        if self.trees:
            logit = torch.from_numpy(teacher_trees.joined_logit(logit.numpy(), self.trees, row.numpy()))
        if self.corrections:
            logit = logit + torch.from_numpy(self.corrections.logit(row.numpy()))
        return self.calibration(logit, distance, survey, flags, row)

    @torch.no_grad()
    def predict(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Float32 log-odds, distance and state [rows]."""
        return tuple(answer.numpy() for answer in self(torch.from_numpy(np.ascontiguousarray(x, np.float32))))

    def parameter_count(self) -> int:
        """Number of weights (without zero blocks), tree nodes and calibration parameters."""
        count = 0
        for depth, layer in enumerate(self.layers):
            whole = depth in (0, len(self.layers) - 1)
            count += layer.weight.numel() // (1 if whole else self.networks) + layer.bias.numel()
        further = sum(part.node_count() for part in (self.trees, self.corrections) if part)
        return count + 3 * self.calibration.slope.numel() + further
