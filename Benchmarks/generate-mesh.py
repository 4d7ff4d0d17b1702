#!/usr/bin/env python3
"""Writes a mesh of many namespaces that many Applications sync, with its meshphase.yaml.

    Benchmarks/generate-mesh.py FOLDER NAMESPACES APPLICATIONS

Ten waves by percent, then promote and retire: 12 phases. Each namespace has a file of its own with
one Deployment; an Application syncs a folder of them.
"""

import os
import sys

APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.com/mesh.git, path: {path}, targetRevision: HEAD}}
  destination: {{server: https://kubernetes.default.svc, namespace: {namespace}}}
"""

NAMESPACE = """\
apiVersion: v1
kind: Namespace
metadata:
  name: {name}
  labels:
    istio.io/rev: asm-1130-0
    team: {team}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: {name}
spec:
  replicas: 2
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata:
      labels: {{app: web, version: v{version}}}
    spec:
      containers: [{{name: web, image: "web:1"}}]
"""

DESIRED = """\
apiVersion: meshphase.io/v1alpha1
kind: MeshUpgrade
metadata: {name: prod}
spec:
  from: {revision: asm-1130-0, version: 1.13.0}
  to: {revision: asm-1140-0, version: 1.14.0}
  namespaceSelector: {matchExpressions: [{key: team, operator: Exists}]}
  repository: {output: mesh}
  phases:
"""


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    folder, namespaces, applications = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    write(folder, "argocd/mesh.yaml", APPLICATION.format(
        name="mesh", path="mesh", namespace="istio-system"))
    for index in range(applications):
        team = "team-%03d" % index
        write(folder, "argocd/%s.yaml" % team, APPLICATION.format(
            name=team, path="apps/%s" % team, namespace="default"))
    for index in range(namespaces):
        team = "team-%03d" % (index % applications)
        name = "ns-%05d" % index
        write(folder, "apps/%s/%s.yaml" % (team, name), NAMESPACE.format(
            name=name, team=team, version=index % 7))
    phases = ["  - {name: wave-%d, actions: [Relabel, Restart], percent: %d}\n" % (n, n * 10)
              for n in range(1, 11)]
    phases.append("  - {name: promote, actions: [MoveTags, MoveService, MoveValidator]}\n")
    phases.append("  - {name: retire, actions: [Retire]}\n")
    write(folder, "meshphase.yaml", DESIRED + "".join(phases))


main()
