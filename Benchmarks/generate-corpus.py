#!/usr/bin/env python3
"""Writes Kubernetes manifests before and after a day's work: the input of Benchmarks/diff.

    Benchmarks/generate-corpus.py DIR COUNT PART...

PART is one or more of:
    streams   DIR/from.yaml and DIR/to.yaml: COUNT documents, about 1.8 KB each; of the second side
              1% is edited, and some are moved, added, removed or renamed
    lists     the same data, each side one `kind: List`: DIR/from.list.yaml, DIR/to.list.yaml
    trees     the same, a file for each document: DIR/tree-from, DIR/tree-to
    long      COUNT list items, and five times as many lines in a ConfigMap: DIR/hosts-*.yaml,
              DIR/endpoints-*.yaml, DIR/text-*.yaml, each `from`, `few` (1% differ) and `all`

The same arguments give the same bytes everywhere: what is random here has a fixed seed.
"""

import os
import random
import sys

OLD, NEW = "asm-1130-0", "asm-1140-0"
TEAMS = ["billing", "catalog", "checkout", "identity", "logistics", "search", "support"]
REGIONS = ["eu-west-1", "eu-north-1", "us-east-4"]
PARTS = ["streams", "lists", "trees", "long"]

# What becomes of documents, in thousandths of them.
EDITED, MOVED, ADDED, REMOVED, RENAMED = 10, 4, 3, 3, 1


def labels(name, number, indentation):
    team = TEAMS[number % len(TEAMS)]
    lines = [
        "app.kubernetes.io/name: " + name,
        "app.kubernetes.io/part-of: " + team,
        "app.kubernetes.io/version: 1.%d.%d" % (number % 17, number % 5),
        "app.kubernetes.io/managed-by: platform",
        "topology.example.com/region: " + REGIONS[number % len(REGIONS)],
        "istio.io/rev: " + OLD,
    ]
    return "".join(" " * indentation + line + "\n" for line in lines)


def namespace(number):
    name = "space-%05d" % number
    return """\
apiVersion: v1
kind: Namespace
metadata:
  name: {name}
  # asked for in ticket {ticket}
  labels:
{labels}    pod-security.kubernetes.io/enforce: restricted
  annotations:
    example.com/contact: "#team-{team}"
    example.com/cost-centre: "{cost}"
    example.com/created: "2025-{month:02d}-{day:02d}"
spec:
  finalizers: [kubernetes]
""".format(name=name, labels=labels(name, number, 4), ticket=7000 + number, team=TEAMS[number % 7],
           cost=1000 + number % 89, month=1 + number % 12, day=1 + number % 28)


def container(name, image, number, port):
    return """\
      - name: {name}
        image: registry.example.com/{image}:1.{minor}.{patch}
        args:
        - --listen=:{port}
        - --region={region}
        - --log-level=info
        - --workers={workers}
        ports:
        - name: http
          containerPort: {port}
        - name: metrics
          containerPort: {metrics}
        env:
        - name: POD_NAME
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        - name: DATABASE_URL
          valueFrom:
            secretKeyRef:
              name: {name}-database
              key: url
        - name: CACHE_SIZE
          value: "{cache}"
        - name: FEATURES
          value: search,suggest,{workers}
        readinessProbe:
          httpGet:
            path: /ready
            port: http
          periodSeconds: {period}
        livenessProbe:
          httpGet:
            path: /live
            port: http
          initialDelaySeconds: {delay}
        resources:
          requests:
            cpu: {cpu}m
            memory: {memory}Mi
          limits:
            memory: {most}Mi
        volumeMounts:
        - name: settings
          mountPath: /etc/{name}
          readOnly: true
        securityContext:
          runAsNonRoot: true
          allowPrivilegeEscalation: false
          capabilities:
            drop:
            - ALL
""".format(name=name, image=image, port=port, metrics=port + 1000, region=REGIONS[number % 3],
           minor=number % 17, patch=number % 5, workers=2 + number % 14, cache=64 << number % 4,
           period=5 + number % 3, delay=10 + number % 7, cpu=50 + 25 * (number % 8),
           memory=64 + 32 * (number % 9), most=256 + 64 * (number % 9))


def deployment(number):
    name, team = "web-%05d" % number, TEAMS[number % len(TEAMS)]
    containers = container(name, "%s/%s" % (team, name), number, 8080)
    if number % 4 == 0:
        containers += container("helper", "platform/helper", number, 8180)
    settings = "".join(
        "        %s.%s = %d  # default %d\n" % (team, key, (number * 7 + place) % 500, place * 10)
        for place, key in enumerate(["timeout", "retries", "pool", "batch", "queue", "window"]))
    return """\
# rendered by the platform's chart, version 4.{minor}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {space}
  labels:
{labels}  annotations:
    example.com/settings: |
{settings}spec:
  replicas: {replicas}
  revisionHistoryLimit: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
{pod_labels}      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "9080"
    spec:
      serviceAccountName: {name}
      containers:
{containers}      volumes:
      - name: settings
        configMap:
          name: {name}-settings
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: topology.kubernetes.io/zone
        whenUnsatisfiable: ScheduleAnyway
        labelSelector:
          matchLabels:
            app.kubernetes.io/name: {name}
""".format(name=name, space=space(number), labels=labels(name, number, 4), settings=settings,
           pod_labels=labels(name, number, 8), containers=containers, minor=number % 9,
           replicas=2 + number % 6)


def service(number):
    name = "web-%05d" % number
    return """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {space}
  labels:
{labels}spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/name: {name}
  ports:
  - name: http
    port: 80
    targetPort: http
    appProtocol: http
  - name: grpc
    port: {grpc}
    targetPort: grpc
  - name: metrics
    port: 9080
    targetPort: metrics
""".format(name=name, space=space(number), labels=labels(name, number, 4),
           grpc=9000 + number % 50)


def webhooks(number):
    name = "injector-%05d" % number
    hooks = "".join("""\
- name: {hook}.injector.example.com
  admissionReviewVersions: [v1, v1beta1]
  clientConfig:
    service:
      name: istiod-{revision}
      namespace: istio-system
      path: /inject/cluster/c{number}
    caBundle: {bundle}
  failurePolicy: Fail
  matchPolicy: Equivalent
  namespaceSelector:
    matchExpressions:
    - key: istio.io/rev
      operator: In
      values:
      - {revision}
    - key: istio-injection
      operator: DoesNotExist
  objectSelector:
    matchExpressions:
    - key: sidecar.istio.io/inject
      operator: NotIn
      values:
      - "false"
  rules:
  - apiGroups: [""]
    apiVersions: [v1]
    operations: [CREATE]
    resources: [pods]
  sideEffects: None
""".format(hook=hook, revision=OLD, number=number, bundle="TUlJQ2JlbmNobWFyaw" * 24 + str(number))
                    for hook in ["namespace", "object", "rev"])
    return """\
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: {name}
  labels:
{labels}webhooks:
{hooks}""".format(name=name, labels=labels(name, number, 4), hooks=hooks)


def space(number):
    return "space-%05d" % (number // 20)


# What stands at the places of each twenty documents.
MAKERS = [namespace] + [deployment, service] * 9 + [webhooks]


class Manifest:
    """A document: its file below a folder of manifests, and its text."""

    def __init__(self, number):
        maker = MAKERS[number % len(MAKERS)]
        # A Deployment and its Service have one name.
        self.kind = maker.__name__
        self.number = number - 1 if maker is service else number
        self.text = maker(self.number)
        self.path = "%s/%s-%05d.yaml" % (space(number), self.kind, number)

    def replace(self, old, new):
        """Replaces every occurrence; there must be one."""
        if old not in self.text:
            raise ValueError("%r does not stand in %s" % (old, self.path))
        self.text = self.text.replace(old, new)

    def edit(self, choice):
        """One of the changes that people make to such a document."""
        edits = {
            "namespace": [(OLD, NEW), ("enforce: restricted", "enforce: baseline"),
                          ("/contact: \"#team-", "/contact: \"#sre-")],
            "deployment": [(OLD, NEW), ("image: registry.example.com", "image: mirror.example.com"),
                           ("  revisionHistoryLimit: 2\n", ""), (".queue = ", ".queue = 9"),
                           ("        - --log-level=info\n", ""),
                           ("        - name: FEATURES\n",
                            "        - name: TRACING\n          value: \"on\"\n"
                            "        - name: FEATURES\n"),
                           ("maxUnavailable: 0", "maxUnavailable: 25%")],
            "service": [(OLD, NEW), ("port: 80\n", "port: 8000\n"), ("ClusterIP", "NodePort")],
            "webhooks": [(OLD, NEW), ("failurePolicy: Fail", "failurePolicy: Ignore")],
        }[self.kind]
        self.replace(*edits[choice % len(edits)])

    def move(self):
        self.path = self.path.replace("space-", "moved-", 1)

    def rename(self):
        name = self.text.split("  name: ", 1)[1].split("\n", 1)[0]
        self.replace("  name: %s\n" % name, "  name: %s-v2\n" % name)


def sides(count):
    """The documents before and after."""
    choose = random.Random(20250107)
    old = [Manifest(number) for number in range(count)]
    order = list(range(count))
    choose.shuffle(order)

    def take(thousandths):
        return [order.pop() for _ in range(count * thousandths // 1000)]

    new = [Manifest(number) for number in range(count)]
    for choice, number in enumerate(take(EDITED)):
        new[number].edit(choice)
    for number in take(RENAMED):
        new[number].rename()
    moved, removed = take(MOVED), take(REMOVED)
    gone = set(moved) | set(removed)
    result = [manifest for number, manifest in enumerate(new) if number not in gone]
    for number in moved:
        new[number].move()
    come = [new[number] for number in moved]
    come += [Manifest(count + number) for number in range(count * ADDED // 1000)]
    for manifest in come:
        result.insert(choose.randrange(len(result) + 1), manifest)
    return old, result


def write(path, *texts):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(texts)


def list_item(text):
    lines = text.splitlines(keepends=True)
    # A comment above the document has no place above the dash.
    while lines[0].startswith("#"):
        del lines[0]
    return "".join(("- " if number == 0 else "  ") + line for number, line in enumerate(lines))


def write_sides(root, count, parts):
    for name, manifests in zip(("from", "to"), sides(count)):
        texts = [manifest.text for manifest in manifests]
        if "streams" in parts:
            write("%s/%s.yaml" % (root, name), *("---\n" + text for text in texts))
        if "lists" in parts:
            write("%s/%s.list.yaml" % (root, name), "apiVersion: v1\nkind: List\nitems:\n",
                  *map(list_item, texts))
        if "trees" in parts:
            for manifest in manifests:
                write("%s/tree-%s/%s" % (root, name, manifest.path), manifest.text)


# How a line of a long document differs: not at all, one of a hundred, each.
LONG = {"from": lambda number: "", "few": lambda number: "-new" if number % 100 == 50 else "",
        "all": lambda number: "-new"}


def write_long(root, count):
    for name, change in LONG.items():
        write("%s/hosts-%s.yaml" % (root, name), """\
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: partners
  namespace: mesh
spec:
  hosts:
""", *("  - host-%05d%s.example.com\n" % (number, change(number)) for number in range(count)))
        write("%s/endpoints-%s.yaml" % (root, name), """\
apiVersion: example.com/v1
kind: Inventory
metadata:
  name: machines
  namespace: mesh
spec:
  machines:
""", *("  - name: machine-%05d\n    address: 10.%d.%d.%d\n    zone: zone-%d%s\n" % (
            number, number >> 16, number >> 8 & 255, number & 255, number % 3, change(number))
            for number in range(count)))
        write("%s/text-%s.yaml" % (root, name), """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: routes
  namespace: mesh
data:
  routes.txt: |
""", *("    route %d goes to pool-%d by way of gateway-%d%s\n" % (
            number, number % 311, number % 7, change(number)) for number in range(5 * count)))


def main():
    if len(sys.argv) < 4 or not set(sys.argv[3:]) <= set(PARTS):
        sys.exit(__doc__)
    root, count, parts = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    if parts != ["long"]:
        write_sides(root, count, parts)
    if "long" in parts:
        write_long(root, count)


if __name__ == "__main__":
    main()
