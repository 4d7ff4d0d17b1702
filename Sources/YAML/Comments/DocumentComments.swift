/// The comments of a document, each with the node that it belongs to.
///
/// A comment is whatever libyaml skips as one: from a `#` between two tokens to the end of the line.
/// Which node it belongs to is a rule of ours (see ``CommentPlacing``), and a comment belongs to
/// exactly one node of one document (see ``Document/extent``).
package struct DocumentComments: Sendable {
  private let document: Document
  private let outline: DocumentOutline
  /// In the order of the text.
  private let inTextOrder: [PlacedComment]
  /// The same in the order of the elements they belong to, so that a subtree's are a run.
  private let byElement: [PlacedComment]

  /// Reads the comments, in a time that follows the length of the document's text.
  package init(of document: Document) {
    self.document = document
    let extent = document.extent
    guard document.source[extent].contains(UInt8(ascii: "#")) else {
      outline = DocumentOutline()
      inTextOrder = []
      byElement = []
      return
    }
    outline = DocumentOutline(of: document)
    var scanner = CommentScanner(document: document, extent: extent, outline: outline)
    inTextOrder = scanner.scan()
    byElement = inTextOrder.sorted {
      ($0.element, $0.range.lowerBound) < ($1.element, $1.range.lowerBound)
    }
  }

  package var isEmpty: Bool { inTextOrder.isEmpty }

  /// All comments in the order of the text.
  package var all: [NodeComment] { inTextOrder.map { comment($0, within: 0) } }

  /// The comments of a value, an item or the root, and of what is inside it, in the order of the
  /// text; paths lead on from the node.
  package func comments(of node: Node) -> [NodeComment] {
    guard node.document === document, !isEmpty else { return [] }
    if node.index == 0 { return all }
    let end = document.entries.next(after: node.index)
    let first = firstPosition { outline.elements[$0.element].node >= node.index }
    let last = firstPosition { outline.elements[$0.element].node >= end }
    guard let top = outline.element(of: node.index) else { return [] }
    return byElement[first..<last].sorted { $0.range.lowerBound < $1.range.lowerBound }
      .map { comment($0, within: top) }
  }

  /// The first position whose comment passes a test that all later ones pass too.
  private func firstPosition(where isFar: (PlacedComment) -> Bool) -> Int {
    var (low, high) = (0, byElement.count)
    while low < high {
      let middle = (low + high) / 2
      if isFar(byElement[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func comment(_ placed: PlacedComment, within top: Int) -> NodeComment {
    NodeComment(
      range: placed.range, text: placed.text,
      path: outline.path(to: placed.element, from: top, in: document), position: placed.position)
  }
}

extension Document {
  /// The comments of the document; read anew each time.
  package var comments: [NodeComment] { DocumentComments(of: self).all }
}

/// A comment and the position of its node among the elements of a ``DocumentOutline``.
struct PlacedComment: Sendable {
  var range: Range<Int>
  var text: String
  let element: Int
  let position: NodeComment.Position
}
