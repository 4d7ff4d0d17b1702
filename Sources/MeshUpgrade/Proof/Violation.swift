internal import Kubernetes

/// A rule that is broken in one state.
struct Violation: Hashable, Sendable {
  let rule: Rule
  /// Whether it is told without refusing anything: a double that passes while a tag moves.
  var isWarning = false
  /// The namespace's Pods concerned; nil where none are, or all.
  var pod: PodClass?
  /// The object at fault, where one is: a webhook configuration.
  var subject: ObjectKey?
  /// The Service, revision or label that it is about, in the words of the message.
  var detail: [String] = []

  /// The same violation, whether or not it refuses.
  var identity: Violation {
    var identity = self
    identity.isWarning = false
    return identity
  }
}

/// What breaks a rule about one kind of Pod in one state, and who injects it there.
struct PodVerdict {
  /// The webhooks that select the Pod, in the order of calls.
  let webhooks: [InjectorWebhook]
  /// The revision behind each; nil where nothing says it.
  let revisions: [String?]
  /// Why istiod leaves the Pod alone although it is called; nil when it injects.
  let obstacle: InjectionPolicy.Obstacle?

  init(_ pod: PodClass, in namespace: NamespaceLabels, _ surroundings: Surroundings) {
    self.init(
      pod, in: namespace, admission: surroundings.admission(),
      directory: surroundings.directory())
  }

  init(
    _ pod: PodClass, in namespace: NamespaceLabels, admission: Admission,
    directory: RevisionDirectory
  ) {
    webhooks = admission.matches(namespace: namespace, pod: pod.labels)
    revisions = webhooks.map(directory.revision(of:))
    let annotations = pod.annotation.map { [MeshLabels.inject: $0] } ?? [:]
    obstacle = InjectionPolicy(minor: nil).obstacle(
      namespace: namespace.name, labels: pod.labels, annotations: annotations,
      hostNetwork: pod.isOnHostNetwork)
  }

  /// Whether the Pod gets a sidecar.
  var isInjected: Bool { !webhooks.isEmpty && obstacle == nil }

  /// The revision whose proxy the Pod gets: on a double match the later call wins, as it writes the
  /// proxy anew (facts of Istio 3.3); nil without a sidecar.
  var revision: String? { isInjected ? revisions.last ?? nil : nil }

  /// Whether webhooks of two control planes select the Pod.
  var isDouble: Bool { Set(revisions).count > 1 }

  /// What is broken for this Pod (MP001, MP002, MP005, MP006).
  func violations(
    of pod: PodClass, shouldBeInjected: Bool, _ surroundings: Surroundings
  ) -> [Violation] {
    var found: [Violation] = []
    if webhooks.isEmpty, shouldBeInjected, obstacle == nil {
      found.append(Violation(rule: .notInjected, pod: pod))
    }
    if isDouble {
      let names = Set(revisions.map { $0 ?? "?" })
      found.append(
        Violation(rule: .injectedTwice, pod: pod, detail: PhaseList.bytewise(Array(names))))
    }
    for webhook in webhooks {
      let subject = ObjectKey(
        group: MeshLabels.admissionGroup, kind: "MutatingWebhookConfiguration", namespace: nil,
        name: webhook.configuration)
      if let problem = surroundings.serviceProblem(of: webhook.target) {
        found.append(Violation.make(problem, pod: pod, subject: subject))
      }
      if webhook.isAwaitingCABundle {
        found.append(
          Violation(
            rule: .webhookWithoutCertificate, pod: pod, subject: subject, detail: ["caBundle"]))
      }
    }
    return found
  }
}

extension Violation {
  /// A webhook calls a Service that is not there (MP005), or that leads nowhere (MP006).
  static func make(
    _ problem: Surroundings.ServiceProblem, pod: PodClass?, subject: ObjectKey
  ) -> Violation {
    switch problem {
    case .missing(let service):
      Violation(
        rule: .missingService, pod: pod, subject: subject, detail: [service.description])
    case .unserved(let service):
      Violation(
        rule: .webhookWithoutCertificate, pod: pod, subject: subject,
        detail: [service.description])
    }
  }
}
