internal import YAMLDiff

/// The kinds of Argo and of kustomize.
///
/// What Argo's definitions say of lists they say inside Kubernetes' own types, or as a
/// `patchMergeKey`; its other items (`parameters`, `roles`, `metrics`) are matched by their names.
enum DeliverySchemas {
  static let argo: [String: Schema] = [
    "AnalysisRun": analysis, "AnalysisTemplate": analysis, "AppProject": .kind([:]),
    "Application": .kind([:]), "ApplicationSet": .kind([:]), "ClusterAnalysisTemplate": analysis,
    "ClusterWorkflowTemplate": workflow,
    "CronWorkflow": .kind(["spec": .object(["workflowSpec": workflowSpec])]),
    "Experiment": .kind([
      "spec": .object(["templates": .keyed("name", of: WorkloadSchemas.workload([:]))])
    ]),
    "Rollout": .kind(["spec": rolloutSpec]),
    "Workflow": workflow, "WorkflowTemplate": workflow,
  ]

  /// `Kustomization` and `Component` of `kustomize.config.k8s.io`: a file stands once among the
  /// resources.
  static let kustomize: [String: Schema] = [
    "Component": kustomization, "Kustomization": kustomization,
  ]

  private static let rolloutSpec = WorkloadSchemas.workload([
    "strategy": .object([
      "blueGreen": .object(["maxUnavailable": .intOrString]),
      "canary": .object(["maxSurge": .intOrString, "maxUnavailable": .intOrString]),
    ])
  ])

  private static let analysis = Schema.kind([
    "spec": .object([
      "metrics": .list(
        of: .object([
          "consecutiveErrorLimit": .intOrString,
          "consecutiveSuccessLimit": .intOrString,
          "count": .intOrString,
          "failureLimit": .intOrString,
          "inconclusiveLimit": .intOrString,
          "provider": .object(["job": .object(["spec": WorkloadSchemas.jobSpec])]),
        ]))
    ])
  ])

  private static let workflow = Schema.kind(["spec": workflowSpec])

  private static let workflowSpec = Schema.object([
    "affinity": PodSchemas.affinity,
    "templateDefaults": template,
    "templates": .keyed("name", of: template),
    "volumeClaimTemplates": .list(of: VolumeSchemas.claim),
    "volumes": .keyed("name", of: VolumeSchemas.volume),
  ])

  private static let template = Schema.object([
    "affinity": PodSchemas.affinity,
    "container": PodSchemas.container,
    "containerSet": .object(["containers": .list(of: PodSchemas.container)]),
    "initContainers": .keyed("name", of: PodSchemas.container),
    "script": PodSchemas.container,
    "sidecars": .keyed("name", of: PodSchemas.container),
    "volumes": .keyed("name", of: VolumeSchemas.volume),
  ])

  private static let kustomization = Schema.kind([
    "bases": .set,
    "components": .set,
    "configurations": .set,
    "crds": .set,
    "resources": .set,
  ])
}
