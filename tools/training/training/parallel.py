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
#: glibc keeps the memory of a batch for the next one instead of returning it (mallopt(3), bytes): a page fault is dear
#: in a virtual machine, where they took a third of the time of a fit
KEPT_MEMORY = {"MALLOC_MMAP_THRESHOLD_": 1 << 32, "MALLOC_TRIM_THRESHOLD_": 1 << 34}


def processes() -> int:
    """Number of parallel fits: TRAINING_PROCESSES, default 2."""
    return max(1, int(os.environ.get("TRAINING_PROCESSES", "2")))


def single_thread() -> None:
    """One thread for this process; the variables are read by the processes that it starts."""
    os.environ |= dict.fromkeys(THREAD_VARIABLES, "1")
    for name, size in KEPT_MEMORY.items():
        os.environ.setdefault(name, str(size))
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
