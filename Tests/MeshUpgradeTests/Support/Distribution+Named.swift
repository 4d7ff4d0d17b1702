import Kubernetes

@testable import MeshUpgrade

extension Distribution {
  /// The built-in distribution of a name.
  static func named(_ name: String) throws -> Distribution {
    guard let found = try builtIn().first(where: { $0.name == name }) else { throw Missing() }
    return found
  }

  /// The names of the built-in ones as a message lists them; empty where they cannot be read.
  static var names: String { alternatives((try? builtIn())?.map(\.name) ?? []) }

  private struct Missing: Error {}
}
