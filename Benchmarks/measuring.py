"""What the measuring scripts share: the binary that people install, and the cost of a process."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# Git as it comes: nobody's configuration, and the same commits in every run.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "bench",
    "GIT_AUTHOR_EMAIL": "bench@example.com",
    "GIT_AUTHOR_DATE": "2026-01-05T09:00:00+00:00",
    "GIT_COMMITTER_NAME": "bench",
    "GIT_COMMITTER_EMAIL": "bench@example.com",
    "GIT_COMMITTER_DATE": "2026-01-05T09:00:00+00:00",
}


@dataclass
class Cost:
    """What a process took."""

    wall: float
    cpu: float  # user and system
    user: float
    memory: float  # peak, in bytes

    @classmethod
    def median(cls, costs):
        return cls(*(statistics.median(getattr(cost, name) for cost in costs)
                     for name in ("wall", "cpu", "user", "memory")))

    @classmethod
    def least_of_each(cls, costs):
        """Each of them by itself: what else the machine does only ever adds to a time."""
        return cls(*(min(getattr(cost, name) for cost in costs)
                     for name in ("wall", "cpu", "user", "memory")))

    @classmethod
    def least(cls, costs):
        return min(costs, key=lambda cost: cost.cpu)


def run(*command, **options):
    """Runs a command that must succeed, and gives its standard output."""
    options = {"stdin": subprocess.DEVNULL, "env": ENVIRONMENT, **options}
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def measure(command, report, stdin=os.devnull, statuses=(0,), seconds=None):
    """Runs a command, whose output nobody reads, and gives its cost; None when it took too long.

    `report` is a file to write in between.
    """
    # A child of this process starts with the memory of Python, and has that as its peak at least:
    # so the small time(1) asks the kernel for the peak of its own child. Its figures for CPU are
    # whole hundredths of a second, so those come from wait4, and hold the millisecond of time(1).
    timed = ["/usr/bin/time", "-q", "-f", "%M", "-o", report]
    limit = ["timeout", str(seconds)] if seconds else []
    start = time.perf_counter()
    with open(stdin, "rb") as source:
        child = subprocess.Popen(
            timed + limit + list(command), stdin=source, stdout=subprocess.DEVNULL,
            env=ENVIRONMENT)
        _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if seconds and child.returncode == 124:
        return None
    if child.returncode not in statuses:
        sys.exit("%s ended with status %d" % (" ".join(command), child.returncode))
    with open(report, encoding="utf-8") as file:
        kilobytes = int(file.read())
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_utime, kilobytes * 1024)


def progress(text):
    print(text, file=sys.stderr, flush=True)


def set_up():
    """Installs what is missing."""
    subprocess.run(
        [os.path.join(ROOT, "Scripts", "setup"), "--benchmarks"],
        check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def build():
    """The binary that people install, stripped."""
    folder = os.path.join(ROOT, ".build", "benchmarks")
    progress("building")
    subprocess.run(
        [os.path.join(ROOT, "Scripts", "install"), folder],
        check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    return os.path.join(folder, "bin", "meshphase")
