internal import YAMLDiff

/// Kinds that extend the API: webhooks, admission policies, definitions of kinds, API services
/// (OpenAPI `io.k8s.api.admissionregistration.v1`, `…apiextensions.v1`, `…apiregistration.v1`).
enum ExtensionSchemas {
  static let admission: [String: Schema] = [
    "MutatingAdmissionPolicy": .kind([
      "spec": .object([
        "matchConditions": .keyed("name"),
        "matchConstraints": matchResources,
        "mutations": .atomic,
        "variables": .atomic,
      ])
    ]),
    "MutatingAdmissionPolicyBinding": .kind(["spec": bindingSpec]),
    "MutatingWebhookConfiguration": .kind(["webhooks": .keyed("name", of: webhook)]),
    "ValidatingAdmissionPolicy": .kind([
      "spec": .object([
        "auditAnnotations": .atomic,
        "matchConditions": .keyed("name"),
        "matchConstraints": matchResources,
        "validations": .atomic,
        "variables": .keyed("name"),
      ]),
      "status": .object([
        "conditions": MetaSchemas.conditions,
        "typeChecking": .object(["expressionWarnings": .atomic]),
      ]),
    ]),
    "ValidatingAdmissionPolicyBinding": .kind(["spec": bindingSpec]),
    "ValidatingWebhookConfiguration": .kind(["webhooks": .keyed("name", of: webhook)]),
  ]

  /// The schemas that a definition holds are recursive; lists inside them are left to what their
  /// items say.
  static let definitions: [String: Schema] = [
    "CustomResourceDefinition": .kind([
      "spec": .object([
        "conversion": .object(["webhook": .object(["conversionReviewVersions": .atomic])]),
        "names": names,
        "versions": .atomic(
          of: .object(["additionalPrinterColumns": .atomic, "selectableFields": .atomic])),
      ]),
      "status": .object([
        "acceptedNames": names,
        "conditions": MetaSchemas.conditions,
        "storedVersions": .atomic,
      ]),
    ])
  ]

  static let services: [String: Schema] = ["APIService": .kind(["status": MetaSchemas.status])]

  private static let names = Schema.object(["categories": .atomic, "shortNames": .atomic])

  private static let bindingSpec = Schema.object([
    "matchResources": matchResources,
    "paramRef": .object(["selector": MetaSchemas.labelSelector]),
    "validationActions": .set,
  ])

  private static let webhook = Schema.object([
    "admissionReviewVersions": .atomic,
    "matchConditions": .keyed("name"),
    "namespaceSelector": MetaSchemas.labelSelector,
    "objectSelector": MetaSchemas.labelSelector,
    "rules": .atomic(of: rule),
  ])

  private static let matchResources = Schema.object([
    "excludeResourceRules": .atomic(of: rule),
    "namespaceSelector": MetaSchemas.labelSelector,
    "objectSelector": MetaSchemas.labelSelector,
    "resourceRules": .atomic(of: rule),
  ])

  private static let rule = Schema.object([
    "apiGroups": .atomic,
    "apiVersions": .atomic,
    "operations": .atomic,
    "resourceNames": .atomic,
    "resources": .atomic,
  ])
}
