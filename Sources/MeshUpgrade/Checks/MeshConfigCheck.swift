internal import Files
internal import Kubernetes
internal import YAML

/// Mesh configurations of the two revisions that differ in what both halves of a mesh must share
/// while it moves (MP019): trust domain, root certificates, mesh ID, extension providers, discovery
/// selectors.
///
/// Nothing is said unless both are in the repository or in the dump. What a configuration leaves
/// out is Istio's default, unless a profile or Google's control plane may add it: then it is not
/// compared. Trust domains that name each other as aliases go together
/// (MeshConfig.trustDomainAliases).
struct MeshConfigCheck {
  let context: PlanningContext
  let sources: [CheckedObject]
  let moves: PhaseMoves

  /// Something that differs, and where it stands.
  private struct Difference {
    let text: String
    let path: [String]
  }

  func findings() -> [Finding] {
    let namespace = context.desired.controlPlane.namespace
    guard moves.first != nil, context.from.revision != context.to.revision,
      let old = MeshConfigSource(of: context.from, among: sources, namespace: namespace),
      let new = MeshConfigSource(of: context.to, among: sources, namespace: namespace)
    else { return [] }
    let differences = Self.differences(old, new)
    guard let first = differences.first else { return [] }
    let notes = differences.flatMap { difference in
      [(new, context.to), (old, context.from)].map { source, plane in
        Finding.Note(
          place: source.checked.source.place(at: source.range(of: difference.path).lowerBound),
          message: source[difference.path] == nil
            ? "\(plane.revision) says no \(difference.path.joined(separator: "."))"
            : "\(difference.path.joined(separator: ".")) of \(plane.revision)")
      }
    }
    return [
      Finding(
        .differingMeshConfig, .warning, in: new.checked.source, at: new.range(of: first.path),
        object: new.checked.object.reference,
        message: "the mesh configurations of \(context.from.revision) and \(context.to.revision)"
          + " differ in \(Listing.text(differences.map(\.text), shown: differences.count))",
        hint: "while the mesh moves, proxies of both have to trust, find and serve each other: make"
          + " them agree before the first phase, and change what is to change in an upgrade of"
          + " its own", notes: Array(notes.dropFirst()))
    ]
  }

  /// What differs, in the order of the design.
  private static func differences(
    _ old: MeshConfigSource, _ new: MeshConfigSource
  ) -> [Difference] {
    [trustDomain(old, new)].compactMap { $0 } + certificates(old, new)
      + [meshID(old, new), providers(old, new), selectors(old, new)].compactMap { $0 }
  }

  // MARK: Identity

  /// `cluster.local` where a complete configuration says nothing (MeshConfig.trustDomain).
  private static func trustDomain(of source: MeshConfigSource) -> String? {
    text(source[["trustDomain"]]) ?? (source.isComplete ? "cluster.local" : nil)
  }

  private static func trustDomain(
    _ old: MeshConfigSource, _ new: MeshConfigSource
  ) -> Difference? {
    guard let before = trustDomain(of: old), let after = trustDomain(of: new), before != after,
      !(accepts(before, new) && accepts(after, old))
    else { return nil }
    return Difference(text: "trustDomain (\(before) and \(after))", path: ["trustDomain"])
  }

  private static func accepts(_ domain: String, _ source: MeshConfigSource) -> Bool {
    guard case .sequence(let aliases)? = source[["trustDomainAliases"]] else { return false }
    return aliases.contains(.string(domain))
  }

  /// A mesh without an ID of its own has that of its trust domain; where neither says one, the
  /// trust domains have been compared.
  private static func meshID(_ old: MeshConfigSource, _ new: MeshConfigSource) -> Difference? {
    let path = ["defaultConfig", "meshId"]
    guard old[path] != nil || new[path] != nil,
      let before = text(old[path]) ?? trustDomain(of: old),
      let after = text(new[path]) ?? trustDomain(of: new), before != after
    else { return nil }
    return Difference(text: "the mesh ID (\(before) and \(after))", path: path)
  }

  // MARK: Certificates

  private static let certificatePaths = [
    ["caCertificates"], ["certificates"], ["ca"], ["defaultConfig", "caCertificatesPem"],
    ["defaultConfig", "proxyMetadata", "CA_PROVIDER"],
    ["defaultConfig", "proxyMetadata", "CA_ROOT_CA"],
    ["defaultConfig", "proxyMetadata", "CA_TRUSTANCHOR"],
  ]

  private static func certificates(
    _ old: MeshConfigSource, _ new: MeshConfigSource
  ) -> [Difference] {
    certificatePaths.compactMap { path in
      guard old.knows(path), new.knows(path), old[path] != new[path] else { return nil }
      return Difference(text: "the root CA (\(path.joined(separator: ".")))", path: path)
    }
  }

  // MARK: Lists

  private static func providers(_ old: MeshConfigSource, _ new: MeshConfigSource) -> Difference? {
    let path = ["extensionProviders"]
    guard old.knows(path), new.knows(path) else { return nil }
    let before = named(old[path])
    let after = named(new[path])
    let names = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    guard !names.isEmpty else { return nil }
    let told = PhaseList.bytewise(Array(names)).map { name in
      if after[name] == nil { return "\(name) in the old one only" }
      return before[name] == nil ? "\(name) in the new one only" : name
    }
    return Difference(text: "extensionProviders (\(Listing.text(told)))", path: path)
  }

  private static func named(_ value: Value?) -> [String: Value] {
    guard case .sequence(let items)? = value else { return [:] }
    return Dictionary(
      items.map { (text($0.mapping?["name"]) ?? "", $0) }, uniquingKeysWith: { $1 })
  }

  /// Namespaces are discovered by any of the selectors, whatever their order.
  private static func selectors(_ old: MeshConfigSource, _ new: MeshConfigSource) -> Difference? {
    let path = ["discoverySelectors"]
    guard old.knows(path), new.knows(path), set(old[path]) != set(new[path]) else { return nil }
    return Difference(text: "discoverySelectors", path: path)
  }

  private static func set(_ value: Value?) -> Set<Value> {
    guard case .sequence(let items)? = value else { return Set(value.map { [$0] } ?? []) }
    return Set(items)
  }

  /// The text of a scalar.
  private static func text(_ value: Value?) -> String? {
    switch value {
    case .string(let text)?: text
    case .number(let number)?: number.spelling
    default: nil
    }
  }
}
