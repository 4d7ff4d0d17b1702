import Foundation
import Testing
import YAML

@testable import MeshUpgrade

/// The pages of rules, as they are built in.
@Suite struct `The pages of rules` {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The codes that `Rule.swift` gives out.
  private static func codes() throws -> [String] {
    let file = root.appending(path: "Sources/MeshUpgrade/Findings/Rule.swift")
    let text = try String(contentsOf: file, encoding: .utf8)
    return text.matches(of: /= Rule\("(MP\d{3})"\)/).map { String($0.output.1) }
  }

  @Test func `every rule has a page, and every page a rule`() throws {
    let codes = try Self.codes()
    #expect(codes.count > 40)
    #expect(RulePage.all.map(\.rule.code) == codes.sorted())
  }

  @Test func `what is built in is what the folder has`() throws {
    let folder = Self.root.appending(path: "Documentation/rules")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    #expect(names == RulePage.all.map { "\($0.rule.code).md" })
    for page in RulePage.all {
      let file = folder.appending(path: "\(page.rule.code).md")
      #expect(try String(contentsOf: file, encoding: .utf8) == page.text)
    }
  }

  @Test func `titles fit into a line, and differ`() {
    for page in RulePage.all {
      #expect((10...82).contains(page.title.count), "\(page.rule): \(page.title)")
      #expect(!page.title.hasSuffix("."), "\(page.rule)")
    }
    #expect(Set(RulePage.all.map(\.title)).count == RulePage.all.count)
  }

  @Test(arguments: RulePage.all.map(\.rule.code))
  func `a page has its parts, in few lines`(code: String) throws {
    let page = try RulePage.page(of: code)
    let lines = page.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect((20...60).contains(lines.count))
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(lines[2].firstMatch(of: /^Severity: (error|warning)[;.]/) != nil)
    #expect(lines[3].hasPrefix("Holds in: "))
    #expect(
      lines.filter { $0.hasPrefix("## ") } == [
        "## What it means", "## Example", "## What to do", "## Exception",
      ])
  }

  /// The blocks of a language on a page.
  private static func blocks(_ language: String, _ page: RulePage) -> [String] {
    let parts = page.text.components(separatedBy: "\n```")
    return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
      .filter { $0.hasPrefix("\(language)\n") }.map { String($0.dropFirst(language.count + 1)) }
  }

  @Test(arguments: RulePage.all.map(\.rule.code))
  func `YAML on a page can be read`(code: String) throws {
    let page = try RulePage.page(of: code)
    for block in Self.blocks("yaml", page) {
      let documents = try Document.parseAll(Array(block.utf8))
      #expect(!documents.isEmpty)
      for document in documents { _ = try document.root.value() }
    }
    #expect(page.text.components(separatedBy: "\n```").count % 2 == 1, "a block does not end")
  }

  @Test(arguments: RulePage.all.map(\.rule.code))
  func `a page says how the rule is excepted, where it may be`(code: String) throws {
    let page = try RulePage.page(of: code)
    let exceptions = try Self.blocks("yaml", page).compactMap { block in
      try Document.parseSingle(Array(block.utf8))?.root[["spec", "exceptions"]]?[0]
    }
    guard code < "MP200" else {
      #expect(exceptions.isEmpty)
      return
    }
    #expect(exceptions.map { $0["rule"]?.text } == [code])
    let exception = try #require(exceptions.first).value()
    let text =
      "apiVersion: meshphase.io/v1alpha1\nkind: MeshUpgrade\nmetadata: {name: prod}\nspec:\n"
      + "  to: {revision: asm-1140-0}\n  namespaces: [shop]\n  exceptions: "
      + Value.sequence([exception]).json(isPretty: false) + "\n"
    #expect(
      try DesiredState.decode(desiredStateFile(text)).state.exceptions.map(\.rule.code) == [code])
  }

  @Test func `an unknown code is refused with the nearest`() {
    func hint(_ code: String) -> String? {
      do throws(Refusal) {
        _ = try RulePage.page(of: code)
        return nil
      } catch { return error.findings.first?.hint }
    }
    #expect(hint("MP005") == nil)
    #expect(hint("MP05")?.hasPrefix("did you mean MP005? `meshphase explain rules`") == true)
    #expect(hint("MP0005")?.hasPrefix("did you mean MP005? ") == true)
    #expect(hint("MP021")?.hasPrefix("did you mean MP020? ") == true)
    #expect(
      hint("MP987654")?.hasPrefix("`meshphase explain rules` lists them: MP001 and on") == true)
  }

  @Test func `a code is told from a namespace`() {
    #expect(["MP005", "MP9", "MPx1"].allSatisfy(RulePage.isCode))
    #expect(!["mp005", "shop", "MPX", "mpx-1", ""].contains(where: RulePage.isCode))
  }
}
