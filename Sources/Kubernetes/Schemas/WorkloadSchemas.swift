internal import YAMLDiff

/// The kinds of `apps` and `batch` (OpenAPI `io.k8s.api.apps.v1`, `io.k8s.api.batch.v1`).
enum WorkloadSchemas {
  static let apps: [String: Schema] = [
    "ControllerRevision": .kind([:]),
    "DaemonSet": .kind([
      "spec": workload(["updateStrategy": rollingUpdate]), "status": MetaSchemas.status,
    ]),
    "Deployment": .kind([
      "spec": workload(["strategy": rollingUpdate]), "status": MetaSchemas.status,
    ]),
    "ReplicaSet": .kind(["spec": workload([:]), "status": MetaSchemas.status]),
    "StatefulSet": .kind([
      "spec": workload([
        "updateStrategy": rollingUpdate, "volumeClaimTemplates": .atomic(of: VolumeSchemas.claim),
      ]),
      "status": MetaSchemas.status,
    ]),
  ]

  static let batch: [String: Schema] = [
    "CronJob": .kind([
      "spec": .object([
        "jobTemplate": .object(["metadata": MetaSchemas.objectMeta, "spec": jobSpec])
      ]),
      "status": .object(["active": .atomic]),
    ]),
    "Job": .kind(["spec": jobSpec, "status": jobStatus]),
  ]

  /// What the specs of workloads share: a selector and a template of Pods.
  static func workload(_ fields: [String: Schema]) -> Schema {
    let shared = ["selector": MetaSchemas.labelSelector, "template": PodSchemas.template]
    return .object(shared.merging(fields) { _, own in own })
  }

  /// `DeploymentStrategy`, and the update strategies of the other workloads.
  static let rollingUpdate = Schema.object([
    "rollingUpdate": .object(["maxSurge": .intOrString, "maxUnavailable": .intOrString])
  ])

  /// `JobSpec`.
  static let jobSpec = workload([
    "podFailurePolicy": .object([
      "rules": .atomic(
        of: .object(["onExitCodes": .object(["values": .set]), "onPodConditions": .atomic]))
    ]),
    "successPolicy": .object(["rules": .atomic]),
  ])

  private static let jobStatus = Schema.object([
    "conditions": .atomic,
    "uncountedTerminatedPods": .object(["failed": .set, "succeeded": .set]),
  ])
}
