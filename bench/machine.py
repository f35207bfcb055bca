"""The machine of a run, in a line: figures mean little without it."""

import os
import platform
from pathlib import Path


def description() -> str:
    cores = os.cpu_count() or 1
    system = f"{platform.system()} {platform.release()}"
    return f"{cores} cores ({processor()}), {memory_gib()} GiB, {system}, Python {platform.python_version()}"


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def memory_gib() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def busy() -> str | None:
    """A warning where other work keeps more than a quarter of the machine busy, by the last minute's load."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load <= cores / 4:
        return None
    return f"The machine is busy (load {load:.1f} on {cores} cores): ratios hold better than figures."
