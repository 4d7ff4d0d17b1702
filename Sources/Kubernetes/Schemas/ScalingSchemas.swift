internal import YAMLDiff

/// The kinds of `autoscaling` and `policy` (OpenAPI `io.k8s.api.autoscaling.v2`,
/// `io.k8s.api.policy.v1`).
///
/// The betas of `autoscaling/v2` have quantities beside the fields of today, under other names.
enum ScalingSchemas {
  static let autoscaling: [String: Schema] = [
    "HorizontalPodAutoscaler": .kind(["spec": autoscalerSpec, "status": autoscalerStatus])
  ]

  static let policy: [String: Schema] = [
    "PodDisruptionBudget": .kind(["spec": budgetSpec, "status": MetaSchemas.status])
  ]

  /// `PodDisruptionBudgetSpec`.
  static let budgetSpec = Schema.object([
    "maxUnavailable": .intOrString,
    "minAvailable": .intOrString,
    "selector": MetaSchemas.labelSelector,
  ])

  /// `HorizontalPodAutoscalerSpec`.
  static let autoscalerSpec = Schema.object([
    "behavior": .object(["scaleDown": scalingRules, "scaleUp": scalingRules]),
    "metrics": .atomic(of: metric),
  ])

  private static let autoscalerStatus = Schema.object([
    "conditions": MetaSchemas.conditions,
    "currentMetrics": .atomic(of: metric),
  ])

  private static let scalingRules = Schema.object(["policies": .atomic, "tolerance": .quantity])

  /// `MetricSpec` and `MetricStatus`: one of its five sources is there.
  private static let metric = Schema.object([
    "containerResource": source, "external": source, "object": source, "pods": source,
    "resource": source,
  ])

  private static let source = Schema.object([
    "current": amount,
    "metric": .object(["selector": MetaSchemas.labelSelector]),
    "target": amount,
    // v2beta1
    "averageValue": .quantity,
    "currentAverageValue": .quantity,
    "currentValue": .quantity,
    "targetAverageValue": .quantity,
    "targetValue": .quantity,
  ])

  private static let amount = Schema.object(["averageValue": .quantity, "value": .quantity])
}
