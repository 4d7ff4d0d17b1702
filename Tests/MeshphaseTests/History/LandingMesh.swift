import Foundation

/// A mesh whose texts are known for every state: which phases count, which other edits were made.
///
/// Each namespace has a file of its own, with a workload. What a phase sets stands on one line, right
/// beside lines that others edit.
struct LandingMesh {
  static let old = "asm-1130-0"
  static let new = "asm-1140-0"

  let namespaces: [String]
  /// The phases that are done, by name: a canary, then one wave of the rest.
  var done: Set<String> = []
  /// How many edits others have made, by namespace.
  var edits: [String: Int] = [:]
  /// The namespaces whose files were moved.
  var moved: Set<String> = []

  init(count: Int) { namespaces = (0..<count).map { "ns-\($0)" } }

  /// The phase that moves a namespace.
  func phase(of namespace: String) -> String { namespace == "ns-0" ? "canary" : "wave" }

  func namespaces(in phase: String) -> [String] {
    namespaces.filter { self.phase(of: $0) == phase }
  }

  func path(of namespace: String) -> String {
    moved.contains(namespace) ? "elsewhere/\(namespace).yaml" : "apps/\(namespace).yaml"
  }

  var desiredState: String {
    """
    apiVersion: meshphase.io/v1alpha1
    kind: MeshUpgrade
    metadata: {name: prod}
    spec:
      from: {revision: \(Self.old)}
      to: {revision: \(Self.new)}
      namespaces: [\(namespaces.joined(separator: ", "))]
      phases:
      - {name: canary, actions: [Relabel, Restart], namespaces: [ns-0]}
      - {name: wave, actions: [Relabel, Restart], percent: 100}

    """
  }

  /// The files that a namespace has.
  func text(of namespace: String) -> String {
    let isDone = done.contains(phase(of: namespace))
    let edit = edits[namespace] ?? 0
    let mark = isDone ? "\n        meshphase.io/restarted-for: \(Self.new)" : ""
    return """
      # The namespace \(namespace), edited \(edit) times.
      apiVersion: v1
      kind: Namespace
      metadata:
        name: \(namespace)
        labels:
          before: "\(edit)"
          istio.io/rev: \(isDone ? Self.new : Self.old)   # which control plane
          after: "\(edit)"
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        namespace: \(namespace)
      spec:
        replicas: \(edit + 1)
        template:
          metadata:
            annotations:
              edited: "\(edit)"\(mark)
          spec:
            containers:
            - {name: web, image: "web:\(edit)"}

      """
  }

  /// Every file.
  var files: [String: String] {
    var files = ["meshphase.yaml": desiredState]
    for namespace in namespaces { files[path(of: namespace)] = text(of: namespace) }
    return files
  }
}
