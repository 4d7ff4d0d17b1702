package import Files
internal import Kubernetes
package import YAML
package import YAMLDiff

/// The manifests of a phase as text and JSON, and how the base differs from them.
extension Rendering {
  /// One YAML stream, each object after a line that names its file.
  package var stream: [UInt8] {
    manifests.flatMap { manifest in
      Array("---\n# Source: \(StyledText.visible(manifest.file.description))\n".utf8)
        + manifest.text
    }
  }

  /// The objects as JSON, with the files that the plan deletes.
  package func json(of plan: Plan) -> Value {
    let objects = manifests.map { manifest -> Value in
      [
        "object": manifest.object.json, "file": .string(manifest.file.description),
        "manifest": manifest.value,
      ]
    }
    let deleted = files.filter { $0.rendered == nil }
    return [
      "formatVersion": "1", "mesh": .string(plan.mesh), "phase": .string(phase),
      "objects": .sequence(objects),
      "deleted": .sequence(deleted.map { .string($0.path.description) }),
      "findings": .sequence(plan.findings.map(\.json)),
    ]
  }

  /// The files that are no manifests, such as the marker of a retired revision, and differ.
  package var otherDifferences: [RepositoryPath] {
    files.filter { !RepositoryFiles.isManifestName($0.path.name) && $0.base != $0.rendered }
      .map(\.path)
  }

  /// How the base's manifests differ, as data, from what the phase leads to.
  package func difference() throws(StreamError) -> DiffReport {
    func sources(_ side: KeyPath<File, [UInt8]?>) -> [StreamSource] {
      files.filter { RepositoryFiles.isManifestName($0.path.name) }.compactMap { file in
        file[keyPath: side].map { StreamSource(name: file.path.description, bytes: $0) }
      }
    }
    let (base, rendered) = (sources(\.base), sources(\.rendered))
    let schemas = KnownSchemas(meanings: false, definitions: CustomResourceSchemas(base + rendered))
    let outcome = try StreamDiff.compare(
      from: base, to: rendered, rules: .kubernetes(schemas: schemas), ordersCount: false)
    return DiffReport(outcome, from: base, to: rendered, options: DiffReport.Options())
  }

  /// The result of a check as JSON: whether the base is equal, and the changes that it lacks.
  package func checkJSON(_ report: DiffReport, of plan: Plan) throws(StreamError) -> Value {
    do throws(ParseError) {
      return [
        "formatVersion": "1", "mesh": .string(plan.mesh), "phase": .string(phase),
        "equal": .bool(report.isEmpty && otherDifferences.isEmpty),
        "changes": try report.json()["changes"] ?? [],
        "otherFiles": .sequence(otherDifferences.map { .string($0.description) }),
        "findings": .sequence(plan.findings.map(\.json)),
      ]
    } catch { throw StreamError(source: StreamSource(name: "", bytes: []), error: error) }
  }
}
