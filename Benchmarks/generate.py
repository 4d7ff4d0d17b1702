#!/usr/bin/env python3
"""Writes a repository's worth of Kubernetes manifests: the input of Benchmarks/run.

    Benchmarks/generate.py DIR [COUNT]

COUNT (10,000 unless given) manifests, one a file, in four levels of folders, for a mesh of 60
namespaces and 20 namespaces outside it. The same count gives the same bytes everywhere:
nothing here is random.
"""

import os
import sys

OLD, NEW = "asm-1130-0", "asm-1140-0"
MESH_NAMESPACES = 60
PLAIN_NAMESPACES = 20
TEAMS = ["billing", "catalog", "checkout", "identity", "logistics", "search"]

# Twelve phases: a canary, nine waves that end at these percents, gateways, promotion.
WAVES = [2, 5, 10, 20, 35, 50, 65, 80, 100]


def mesh_namespaces():
    return ["mesh-%02d" % number for number in range(MESH_NAMESPACES)]


def desired_state():
    phases = ["canary, actions: [Relabel, Restart], namespaces: [mesh-00]"]
    phases += ["wave-%d, actions: [Relabel, Restart], percent: %d" % (number, percent)
               for number, percent in enumerate(WAVES, 1)]
    phases += [
        "gateways, actions: [Relabel, Restart], gatewayNamespaces: [ingress]",
        "promote, actions: [MoveTags, MoveService, MoveValidator]",
    ]
    settings = ["gatewayNamespaces: [ingress]", "tags: [default]"]
    return mesh_upgrade(mesh_namespaces(), settings, phases)


def mesh_upgrade(namespaces, settings, phases):
    """A desired state of some namespaces; settings and phases are lines of its text."""
    lines = [
        "apiVersion: meshphase.io/v1alpha1",
        "kind: MeshUpgrade",
        "metadata: {name: bench}",
        "spec:",
        "  from: {revision: %s, version: 1.13.0}" % OLD,
        "  to: {revision: %s, version: 1.14.0}" % NEW,
        "  distribution: ASM",
        "  namespaces: [%s]" % ", ".join(namespaces),
    ]
    lines += ["  " + setting for setting in settings]
    lines += ["  strategy: {maxPodsPerPhase: 100000}", "  phases:"]
    lines += ["  - {name: %s}" % phase for phase in phases]
    lines.append("  repository: {output: clusters/prod/istio-system}")
    return "\n".join(lines) + "\n"


def namespace(name, revision):
    labels = "    istio.io/rev: %s\n" % revision if revision else ""
    return """\
apiVersion: v1
kind: Namespace
metadata:
  name: %s
  labels:
    team: %s
%s""" % (name, TEAMS[sum(name.encode()) % len(TEAMS)], labels)


def deployment(name, space, team, number):
    return """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {space}
  labels:
    app.kubernetes.io/name: {name}
    app.kubernetes.io/part-of: {team}
spec:
  replicas: {replicas}
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
        app.kubernetes.io/part-of: {team}
      annotations:
        prometheus.io/scrape: "true"  # read by the platform's agents
        prometheus.io/port: "9090"
    spec:
      serviceAccountName: {name}
      containers:
      - name: app
        image: registry.example.com/{team}/{name}:1.{number}.0
        ports:
        - {{name: http, containerPort: 8080}}
        - {{name: metrics, containerPort: 9090}}
        envFrom:
        - configMapRef: {{name: {name}}}
        readinessProbe:
          httpGet: {{path: /ready, port: http}}
          periodSeconds: 5
        resources:
          requests: {{cpu: 100m, memory: 128Mi}}
          limits: {{memory: 256Mi}}
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: topology.kubernetes.io/zone
        whenUnsatisfiable: ScheduleAnyway
""".format(name=name, space=space, team=team, number=number, replicas=2 + number % 3)


def service(name, space, team, number):
    return """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {space}
  labels:
    app.kubernetes.io/name: {name}
    app.kubernetes.io/part-of: {team}
spec:
  selector:
    app.kubernetes.io/name: {name}
  ports:
  - name: http
    port: 80
    targetPort: http
  - name: metrics
    port: 9090
    targetPort: metrics
""".format(name=name, space=space, team=team)


def config_map(name, space, team, number):
    settings = "".join(
        "    feature.%s.%02d = %s\n" % (team, line, "on" if (line + number) % 3 else "off")
        for line in range(36))
    return """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  namespace: {space}
data:
  LOG_LEVEL: info
  application.properties: |
{settings}""".format(name=name, space=space, settings=settings)


def service_account(name, space, team, number):
    return """\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {name}
  namespace: {space}
  annotations:
    iam.gke.io/gcp-service-account: {name}@{team}.iam.gserviceaccount.com
""".format(name=name, space=space, team=team)


def virtual_service(name, space, team, number):
    return """\
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata:
  name: {name}
  namespace: {space}
spec:
  hosts: [{name}.{space}.svc.cluster.local]
  http:
  - name: default
    timeout: {timeout}s
    retries: {{attempts: 2, perTryTimeout: 1s, retryOn: "connect-failure,refused-stream"}}
    route:
    - destination:
        host: {name}.{space}.svc.cluster.local
        port: {{number: 80}}
""".format(name=name, space=space, timeout=2 + number % 9)


# What a service of some team consists of, a file each.
PARTS = [
    ("deployment", deployment),
    ("service", service),
    ("configmap", config_map),
    ("serviceaccount", service_account),
    ("virtualservice", virtual_service),
]


def files(count):
    """Pairs of path and text, `count` of them, and the desired state."""
    spaces = [(name, OLD) for name in mesh_namespaces()] + [("ingress", OLD)]
    spaces += [("plain-%02d" % number, None) for number in range(PLAIN_NAMESPACES)]
    yield "meshphase.yaml", desired_state()
    for name, revision in spaces:
        yield folder(name) + "/namespace.yaml", namespace(name, revision)
    names = [name for name, _ in spaces]
    for index in range(count - len(spaces)):
        number, part = divmod(index, len(PARTS))
        space = names[number % len(names)]
        team = TEAMS[number % len(TEAMS)]
        name = "%s-%04d" % (team, number)
        kind, text = PARTS[part]
        yield "%s/%s/%s.yaml" % (folder(space), name, kind), text(name, space, team, number)


def folder(space):
    return "clusters/prod/%s" % space


def write(files, usage):
    """Writes what `files` gives for the number on the command line into the folder named there."""
    if len(sys.argv) not in (2, 3):
        sys.exit(usage)
    root, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 10_000
    for path, text in files(count):
        path = os.path.join(root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)


if __name__ == "__main__":
    write(files, __doc__)
