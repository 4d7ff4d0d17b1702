package import Kubernetes
package import YAML

/// A manifest made of a template, with its keys in the order to write them: Kubernetes's own for what
/// every object has, the template's for the rest.
package struct GeneratedManifest: Hashable, Sendable {
  /// The object that it describes.
  package let object: ObjectReference
  /// The manifest.
  package let value: Value

  /// Makes it of data; nil when that lacks `apiVersion`, `kind` or `metadata.name`.
  package init?(_ value: Value) {
    guard let apiVersion = value["apiVersion"]?.string, let kind = value["kind"]?.string,
      let name = value["metadata"]?["name"]?.string
    else { return nil }
    let type = GroupVersionKind(apiVersion: apiVersion, kind: kind)
    let key = ObjectKey(
      group: type.group, kind: kind, namespace: value["metadata"]?["namespace"]?.string, name: name)
    object = ObjectReference(key: key, version: type.version)
    self.value = KubernetesKeyOrder.ordered(value)
  }
}
