#!/usr/bin/env python3
"""Writes a repository whose upgrade changes most of it: the input of Benchmarks/commit.

    Benchmarks/generate-waves.py DIR [COUNT]

COUNT (10,000 unless given) manifests, one a file. 9,600 of them change: 240 namespaces of 39
Deployments, each in a folder of its own, in 12 phases of 20 namespaces. The others are of kinds
and namespaces that no phase changes. Nothing here is random.
"""

import sys

sys.dont_write_bytecode = True
from generate import OLD, PARTS, TEAMS, deployment, folder, mesh_upgrade, namespace, write

WAVES = 12
NAMESPACES = 20  # in each
DEPLOYMENTS = 39  # in each of those


def spaces(wave):
    return ["mesh-%03d" % (wave * NAMESPACES + number) for number in range(NAMESPACES)]


def desired_state():
    waves = [spaces(wave) for wave in range(WAVES)]
    phases = ["wave-%d, actions: [Relabel, Restart], namespaces: [%s]" % (number, ", ".join(names))
              for number, names in enumerate(waves, 1)]
    return mesh_upgrade([name for names in waves for name in names], [], phases)


def files(count):
    """Pairs of path and text, `count` of them, and the desired state."""
    yield "meshphase.yaml", desired_state()
    number = 0
    for wave in range(WAVES):
        for space in spaces(wave):
            yield folder(space) + "/namespace.yaml", namespace(space, OLD)
            for _ in range(DEPLOYMENTS):
                team = TEAMS[number % len(TEAMS)]
                name = "%s-%04d" % (team, number)
                yield ("%s/%s/deployment.yaml" % (folder(space), name),
                       deployment(name, space, team, number))
                number += 1
    parts = PARTS[1:]
    for index in range(count - WAVES * NAMESPACES * (DEPLOYMENTS + 1)):
        number, part = divmod(index, len(parts))
        space = "plain-%02d" % (number % 20)
        team = TEAMS[number % len(TEAMS)]
        name = "%s-%05d" % (team, number)
        kind, text = parts[part]
        yield "%s/%s/%s.yaml" % (folder(space), name, kind), text(name, space, team, number)


if __name__ == "__main__":
    write(files, __doc__)
