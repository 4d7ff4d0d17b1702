import Foundation
import TestSupport
import Testing
import YAML

/// The rule of quoting: text is quoted exactly when it could not stand plain, as PyYAML and libyaml
/// and the patterns of three specifications see it.
@Suite struct PlainTextTests {
  @Test func `text is quoted exactly when some reader would read something else`() throws {
    guard Python.hasYAML else {
      print("skipped: python3 with yaml is not installed")
      return
    }
    let seed = SeededRandom.seed(20_261_121)
    var random = SeededRandom(seed: seed)
    var texts = Set(EmitterTests.texts.filter { $0.utf8.count < 200 } + RandomPlainText.words)
    texts.formUnion(try documented().quoted + documented().plain)
    while texts.count < 12_000 { texts.insert(RandomPlainText.text(&random)) }
    let pairs = texts.sorted().map { text -> Value in
      [.string(text), .bool(ScalarText.canonical(text) == text)]
    }
    let folder = try Python.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("texts.json")
    try Data(Value.sequence(pairs).jsonBytes(isPretty: false)).write(to: file)
    let result = try Python.run(Self.script, arguments: [file.path])
    let lines = result.output.split(separator: "\n")
    try #require(result.status == 0 && !lines.isEmpty, "\(result.errors)")
    for line in lines.dropLast().prefix(20) { Issue.record("seed \(seed): \(line)") }
    print("quoting with seed \(seed): \(lines.last ?? "")")
  }

  /// The examples of Documentation/canonical.md.
  private func documented() throws -> (quoted: [String], plain: [String]) {
    let file = SharedData.repository.appendingPathComponent("Documentation/canonical.md")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    func examples(_ text: some StringProtocol) -> [String] {
      text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
    let rows = lines.filter { $0.hasPrefix("  | ") }
      .map { $0.split(separator: "|").dropFirst().joined() }
    let plain = lines.filter { $0.hasPrefix("Everything else is plain:") }
    return (rows.flatMap { examples($0) }, plain.flatMap { examples($0) })
  }

  @Test func `the examples of the documentation are written as it says`() throws {
    let (quoted, plain) = try documented()
    #expect(quoted.count > 30 && plain.count > 10)
    for text in quoted { #expect(ScalarText.canonical(text) == "\"\(text)\"") }
    for text in plain { #expect(ScalarText.canonical(text) == text) }
  }

  /// Reads pairs of a text and whether it is written plain; says where that is wrong.
  ///
  /// Whether the syntax allows plain text is what both parsers make of it where text stands; what it
  /// means is PyYAML's resolver, and the patterns of the specifications, written for this test.
  private static let script = #"""
    import json, re, sys, yaml

    C = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)

    def scalars(text, loader):
        try:
            return [e.value for e in yaml.parse(text, loader) if isinstance(e, yaml.ScalarEvent)]
        except yaml.YAMLError:
            return None

    def stands(text):
        # YAML 1.2 wants a byte order mark escaped; both parsers read YAML 1.1.
        if '\ufeff' in text or '\r' in text:
            return False
        for before, after, others in ('', '\n', []), ('k: ', '\n', ['k']), ('- ', '\n', []):
            for loader in yaml.SafeLoader, C:
                if scalars(before + text + after, loader) != others + [text]:
                    return False
        return all(scalars(text + ': v\n', l) == [text, 'v'] for l in (yaml.SafeLoader, C))

    resolver = yaml.SafeLoader('')

    def full(pattern):
        return re.compile('(?:%s)' % pattern, re.X)

    yaml11 = full(r'''
        y|Y|n|N|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF
        |~|null|Null|NULL|=|<<
        |[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+
        |[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+
        |[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?
        |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
        |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)''')
    yaml12 = full(r'''
        null|Null|NULL|~|true|True|TRUE|false|False|FALSE
        |[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+
        |[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?
        |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)''')
    goyaml = full(r'''
        [-+]?0[xX][0-9a-fA-F]{1,16}|[-+]?0[bB][01]{1,64}|[-+]?0[oO][0-7]{1,21}|[-+]?[0-9]+
        |[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,5})?''')
    date = full(r'''
        [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ ]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]*)?
        (?:[ ]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)?''')

    def is_typed(text):
        if resolver.resolve(yaml.ScalarNode, text, (True, False)) != 'tag:yaml.org,2002:str':
            return True
        if any(p.fullmatch(text) for p in (yaml11, yaml12, date)):
            return True
        # go-yaml drops every underscore before it looks at what begins with a digit or a sign.
        return text[0] in '+-0123456789' and bool(goyaml.fullmatch(text.replace('_', '')))

    pairs = json.load(open(sys.argv[1], encoding='utf-8'))
    plain = syntax = typed = 0
    for text, is_plain in pairs:
        may = stands(text)
        means = may and is_typed(text)
        if is_plain and (not may or means):
            print('%r is plain, but %s' % (text, 'typed' if may else 'no plain scalar'))
        if not is_plain and may and not means:
            print('%r is quoted without need' % text)
        plain += is_plain
        syntax += not may
        typed += means
    print('%d texts, %d plain, %d no plain scalar, %d of another type' % (
        len(pairs), plain, syntax, typed))
    """#
}
