internal import Files
internal import Kubernetes
internal import YAML
package import YAMLDiff

/// The differences of two sides as reports show them: object by object, with places.
package struct DiffReport {
  /// What every output of a report takes from the command line.
  package struct Options: Sendable {
    /// Whether the values of Secrets are shown as they are.
    package var showsSecrets = false
    /// How many equal lines are told around changed ones.
    package var context = 3
    /// Whether both sides are streams, whose documents have an order that reports tell.
    package var ordersCount = false

    package init() {}
  }

  let outcome: StreamDiff.Outcome
  /// For each document that differs, which changes are its own; one that moved and changed is told
  /// once.
  private let groups: [Range<Int>]
  private let options: Options
  /// The chunks that changes are in, each looked through for its lines once.
  private let from: ChunkPlaces
  private let to: ChunkPlaces
  /// The identities that several documents of a side have.
  private let repeated: Set<DocumentIdentity>
  private let sources: (from: [StreamSource], to: [StreamSource])

  package init(
    _ outcome: StreamDiff.Outcome, from: [StreamSource], to: [StreamSource], options: Options
  ) {
    self.outcome = outcome
    self.options = options
    sources = (from, to)
    repeated = Set((outcome.oldDuplicates + outcome.newDuplicates).compactMap(\.identity))
    self.from = ChunkPlaces(outcome.changes.compactMap(\.from) + outcome.oldDuplicates, in: from)
    self.to = ChunkPlaces(outcome.changes.compactMap(\.to) + outcome.newDuplicates, in: to)
    groups = Self.groups(outcome.changes)
  }

  /// The documents that differ, in order; each is looked at when it is asked for, as there may be
  /// many.
  var documents: LazyMapCollection<[Range<Int>], ReportedDocument> {
    groups.lazy.map { reported(Array(outcome.changes[$0])) }
  }

  /// How many documents something became of.
  func count(of kind: DocumentChange.Kind) -> Int {
    groups.count { outcome.changes[$0].contains { $0.kind == kind } }
  }

  /// Whether the sides differ.
  package var isEmpty: Bool { outcome.changes.isEmpty }

  /// Documents whose identity another of the same side has.
  package var findings: [Finding] {
    outcome.oldDuplicates.map { duplicate($0, isNew: false) }
      + outcome.newDuplicates.map { duplicate($0, isNew: true) }
  }

  private func duplicate(_ document: StreamDocument, isNew: Bool) -> Finding {
    let object = ObjectReference(document.node)
    let name = object?.description ?? "the document"
    let side = isNew ? "new" : "old"
    return Finding(
      .definedTwice, .warning, namespace: object?.key.namespace, object: object,
      place: place(of: document.node.range.lowerBound, in: document, isNew: isNew),
      message: "\(name) stands more than once on the \(side) side",
      hint: "a cluster has one object of a name; here they are matched in order")
  }

  // MARK: Documents

  /// Puts together what is told of one document: its move, and what changed as well.
  private static func groups(_ changes: [DocumentChange]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    groups.reserveCapacity(changes.count)
    for (index, change) in changes.enumerated() {
      if let last = groups.last, case let before = changes[last.upperBound - 1],
        before.kind == .moved, before.isSameDocument(as: change)
      {
        groups[groups.count - 1] = last.lowerBound..<(index + 1)
      } else {
        groups.append(index..<(index + 1))
      }
    }
    return groups
  }

  private func reported(_ changes: [DocumentChange]) -> ReportedDocument {
    let from = changes.first?.from
    let to = changes.first?.to
    let object = to.flatMap { ObjectReference($0.node) }
    let isSame = to != nil && from?.identity == to?.identity
    let oldObject = isSame ? object : from.flatMap { ObjectReference($0.node) }
    return ReportedDocument(
      changes: changes, object: to == nil ? oldObject : object,
      oldObject: oldObject,
      from: from.flatMap { place(of: $0.node.range.lowerBound, in: $0, isNew: false) },
      to: to.flatMap { place(of: $0.node.range.lowerBound, in: $0, isNew: true) })
  }

  /// Where an offset of a document's source stands.
  private func place(of offset: Int, in document: StreamDocument, isNew: Bool) -> Place? {
    (isNew ? to : from).place(at: offset, in: document)
  }

  /// Where documents stand among the others; nil where that says nothing.
  var positions: DocumentPositions? {
    options.ordersCount ? DocumentPositions(sources.from, sources.to, outcome) : nil
  }

  /// Whether another document of a side has the names of one that comes, goes or is renamed.
  func isRepeated(_ change: DocumentChange) -> Bool {
    [change.from, change.to].contains { document in
      document?.identity.map(repeated.contains) ?? false
    }
  }

  // MARK: Values

  /// A whole document that came or went, without its secrets.
  func value(of document: StreamDocument?) throws(ParseError) -> Value? {
    guard let document else { return nil }
    return mask.document(document.node).masked(try document.node.value(), at: Path())
  }

  /// The changes inside a document that is there on both sides.
  func changes(of change: DocumentChange) throws(ParseError) -> [ReportedChange] {
    guard let from = change.from, let to = change.to, !change.changes.isEmpty else { return [] }
    let reporter = ChangeReporter(
      old: ComparedSide(from.node, mask) { place(of: $0, in: from, isNew: false) },
      new: ComparedSide(to.node, mask) { place(of: $0, in: to, isNew: true) },
      context: options.context)
    var reported: [ReportedChange] = []
    for inside in change.changes { reported.append(try reporter.report(inside)) }
    return reported
  }

  /// The changes of comments inside a document.
  func comments(of change: DocumentChange) -> [ReportedComment] {
    guard let from = change.from, let to = change.to else { return [] }
    return change.comments.map { comment in
      ReportedComment(
        change: comment,
        from: comment.fromRange.flatMap { place(of: $0.lowerBound, in: from, isNew: false) },
        to: comment.toRange.flatMap { place(of: $0.lowerBound, in: to, isNew: true) })
    }
  }

  private var mask: SecretMask { SecretMask(showsSecrets: options.showsSecrets) }
}

extension DocumentChange {
  /// Whether this and another change are about the same document.
  fileprivate func isSameDocument(as other: DocumentChange) -> Bool {
    guard let to, let otherTo = other.to, other.from != nil else { return false }
    return to.source == otherTo.source && to.node.range == otherTo.node.range
  }
}
