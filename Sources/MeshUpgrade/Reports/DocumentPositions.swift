internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// Where the documents of a comparison of two streams stand among the others, for whoever applies
/// a report.
struct DocumentPositions {
  private let from: StreamPositions
  private let to: StreamPositions

  /// Nil for sides of several files, which have no order.
  init?(_ from: [StreamSource], _ to: [StreamSource], _ outcome: StreamDiff.Outcome) {
    guard from.count == 1, to.count == 1 else { return nil }
    self.from = StreamPositions(from[0], chunks: outcome.oldChunks, rules: .kubernetes)
    self.to = StreamPositions(to[0], chunks: outcome.newChunks, rules: .kubernetes)
  }

  /// The field that tells the positions: `document`, or `list` for what a list has of its own.
  func field(of change: DocumentChange) -> (key: String, value: Value) {
    var positions = Mapping()
    positions["from"] = change.from.flatMap { from.position(of: $0) }.map { .number(Number($0)) }
    positions["to"] = change.to.flatMap { to.position(of: $0) }.map { .number(Number($0)) }
    let isList = change.from?.isList ?? change.to?.isList ?? false
    return (isList ? "list" : "document", .mapping(positions))
  }
}
