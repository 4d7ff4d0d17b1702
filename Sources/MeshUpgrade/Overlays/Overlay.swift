internal import Files
internal import Kubernetes
internal import YAML

/// An overlay: patches on the manifests that a plan generates, made in order.
///
/// The format is described in overlays/README.md.
struct Overlay: Sendable {
  /// Where an overlay comes from.
  enum Origin: Sendable, Hashable {
    /// meshphase brings it with it: the name of its folder.
    case builtIn(String)
    /// A folder of the repository.
    case repository(RepositoryPath)
  }

  let origin: Origin
  /// The text of its `overlay.yaml`.
  let source: SourceFile
  /// The distribution that it makes up, and where it says so; only built-in ones do.
  let distribution: (value: Distribution, range: Range<Int>)?
  /// The parameters it declares with their values, where it gives them one itself.
  let parameters: [String: Value?]
  /// Its patches.
  let patches: [OverlayPatch]

  /// The folder of the repository that it is; nil for a built-in one.
  var folder: RepositoryPath? {
    if case .repository(let folder) = origin { folder } else { nil }
  }

  /// The name of the file that makes a folder an overlay.
  static let fileName = "overlay.yaml"

  /// The parameters that every overlay is given.
  static let givenNames = ["namespace", "revision"]
}

/// One patch of an overlay, and the objects it is for.
struct OverlayPatch: Sendable {
  /// How it is written.
  enum Form: String, CaseIterable {
    case merge
    case jsonPatch
  }

  let target: OverlayTarget
  let form: Form
  /// Whether it may match nothing.
  let isOptional: Bool
  /// Where the overlay says what it is for.
  let range: Range<Int>
  /// The text that holds the patch: the overlay's own, or a file beside it.
  let source: SourceFile
  /// The patch, with the notation of templates.
  let node: Node
}

/// Which objects a patch is for; what is left out is not asked about.
struct OverlayTarget: Sendable, CustomStringConvertible {
  var kind: String
  var group: String?
  var namespace: String?
  var name: String?
  var selector: LabelSelector

  /// Whether an object is one of them.
  func matches(_ key: ObjectKey, labels: [String: String]) -> Bool {
    key.kind == kind && (group ?? key.group) == key.group
      && (namespace == nil || namespace == key.namespace) && (name ?? key.name) == key.name
      && selector.matches(labels)
  }

  var description: String {
    let place = [namespace, name ?? (namespace == nil ? nil : "*")].compactMap { $0 }
    var parts = [kind + (group.map { ".\($0)" } ?? "")]
    if !place.isEmpty { parts.append(place.joined(separator: "/")) }
    if selector != LabelSelector() { parts.append("with \(selector)") }
    return parts.joined(separator: " ")
  }
}
