"""Repositories that are measured: a base, copies of it, and the same commits written by git."""

import os
import shutil
import subprocess
import sys

from measuring import ENVIRONMENT, ROOT, Cost, measure, progress, run


class Repositories:
    """A bare, packed repository with one commit, and copies of it that nothing was written to."""

    def __init__(self, scratch, generator, count):
        self.scratch = scratch
        self.base = self.path("base.git")
        self.copies = 0
        progress("generating %d manifests" % count)
        tree = self.path("tree")
        os.makedirs(scratch, exist_ok=True)
        run(sys.executable, os.path.join(ROOT, "Benchmarks", generator), tree, str(count))
        # No `git gc` of its own beside what is measured.
        run("git", "init", "-q", "-b", "main", tree)
        run("git", "-C", tree, "config", "gc.auto", "0")
        run("git", "-C", tree, "add", "--all")
        run("git", "-C", tree, "commit", "-q", "-m", "base")
        run("git", "clone", "-q", "--bare", tree, self.base)
        run("git", "-C", self.base, "gc", "-q")

    def path(self, name):
        return os.path.join(self.scratch, name)

    def fresh(self):
        """A copy of the base that nothing was written to yet.

        Earlier copies stay until the end: ext4 is slow at making files just after many have gone.
        """
        self.copies += 1
        shutil.copytree(self.base, self.copy())
        return self.copy()

    def copy(self):
        """The copy that was made last."""
        return self.path("copy-%d.git" % self.copies)

    def cost(self, *command, stdin=None):
        """Runs a command on a fresh copy, which its words call COPY."""
        copy = self.fresh()
        parts = [part.replace("COPY", copy) for part in command]
        # What copying has left to write does not count.
        os.sync()
        return measure(parts, self.path("time"), stdin=stdin or os.devnull)

    def measure(self, repeat, *command, stdin=None):
        """Runs a command on fresh copies; the medians."""
        return Cost.median([self.cost(*command, stdin=stdin) for _ in range(repeat)])

    def branches(self):
        """The branches in the copy and where they point."""
        text = run("git", "-C", self.copy(), "for-each-ref", "refs/heads/meshphase")
        return text.splitlines()

    def export(self):
        """Writes the commits of the copy that was made last as a stream for git fast-import."""
        stream = self.path("stream")
        with open(stream, "wb") as file:
            subprocess.run(
                ["git", "-C", self.copy(), "fast-export", "--reference-excluded-parents",
                 "--branches=meshphase/*", "^main"], check=True, stdout=file, env=ENVIRONMENT)
        return stream
