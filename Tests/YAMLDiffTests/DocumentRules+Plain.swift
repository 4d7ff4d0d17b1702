import YAML
import YAMLDiff

extension DocumentRules {
  /// Documents of which nothing is known.
  static let plain = DocumentRules(
    identity: { _ in nil }, schema: { _ in .unknown }, items: { _ in nil },
    namePath: Path(keys: ["name"]), identityPaths: [])
}
