package import Files
internal import Kubernetes
internal import YAML

/// Who injects the Pods of a namespace, state by state.
package struct NamespaceExplanation: Sendable {
  /// A webhook that selects a Pod.
  package struct Call: Sendable {
    package let configuration: String
    package let webhook: String
    /// The revision that answers; nil where nothing says it.
    package let revision: String?
    /// Where the webhook is written; nil for one that no file holds.
    package let place: Place?
    /// What is wrong with what it calls; nil when nothing is.
    package let problem: String?
  }

  /// What becomes of a Pod.
  package struct Answer: Sendable {
    /// The Pod's labels.
    package let pod: [String: String]
    /// The webhooks that select it, in the order of calls.
    package let calls: [Call]
    /// The revision whose sidecar it gets; nil for none.
    package let revision: String?
    /// Why it gets none although an injector is called; nil where that is not so.
    package let obstacle: String?
  }

  /// The end of a phase, or the base.
  package struct State: Sendable {
    /// The phase's name; nil for the base.
    package let phase: String?
    package let labels: [String: String]
    package let answers: [Answer]
  }

  package let namespace: String
  package let states: [State]
}

extension ProofReport {
  /// The namespaces that can be explained, bytewise sorted.
  package var namespaces: [String] {
    PhaseList.bytewise(Array(Set(run.model.namespaces.map(\.name))))
  }

  /// Explains a namespace for a Pod, or for those that make a difference; nil for one that is not
  /// among the files.
  package func explanation(
    of namespace: String, pod: [String: String]?
  ) -> NamespaceExplanation? {
    guard let position = run.model.namespaces.firstIndex(where: { $0.name == namespace }) else {
      return nil
    }
    let own = run.model.namespaces[position]
    var labels = own.labels
    let files = webhookFiles
    let pods = pod.map { [PodClass(labels: $0)] } ?? classes(of: own)
    let names: [String?] = [nil] + phases.map(\.name)
    let states = names.enumerated().map { index, name in
      if index > 0, case .namespace(let to)? = run.model.deltas[index - 1].namespaces[position]?.to
      {
        labels = to
      }
      let here = NamespaceLabels(name: namespace, labels: labels)
      return NamespaceExplanation.State(
        phase: name, labels: labels,
        answers: pods.map { answer($0, in: here, at: index, files) })
    }
    return NamespaceExplanation(namespace: namespace, states: states)
  }

  /// A Pod without labels, those of the namespace's workloads, and those at the edges: that ask for
  /// a sidecar, that do not want one, and that name a revision or a tag.
  private func classes(of namespace: ProofModel.Namespace) -> [PodClass] {
    var pods: [PodClass] = [.unlabelled]
    let projection = LabelProjection(run.ends.flatMap { $0.injectors.values })
    pods += namespace.pods.sorted { $0.key < $1.key }.map { projection.pods($0.value) }
    pods += ["true", "false"].map { PodClass(labels: [MeshLabels.inject: $0]) }
    let names = Set(run.ends.flatMap { $0.injectors.values.compactMap(\.serves) })
    pods += PhaseList.bytewise(Array(names)).map { PodClass(labels: [MeshLabels.revision: $0]) }
    var seen: Set<PodClass> = []
    return pods.filter { seen.insert($0).inserted }
  }

  private func answer(
    _ pod: PodClass, in namespace: NamespaceLabels, at index: Int,
    _ files: [String: [RepositoryPath]]
  ) -> NamespaceExplanation.Answer {
    let surroundings = run.ends[index]
    let verdict = PodVerdict(pod, in: namespace, surroundings)
    let calls = zip(verdict.webhooks, verdict.revisions).map { webhook, revision in
      NamespaceExplanation.Call(
        configuration: webhook.configuration, webhook: webhook.name, revision: revision,
        place: place(of: webhook, in: repositories[index], files),
        problem: surroundings.serviceProblem(of: webhook.target).map(Self.text))
    }
    return NamespaceExplanation.Answer(
      pod: pod.labels, calls: calls, revision: verdict.revision,
      obstacle: verdict.webhooks.isEmpty ? nil : verdict.obstacle.map(Self.text))
  }

  private static func text(_ problem: Surroundings.ServiceProblem) -> String {
    switch problem {
    case .missing(let service): "\(service) does not exist, so that the Pod is rejected"
    case .unserved(let service): "\(service) selects no control plane"
    }
  }

  private static func text(_ obstacle: InjectionPolicy.Obstacle) -> String {
    switch obstacle {
    case .hostNetwork: "it uses the network of its node"
    case .systemNamespace: "the namespace is one of the cluster's own"
    case .optedOut: "it says so with sidecar.istio.io/inject"
    case .neverInjectSelector: "a neverInjectSelector of the injector matches it"
    }
  }

  /// Where a webhook is written: its item in the list of its configuration.
  private func place(
    of webhook: InjectorWebhook, in repository: MeshRepository,
    _ files: [String: [RepositoryPath]]
  ) -> Place? {
    for path in files[webhook.configuration] ?? [] {
      guard let file = repository.file(path) else { continue }
      for object in file.objects where object.key.name == webhook.configuration {
        guard object.key.kind == "MutatingWebhookConfiguration",
          let item = object.node["webhooks"]?[webhook.position]
        else { continue }
        return file.place(of: item)
      }
    }
    return nil
  }
}
