internal import Files
internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// A random mesh whose upgrade lands phase by phase, among other commits.
///
/// Phases land in parts, are taken back and edited by hand; it knows what became of each.
struct RandomHistory {
  /// What a commit of the history did.
  enum Event: Equatable {
    case landed(String)
    case landedPartly(String)
    case revertedTo(Int, phase: String)
    case unrelated
    case moved
    case edited(String)
  }

  /// The files after each commit, the first before anything.
  private(set) var states: [[String: String]] = []
  private(set) var events: [Event] = []
  /// What became of the phases that have landed in some way.
  private(set) var truth: [String: PhaseStatus.State] = [:]
  /// Each phase as it was planned when it landed.
  private(set) var planned: [String: Phase] = [:]
  /// What a hand edit has set.
  private(set) var handEdit: (phase: String, value: String)?
  private var editedNamespace: String?
  private var mesh: RandomMesh
  private var generator: SeededGenerator
  private let desired: DesiredState
  private let source: DesiredStateSource
  private static let templates = Result { try TemplateLibrary.builtIn() }

  init(seed: UInt64) throws {
    generator = SeededGenerator(seed: seed &* 31)
    let strategies: [DesiredState.Strategy.Kind] = [.relabel, .relabel, .moveTag, .followDefault]
    mesh = RandomMesh(seed: seed, strategy: strategies[Int(seed % 4)])
    let decoded = try DesiredState.decode(
      SourceFile(name: "meshphase.yaml", bytes: Array(mesh.desiredState.utf8)))
    (desired, source) = (decoded.state, decoded.source)
    states = [mesh.files]
    for _ in 0..<Int.random(in: 1...6, using: &generator) { try step() }
  }

  /// Whether a phase is about what a hand has edited.
  func isEdited(_ phase: Phase?) -> Bool {
    editedNamespace.flatMap { phase?.namespaces.contains($0) } ?? false
  }

  /// The files today.
  var files: [String: String] { mesh.files }

  private mutating func chance(_ one: Int) -> Bool {
    Int.random(in: 0..<one, using: &generator) == 0
  }

  // MARK: Events

  private mutating func step() throws {
    // A field that somebody has set by hand stays the last word.
    guard handEdit == nil else { return try add(.unrelated, unrelated()) }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<5: try land()
    case 5: try landPartly()
    case 6: revert()
    case 7: if try !editByHand() { try add(.unrelated, unrelated()) }
    case 8: move()
    default: try add(.unrelated, unrelated())
    }
  }

  private mutating func add(_ event: Event, _ isDone: Bool) {
    guard isDone else { return }
    events.append(event)
    states.append(mesh.files)
  }

  private mutating func land() throws {
    guard let phase = try next() else { return }
    for edit in phase.edits { mesh.apply(edit) }
    let name = phase.name
    // What had landed of it before was planned with it.
    if truth[name] != .partial { planned[name] = phase }
    truth[name] = .merged
    add(.landed(name), true)
  }

  /// Some of the files of a phase, as a person picks them out of a commit.
  private mutating func landPartly() throws {
    guard let phase = try next(), truth[phase.name] != .partial, phase.edits.count > 1,
      Set(phase.actions).isSubset(of: ["Relabel", "Restart"])
    else { return }
    let count = Int.random(in: 1..<phase.edits.count, using: &generator)
    for edit in phase.edits.shuffled(using: &generator).prefix(count) { mesh.apply(edit) }
    planned[phase.name] = phase
    truth[phase.name] = .partial
    add(.landedPartly(phase.name), true)
  }

  /// Takes the last landing back as `git revert` does, where nothing came after it.
  private mutating func revert() {
    guard case .landed(let name)? = events.last, let before = states.dropLast().last else { return }
    for name in mesh.files.keys where before[name] == nil { remove(name) }
    for (name, text) in before { write(text, to: name) }
    // What had landed of it before is still there.
    truth[name] = events.contains(.landedPartly(name)) ? .partial : .reverted
    add(.revertedTo(states.count - 2, phase: name), true)
  }

  /// An annotation on some object, in the style of its file.
  private mutating func unrelated() throws -> Bool {
    let number = states.count
    let names = mesh.files.keys.filter { $0.hasSuffix(".yaml") }.sorted()
    guard let name = names.randomElement(using: &generator), let text = mesh.files[name],
      let path = RepositoryPath(name)
    else { return false }
    let file = ManifestFile(
      path: path, bytes: Array(text.utf8), filter: DocumentFilter(names: ["kind"]))
    guard let object = file.objects.randomElement(using: &generator) else { return false }
    let field = Path(keys: ["metadata", "annotations", "note-\(number)"])
    return edit(object, in: file, .set(field.prefixed(by: object.itemPath), "x"))
  }

  private mutating func edit(
    _ object: ManifestObject, in file: ManifestFile, _ operation: EditOperation
  ) -> Bool {
    guard
      let chunk = try? DocumentEditor.apply(
        [operation], to: file.bytes(of: object.chunk), position: object.position)
    else { return false }
    var bytes = Array(file.source.bytes)
    bytes.replaceSubrange(file.chunks[object.chunk], with: chunk)
    write(String(decoding: bytes, as: UTF8.self), to: file.path.description)
    return true
  }

  /// Gives a file another name, where no kustomization names it.
  private mutating func move() {
    guard mesh.files["mesh/kustomization.yaml"] == nil else { return }
    let names = mesh.files.keys.filter { $0.hasPrefix("mesh/file-") }.sorted()
    guard let name = names.randomElement(using: &generator), let text = mesh.files[name] else {
      return
    }
    remove(name)
    write(text, to: "mesh/moved/\(states.count).yaml")
    add(.moved, true)
  }

  /// Gives a namespace that a phase has moved another label.
  private mutating func editByHand() throws -> Bool {
    let merged = planned.values.filter {
      truth[$0.name] == .merged && $0.actions.contains("Relabel") && $0.name != "settle"
    }.sorted { $0.name < $1.name }
    guard let phase = merged.first,
      let change = phase.changes.first(where: {
        $0.object.key.kind == "Namespace" && $0.value.path.pointer.hasSuffix("istio.io~1rev")
      })
    else { return false }
    for (name, text) in mesh.files.sorted(by: { $0.key < $1.key }) {
      guard let path = RepositoryPath(name) else { continue }
      let file = ManifestFile(
        path: path, bytes: Array(text.utf8), filter: DocumentFilter(names: ["Namespace"]))
      guard let object = file.objects.first(where: { $0.key == change.object.key }) else {
        continue
      }
      let field = Path(keys: ["metadata", "labels", "istio.io/rev"])
      guard edit(object, in: file, .set(field.prefixed(by: object.itemPath), "asm-1120-0")) else {
        return false
      }
      handEdit = (phase.name, "asm-1120-0")
      editedNamespace = change.object.key.name
      add(.edited(phase.name), true)
      return true
    }
    return false
  }

  private mutating func write(_ text: String, to name: String) {
    guard let path = RepositoryPath(name) else { return }
    mesh.apply(.write(path: path, bytes: Array(text.utf8)))
  }

  private mutating func remove(_ name: String) {
    guard let path = RepositoryPath(name) else { return }
    mesh.apply(.remove(path: path))
  }

  // MARK: Planning

  func planner() throws -> Planner {
    Planner(
      desired: desired, source: source, files: mesh.repositoryFiles,
      templates: try Self.templates.get(), ignored: [])
  }

  /// The first phase with something to do.
  private func next() throws -> Phase? {
    let plan = try? planner().plan(asking: ProofQuestion(isRefused: false))
    return plan?.phases.first { !$0.edits.isEmpty }
  }

  /// The upgrade as a look back along the history finds it.
  func upgrade(_ purpose: UpgradeHistory.Purpose = .status) throws -> Upgrade {
    var history = try UpgradeHistory(
      planner(), base: "\(states.count - 1)", desiredPath: nil, for: purpose)
    var position = states.count - 1
    while history.needsEarlier {
      guard position > 0 else {
        history.end(isCutOff: false)
        break
      }
      history.add(Self.difference(states[position], states[position - 1], commit: position - 1))
      position -= 1
    }
    return try history.upgrade()
  }

  private static func difference(
    _ now: [String: String], _ then: [String: String], commit: Int
  ) -> EarlierState {
    let names = Set(now.keys).union(then.keys).sorted()
    return EarlierState(
      commit: "\(commit)",
      files: names.compactMap { name in
        guard now[name] != then[name], let path = RepositoryPath(name) else { return nil }
        let text = then[name]
        return EarlierState.File(
          path: path, entry: text.map { _ in FileEntry(path: path, mode: .file, content: .zero) },
          content: text.map { Array($0.utf8) })
      })
  }
}
