internal import Files
internal import Kubernetes
internal import YAML

/// What of a file's objects can tell how far an upgrade is.
///
/// Most commits of a repository change images, replicas and routes. Only those that change these
/// facts have to be looked at.
struct MeshFacts: Hashable {
  private enum Fact: Hashable {
    /// That there is a namespace or what makes Pods, with those of its labels and annotations that
    /// are the mesh's: a phase may have to label or to restart it.
    case labels([String: String])
    /// A whole object.
    case whole(Value?)
  }

  private var facts: [ObjectKey: Fact] = [:]
  private var isUnreadable = false

  init(_ file: ManifestFile?) {
    guard let file else { return }
    isUnreadable = !file.defects.isEmpty
    for object in file.objects {
      switch object.key.kind {
      case "Namespace", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet",
        "ReplicationController", "Rollout", "CronJob", "Pod":
        facts[object.key] = .labels(Self.labels(of: object))
      default:
        // Routes and policies name no control plane.
        guard !Self.isTraffic(object.key.group) else { continue }
        facts[object.key] = .whole(try? object.node.value())
      }
    }
  }

  private static func isTraffic(_ group: String) -> Bool {
    group != "install.istio.io" && group.hasSuffix(".istio.io")
      || group == "gateway.networking.k8s.io"
  }

  private static func labels(of object: ManifestObject) -> [String: String] {
    var found: [String: String] = [:]
    for path in Set([["metadata"], PodTemplate.metadataPath(forKind: object.key.kind)]) {
      for field in ["labels", "annotations"] {
        let texts = ManifestObject.texts(object.node[path + [field]])
        for (key, value) in texts where isAboutMesh(key) {
          found["\(path.count) \(field) \(key)"] = value
        }
      }
    }
    return found
  }

  private static func isAboutMesh(_ key: String) -> Bool {
    key == MeshLabels.injection || key.contains("istio.io/") || key.hasPrefix("meshphase.io/")
  }
}
