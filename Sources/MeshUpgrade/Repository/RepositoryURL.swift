internal import Files
internal import Kubernetes
internal import YAML

/// Where a repository is fetched from, whatever way is written: `https://git.example.com/mesh.git` and
/// `git@git.example.com:mesh` are one.
struct RepositoryURL: Hashable, Sendable {
  private let text: String

  /// Reads a URL, or the short form of SSH; nil for a template, which may be any.
  init?(_ url: String) {
    guard ArgoApplication.literal(url) != nil else { return nil }
    var rest = url[...]
    if let scheme = rest.firstRange(of: "://") {
      rest = rest[scheme.upperBound...]
    } else if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") {
      rest.replaceSubrange(colon...colon, with: "/")
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    if let user = rest[..<slash].lastIndex(of: "@") { rest = rest[rest.index(after: user)...] }
    var parts = rest.split(separator: "/").map(String.init)
    guard let host = parts.first else { return nil }
    // A port says how to reach a host, not what is there.
    parts[0] = String(host.prefix { $0 != ":" }).lowercased()
    if let last = parts.last, last.hasSuffix(".git"), parts.count > 1 {
      parts[parts.count - 1] = String(last.dropLast(4))
    }
    text = parts.joined(separator: "/")
  }
}

/// Tells which sources of Applications are of another repository than the one that is read.
///
/// The desired state may say what this one is called. Else a URL is another repository's where none
/// of the folders that its sources name is here, while those of some other URL are.
struct ForeignSources: Sendable {
  private let own: RepositoryURL?
  private var foreign: Set<RepositoryURL> = []

  init(_ applications: [ArgoApplication], in repository: MeshRepository, own url: String?) {
    own = url.flatMap { RepositoryURL($0) }
    guard own == nil else { return }
    var named: [RepositoryURL: [RepositoryPath]] = [:]
    for source in applications.flatMap(\.sources) {
      guard let url = source.url, let path = source.path else { continue }
      named[url, default: []].append(path)
    }
    guard named.count > 1 else { return }
    let folders = repository.folders
    let here = named.filter { $0.value.contains(where: folders.contains) }
    if !here.isEmpty { foreign = Set(named.keys).subtracting(here.keys) }
  }

  func contains(_ source: ArgoApplication.Source) -> Bool {
    guard let url = source.url else { return false }
    if let own { return url != own }
    return foreign.contains(url)
  }
}
