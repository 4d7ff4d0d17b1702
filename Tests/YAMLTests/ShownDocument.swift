import YAML

/// Everything about a document's nodes, as one text each.
func shown(_ document: Document) -> [String] {
  var lines: [String] = []
  func visit(_ node: Node) {
    let text = node.text.map { "\"\($0)\"" } ?? ""
    lines.append(
      "\(node.kind) \(node.style) \(node.range) \(node.anchor ?? "-") \(node.tag ?? "-") \(text)")
    node.children.forEach(visit)
  }
  visit(document.root)
  return lines
}
