"""The served model: one perceptron taught by the joined log-odds of networks and trees (distillation, Hinton et al.
2015), and a few small trees for what it misses (`corrections`).

The teacher answers any row, so the pupil learns from more rows than the archive has: rows with and without a label,
mixed in pairs, jittered and masked. It reads the same logarithms and ratios as the teacher's networks, on fewer ramps.
A pupil is taught by one teacher alone and sees only rows of the teacher's training stars.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from . import corrections, patterns, student
from .corrections import Corrections
from .encoder import NOISE_RATIOS, RATIOS, Encoder, never_negative

#: shares of the rows that are mixed with another row of the survey, and that are jittered
MIXED, JITTERED = 0.9, 0.9
#: largest standard deviation of the jitter, relative to the value
JITTER = 0.15
#: log-odds beyond this are certain: the pupil need not copy how certain
CERTAIN = 9.0
#: differences of log-odds beyond this count less than quadratically
HUBER = 1.0
#: rows near the boundary of the classes count up to 1 + NEAR times; width of the boundary in log-odds
NEAR, BOUNDARY = 2.0, 1.5
#: rows that are mixed, jittered, answered by the teacher or encoded at once
CHUNK = 50_000
TINY = 1e-12
#: relative frequency of a survey's rows among the made ones: K2 has a tenth of the rows, and errs most
SURVEY_WEIGHTS = (0.37, 0.39, 0.24)
#: share of made rows under each pattern; the rest get random subsets
SHARES = (
    ("all", 0.32),
    ("canonical", 0.20),
    ("five_field", 0.10),
    ("diagnostics", 0.16),
    ("transit", 0.03),
    ("period", 0.02),
    ("few", 0.05),
)
#: the same for the rows with few fields, on which the trees learn as well
FEW_SHARES = (("five_field", 0.5), ("period", 0.3), ("few", 0.2))


@dataclass(frozen=True)
class Settings:
    """`rows` is the number of made rows, of which each is seen `epochs` times, `corrected_rows` twice that of the
    rows from which the trees learn what the network misses, and `pieces` the ramps of a column."""

    hidden: tuple[int, ...] = (128, 64)
    pieces: int = 5
    rows: int = 4_000_000
    epochs: int = 10
    corrected_rows: int = 1_200_000
    few_shares: tuple[tuple[str, float], ...] = FEW_SHARES
    batch: int = 1024
    learning_rate: float = 4e-3
    weight_decay: float = 1e-3
    shares: tuple[tuple[str, float], ...] = SHARES


def encoder(x: np.ndarray, settings: Settings) -> Encoder:
    return Encoder(x, settings.pieces, RATIOS + NOISE_RATIOS)


def made_rows(x: np.ndarray, count: int, rng: np.random.Generator, shares: dict[str, float]) -> np.ndarray:
    """Float32 [count, columns]: rows of `x`, some mixed with another of the same survey, some jittered, masked."""
    chosen = x[_drawn(x[:, 0].astype(int), count, rng)].astype(float)
    mixed = rng.random(count) < MIXED
    chosen[mixed] = _mixed(chosen[mixed], x, rng)
    jittered = np.flatnonzero(rng.random(count) < JITTERED)
    spread = JITTER * rng.random((len(jittered), 1))
    for part in _chunks(len(jittered)):
        chosen[jittered[part], 1:] *= np.exp(spread[part] * rng.normal(size=(len(spread[part]), x.shape[1] - 1)))
    chosen = chosen.astype(np.float32)
    chosen[~patterns.draw(count, rng, shares)] = np.nan
    return chosen


def _drawn(survey: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Positions [count] of rows, with the surveys in the shares of SURVEY_WEIGHTS."""
    rows = np.bincount(survey, minlength=len(SURVEY_WEIGHTS))
    weight = (np.array(SURVEY_WEIGHTS) / np.maximum(rows, 1))[survey]
    return rng.choice(len(survey), count, p=weight / weight.sum())


def _mixed(rows: np.ndarray, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each row moved part of the way to another of its survey: quantities that are never negative in their logarithm,
    which keeps the ratios of a fit. A value that one of the two lacks is missing."""
    partner = np.empty(len(rows), int)
    for code in np.unique(rows[:, 0]):
        mine = rows[:, 0] == code
        partner[mine] = rng.choice(np.flatnonzero(x[:, 0] == code), int(mine.sum()))
    share = rng.random((len(rows), 1)) * 0.5
    result = np.empty_like(rows)
    for part in _chunks(len(rows)):
        result[part] = _between(rows[part], x[partner[part]].astype(float), share[part])
    return result


def _between(rows: np.ndarray, others: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Each of `rows` moved by its share [rows, 1] of the way to the one of `others`."""
    plain = (1 - share) * rows + share * others
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = [np.log(np.maximum(np.abs(each), TINY)) for each in (rows, others)]
        size = np.exp((1 - share) * logs[0] + share * logs[1])
    positive = np.r_[False, never_negative()]
    result = np.where(positive, np.where(size <= 10 * TINY, 0, size), plain)
    result[:, 0] = rows[:, 0]
    return result


def teach(answer, x: np.ndarray, settings: Settings, seed: int) -> tuple[Encoder, student.Stack]:
    """The network, fitted to `answer(rows)`, raw log-odds of the teacher. `x` are rows of the teacher's training stars,
    with a label or without."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    reader = encoder(x, settings)
    inputs, goal = _lesson(answer, reader, made_rows(x, settings.rows, rng, dict(settings.shares)))
    stack = student.Stack(1, reader.width, settings.hidden, 0.0)
    optimiser = torch.optim.AdamW(stack.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay)
    a_pass = max(1, len(goal) // settings.batch)
    steps = settings.epochs * a_pass
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.learning_rate, total_steps=steps, pct_start=0.1)
    weight, loss = torch.from_numpy(_weight(goal.numpy())), nn.HuberLoss("none", delta=HUBER)
    stack.train()
    for _ in range(settings.epochs):
        for batch in torch.from_numpy(rng.permutation(len(goal))).split(settings.batch)[:a_pass]:
            answers = stack(inputs[batch].float()[None])[0]
            optimiser.zero_grad()
            (weight[batch] * loss(answers, goal[batch])).mean().backward()
            optimiser.step()
            schedule.step()
    return reader, stack.eval()


def correct(reader: Encoder, stack: student.Stack, answer, x: np.ndarray, settings: Settings, seed: int) -> Corrections:
    """The trees of a network of `teach`, from the same `answer`, `x`, settings and seed."""
    rng = np.random.default_rng(seed + 1)
    kinds = (settings.shares, settings.few_shares)
    rows = np.concatenate([made_rows(x, settings.corrected_rows, rng, dict(shares)) for shares in kinds])

    def network(rows: np.ndarray) -> np.ndarray:
        return _in_chunks(lambda part: student.logits(reader, stack, part, 0), rows)

    def certain(rows: np.ndarray) -> np.ndarray:
        return _in_chunks(lambda part: np.clip(answer(part), -CERTAIN, CERTAIN), rows)

    return corrections.fit(certain, network, rows, _weight, seed)


def _in_chunks(answer, rows: np.ndarray) -> np.ndarray:
    return np.concatenate([answer(rows[part]) for part in _chunks(len(rows))])


def _chunks(count: int) -> list[slice]:
    return [slice(start, start + CHUNK) for start in range(0, count, CHUNK)]


def _weight(goal: np.ndarray) -> np.ndarray:
    """How much rows with these log-odds count."""
    return 1 + NEAR * np.exp(-((goal / BOUNDARY) ** 2))


@torch.no_grad()
def _lesson(answer, reader: Encoder, rows: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Encoded rows as float16 [rows, width], and the teacher's log-odds for them [rows]."""
    inputs = torch.empty(len(rows), reader.width, dtype=torch.float16)
    goal = torch.empty(len(rows))
    for part in _chunks(len(rows)):
        inputs[part] = reader(torch.from_numpy(rows[part]))[0]
        goal[part] = torch.from_numpy(np.clip(answer(rows[part]), -CERTAIN, CERTAIN))
    return inputs, goal
