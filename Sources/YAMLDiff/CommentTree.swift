internal import YAML

/// Comments by the way to their nodes: only the ways on which there are comments.
final class CommentTree {
  /// The comments of the node itself, in the order of the text.
  private var own: [NodeComment] = []
  private(set) var children: [PathStep: CommentTree] = [:]
  /// The steps to the children, in the order of their first comments.
  private(set) var steps: [PathStep] = []

  private init() {}

  init(_ comments: [NodeComment]) {
    for comment in comments {
      var tree = self
      for step in comment.path.steps { tree = tree.child(step) }
      tree.own.append(comment)
    }
  }

  /// Whether there is no comment on the node or inside it.
  var isEmpty: Bool { own.isEmpty && children.isEmpty }

  func comments(_ position: NodeComment.Position) -> [NodeComment] {
    own.filter { $0.position == position }
  }

  private func child(_ step: PathStep) -> CommentTree {
    if let child = children[step] { return child }
    let child = CommentTree()
    children[step] = child
    steps.append(step)
    return child
  }
}
