internal import Files
internal import Kubernetes
internal import YAML

/// What the action Baseline puts into Git: objects that the plan edits and only the cluster has.
struct Adoption: Sendable {
  /// An object of the dump, and the file it is written to.
  struct Item: Sendable {
    let object: ManifestObject
    let path: RepositoryPath
    /// What the file says.
    let manifest: Value
  }

  let cluster: ClusterObjects
  /// The objects to write, in the order of their paths.
  private(set) var items: [Item] = []
  /// Whether an object of the dump is in the repository where this action put it before: the phase
  /// keeps its place once it has landed.
  private(set) var hasLanded = false
  /// The edits that write the files, and enter them into the kustomization beside them.
  private(set) var batch = EditBatch()

  /// Why the default phases start with one of Baseline; nil when they do not.
  var reason: String? {
    guard !items.isEmpty || hasLanded, let dump = cluster.path else { return nil }
    return "what the plan edits and only the cluster has comes into Git first, as \(dump) has it"
  }

  /// Finds the objects of the dump that the plan edits, and decides what becomes of each.
  init(
    search: AdoptionSearch, output: OutputFolder, leavingBareService: Bool
  ) throws(Refusal) {
    cluster = search.cluster
    var findings: [Finding] = []
    for candidates in search.candidates(leavingBareService: leavingBareService) {
      do throws(Refusal) {
        try add(candidates, search: search, output: output)
      } catch { findings += error.findings }
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    items.sort { $0.path < $1.path }
    for item in items {
      batch.create(item.path, bytes: Array(CanonicalEmitter.emit(item.manifest).utf8))
    }
    guard let folder = items.first?.path.folder,
      let kustomization = search.state.graph.kustomization(in: folder)
    else { return }
    for item in items { batch.enter(item.path.name, into: kustomization) }
  }

  private mutating func add(
    _ candidates: [ManifestObject], search: AdoptionSearch, output: OutputFolder
  ) throws(Refusal) {
    guard let object = candidates.first else { return }
    let name = Self.fileName(object.key)
    let known = search.definitions(of: object)
    guard known.isEmpty else {
      let path = output.path(of: name)
      hasLanded =
        hasLanded
        || known.contains {
          $0.file == path && LiveManifest.isProtected(Self.annotation(LiveManifest.syncOptions, $0))
        }
      return
    }
    if let finding = unusable(object, candidates.dropFirst()) { throw Refusal(finding) }
    guard let path = try output.path(of: name, for: object.key.description) else { return }
    if let other = items.first(where: { $0.path == path }) {
      throw Refusal(
        cluster.finding(
          .git, about: object,
          message: "\(object.key) and \(other.object.key) would both be written to \(path)",
          hint: "commit the manifest of one of them under another name"))
    }
    do throws(ParseError) {
      let manifest = LiveManifest.make(of: try object.node.value())
      items.append(Item(object: object, path: path, manifest: manifest))
    } catch {
      throw Refusal(
        cluster.finding(
          .unreadableFile, about: object, message: error.message, hint: error.hint))
    }
  }

  /// Why an object cannot be put into Git; nil when it can.
  private func unusable(
    _ object: ManifestObject, _ others: ArraySlice<ManifestObject>
  ) -> Finding? {
    if !others.isEmpty {
      let tag = MeshState.tag(of: object).map { " of tag \($0)" } ?? ""
      return cluster.finding(
        .definedTwice, about: object,
        message: "\(object.key)\(tag) is in the dump \(others.count + 1) times, expected once",
        hint: "leave one of them in the dump, the one that is meant",
        notes: others.map { cluster.note($0) })
    }
    guard NameSyntax.isSubdomain(object.key.name) else {
      return cluster.finding(
        .needsBaseline, about: object,
        message: "\(object.key) has a name that Kubernetes does not allow",
        hint: "dump the object again with kubectl get … -o yaml")
    }
    if let deleted = object.node[["metadata"]]?.ownPair("deletionTimestamp"),
      deleted.value.resolved.filledText != nil
    {
      return cluster.finding(
        .needsBaseline, about: object, at: deleted.key,
        message: "\(object.key) is being deleted, and would be put into Git",
        hint: "take it off the desired state, or dump the objects again once it is there to stay")
    }
    let options = LiveManifest.split(Self.annotation(LiveManifest.syncOptions, object))
    guard object.key.group == MeshLabels.admissionGroup,
      let option = options.first(where: { $0 == "Replace=true" || $0 == "Force=true" })
    else { return nil }
    return cluster.finding(
      .needsBaseline, about: object,
      message: "\(object.key) has the sync option \(option), which would take its caBundle out with"
        + " every sync",
      hint: "take the option off the object: kubectl annotate … \(LiveManifest.syncOptions)-")
  }

  static func annotation(_ name: String, _ object: ManifestObject) -> String? {
    object.node[["metadata", "annotations", name]]?.filledText
  }

  /// The file of an object: its name, after its kind for a Namespace.
  private static func fileName(_ key: ObjectKey) -> String {
    (key.kind == "Namespace" ? "namespace-" : "") + key.name + ".yaml"
  }

  // MARK: What others ask

  /// Whether the Service `istiod` is among the objects.
  func holdsBareService() -> Bool {
    items.contains { $0.object.key.kind == "Service" && $0.object.key.name == "istiod" }
  }

  /// The repository with the objects in it.
  func applied(to repository: MeshRepository) throws(Refusal) -> MeshRepository {
    var repository = repository
    repository.apply(try FileRewriter(repository: repository).rewrite(batch))
    return repository
  }

  /// Refuses given phases without Baseline where it is needed.
  func refuseWithoutPhase(_ desired: DesiredState, _ source: DesiredStateSource) throws(Refusal) {
    guard let phases = desired.phases, !items.isEmpty,
      !phases.contains(where: { $0.actions.contains(.baseline) })
    else { return }
    throw Refusal(
      source.finding(
        .needsBaseline, at: Path(keys: ["spec", "phases"]),
        message:
          "the plan edits \(CommitMessage.count(items.count, "object")) that only the cluster"
          + " has, and no phase puts \(items.count == 1 ? "it" : "them") into Git",
        hint: "add a first phase: - {name: baseline, actions: [Baseline]}",
        notes: items.map { cluster.note($0.object) }))
  }

  /// A finding about a file that is yet to be written, as one about the dump that it is made of.
  func located(_ finding: Finding) -> Finding {
    guard let source = cluster.source, !items.isEmpty else { return finding }
    var finding = finding
    if let object = object(at: finding.place) {
      finding.place = source.place(at: object.node.range.lowerBound)
      finding.excerpt = source.excerpt(at: object.node.range.prefix)
    }
    finding.notes = finding.notes.map { note in
      guard let object = object(at: note.place) else { return note }
      return Finding.Note(
        place: source.place(at: object.node.range.lowerBound), message: note.message)
    }
    return finding
  }

  private func object(at place: Place?) -> ManifestObject? {
    guard let place else { return nil }
    return items.first { $0.path.description == place.file }?.object
  }
}
