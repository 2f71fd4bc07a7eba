"""Runs independent fits in separate processes with one thread each.

Two single-threaded fits in parallel finish sooner than two fits in sequence with two threads each, and no thread waits
for another that the system has suspended.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import torch

THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def processes() -> int:
    """Number of parallel fits: TRAINING_PROCESSES, default 2."""
    return max(1, int(os.environ.get("TRAINING_PROCESSES", "2")))


def single_thread() -> None:
    for name in THREAD_VARIABLES:
        os.environ[name] = "1"
    torch.set_num_threads(1)


def map_jobs(function, jobs: list, at_once: int | None = None) -> list:
    """function(job) for every job, in order; `function` must be importable and jobs picklable."""
    single_thread()
    at_once = at_once or processes()
    if at_once == 1 or len(jobs) < 2:
        return [function(job) for job in jobs]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(at_once, mp_context=context, initializer=single_thread) as pool:
        return list(pool.map(function, jobs))
