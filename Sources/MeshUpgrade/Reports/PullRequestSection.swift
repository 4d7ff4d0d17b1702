/// A part of a pull request's body: a heading, and blocks that are shown whole or not at all.
struct PullRequestSection {
  /// The heading; empty for none.
  let title: String
  /// What stands before the blocks.
  var start = ""
  /// List items, rows of a table or blocks of code, each with its line end.
  var blocks: [String] = []
  /// What a block is called in the note on those that are left out, such as `workload`.
  var noun = "line"
  /// The command that shows all.
  var command = "meshphase plan -v"

  /// How many bytes it takes with none of its blocks.
  var leastSize: Int { text(showing: 0).utf8.count }

  /// The section with so many of its blocks.
  func text(showing count: Int) -> String {
    guard !start.isEmpty || !blocks.isEmpty else { return "" }
    let heading = title.isEmpty ? "" : "## \(title)\n\n"
    let left = blocks.count - count
    var text = heading + (count == 0 && !isProse ? "" : start)
    text += blocks.prefix(count).joined()
    if left > 0 {
      let words = count == 0 ? "\(left)" : "\(left) more"
      let noun = left == 1 ? noun : noun + "s"
      if !text.hasSuffix("\n\n"), !text.isEmpty { text += "\n" }
      text += "_\(words) \(noun) left out for length:_ `\(command)` _shows all._\n"
    }
    while text.hasSuffix("\n") { text.removeLast() }
    return text + "\n\n"
  }

  /// Whether the start makes sense without a block, unlike the head of a table.
  private var isProse: Bool { !start.hasPrefix("|") }
}

extension [PullRequestSection] {
  /// The sections as one text of at most so many bytes, in their order.
  ///
  /// Room is given to the most important first: `importance` holds positions, the first of which is
  /// cut last.
  func text(limit: Int, importance: [Int]) -> String {
    var shown = map { _ in 0 }
    var left = limit - reduce(0) { $0 + $1.leastSize }
    for position in importance {
      let section = self[position]
      let room = left + section.leastSize
      func fits(_ count: Int) -> Bool { section.text(showing: count).utf8.count <= room }
      var (most, tooMany) = (0, section.blocks.count)
      if fits(tooMany) { most = tooMany }
      while most + 1 < tooMany {
        let middle = (most + tooMany) / 2
        if fits(middle) { most = middle } else { tooMany = middle }
      }
      shown[position] = most
      left = room - section.text(showing: most).utf8.count
    }
    // The last section ends the text.
    return String(zip(self, shown).map { $0.text(showing: $1) }.joined().dropLast())
  }
}
