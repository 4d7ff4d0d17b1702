import YAML
import YAMLDiff

extension DocumentRules {
  /// Documents of which nothing is known.
  static let plain = DocumentRules(
    identity: { _ in nil }, schema: { _ in .unknown }, items: { _ in nil },
    namePath: Path(keys: ["name"]), identityPaths: [])

  /// Documents that are known by the value of their key `name`, where they have one.
  static let named = DocumentRules(
    identity: { node in
      node["name"]?.text.map { DocumentIdentity(parts: [$0], namePosition: 0) }
    }, schema: { _ in .unknown }, items: { _ in nil }, namePath: Path(keys: ["name"]),
    identityPaths: [Path(keys: ["name"])])
}
