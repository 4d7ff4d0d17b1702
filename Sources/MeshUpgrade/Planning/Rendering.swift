package import Files
package import Kubernetes
package import YAML

/// The manifests that a phase, or the whole plan, leads to.
package struct Rendering: Sendable {
  /// An object as it is after the phase.
  package struct Manifest: Sendable {
    package let object: ObjectReference
    package let file: RepositoryPath
    /// The object's text as its file has it, without a `---` line.
    package let text: [UInt8]
    package let value: Value
  }

  /// A file that holds such objects, or that the phase edits.
  package struct File: Sendable {
    package let path: RepositoryPath
    /// What the base has; nil when it has no such file.
    package let base: [UInt8]?
    /// What the phase leads to; nil when the file goes.
    package let rendered: [UInt8]?
  }

  /// The name for what the whole plan leads to.
  package static let end = "end"

  /// The phase's name, or `end`.
  package let phase: String
  /// The objects, in path and text order.
  package let manifests: [Manifest]
  /// The files, in path order.
  package let files: [File]

  /// Renders a phase by its name, or the end; refused where there is no phase of that name.
  package init(_ plan: Plan, phase name: String, base: RepositoryFiles) throws(Refusal) {
    let phases: [Phase]
    if name == Self.end {
      phases = plan.phases
    } else if let phase = plan.phases.first(where: { $0.name == name }) {
      phases = [phase]
    } else {
      throw Refusal(Self.unknown(name, in: plan))
    }
    phase = name
    let last = phases.last?.index ?? 0
    var edited: [RepositoryPath: [UInt8]?] = [:]
    for edit in plan.phases.prefix(last).flatMap(\.edits) {
      switch edit {
      case .write(let path, let bytes): edited[path] = .some(bytes)
      case .remove(let path): edited[path] = .some(nil)
      }
    }
    var settled = SettledObjects()
    for phase in phases { settled.formUnion(phase.settled) }
    let paths = Set(settled.keys.keys).union(phases.flatMap(\.edits).map(\.path)).sorted()
    files = paths.map { path in
      let old = base.contents[path]
      return File(path: path, base: old, rendered: edited[path] ?? old)
    }
    var manifests: [Manifest] = []
    for file in files {
      guard let bytes = file.rendered, let keys = settled.keys[file.path] else { continue }
      manifests += try Self.manifests(keys, in: file.path, bytes)
    }
    self.manifests = manifests
  }

  private static func manifests(
    _ keys: Set<ObjectKey>, in path: RepositoryPath, _ bytes: [UInt8]
  ) throws(Refusal) -> [Manifest] {
    let file = ManifestFile(path: path, bytes: bytes, filter: MeshRepository.filter)
    let wanted = file.objects.filter { keys.contains($0.key) }
    var manifests: [Manifest] = []
    for object in wanted {
      do throws(ParseError) {
        let value = try object.node.value()
        let chunk = file.chunks[object.chunk]
        let text =
          isWhole(object.itemPath, chunk, in: bytes)
          ? text(of: chunk, in: bytes) : Array(CanonicalEmitter.emit(value).utf8)
        manifests.append(
          Manifest(object: object.reference, file: path, text: text, value: value))
      } catch {
        throw Refusal(
          Finding(
            .unreadableFile, in: file.source, at: error.range, object: object.reference,
            message: error.message, hint: error.hint))
      }
    }
    return manifests
  }

  /// Whether an object is all that its chunk holds; a stream with `%` directives is one chunk.
  private static func isWhole(_ itemPath: Path, _ chunk: Range<Int>, in bytes: [UInt8]) -> Bool {
    itemPath.steps.isEmpty
      && !bytes[chunk].split(separator: UInt8(ascii: "\n")).contains {
        $0.first == UInt8(ascii: "%")
      }
  }

  /// A chunk's own text, so that comments stay; without its markers and with a final line end.
  private static func text(of chunk: Range<Int>, in bytes: [UInt8]) -> [UInt8] {
    var lines = bytes[chunk].split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    func isMarker(_ line: ArraySlice<UInt8>, _ marker: String) -> Bool {
      line.filter { $0 != 0x0D && $0 != 0x20 && $0 != 0x09 }.elementsEqual(marker.utf8)
    }
    if let first = lines.first, DocumentSplitter.startsWithMarker(Array(first)) {
      // What follows on the line of the marker is the document's.
      let rest = first.dropFirst(3).drop { $0 == 0x20 || $0 == 0x09 }
      if isMarker(rest, "") { lines.removeFirst() } else { lines[0] = rest }
    }
    if let last = lines.last, last.isEmpty { lines.removeLast() }
    if let last = lines.last, isMarker(last, "...") { lines.removeLast() }
    return Array(lines.joined(separator: CollectionOfOne(UInt8(ascii: "\n"))))
      + [UInt8(ascii: "\n")]
  }

  private static func unknown(_ name: String, in plan: Plan) -> Finding {
    let names = plan.phases.map(\.name).joined(separator: ", ")
    return Finding(
      .notFound, message: "the plan has no phase \(name)",
      hint: "expected one of: \(names), \(end)")
  }
}
