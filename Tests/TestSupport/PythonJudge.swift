import Foundation

/// Pairs of YAML and JSON text, which PyYAML must read as the same data.
///
/// PyYAML reads YAML 1.1 and meshphase reads as go-yaml v2 does, so the judge resolves plain
/// scalars only where both agree: null, true and false, decimal numbers.
package struct PythonJudge {
  private let folder: URL
  private var count = 0

  package init() throws { folder = try Python.temporaryFolder() }

  /// Adds a pair; `label` names it in a complaint.
  package mutating func add(yaml: [UInt8], json: String, label: String) throws {
    let name = folder.appendingPathComponent(String(count))
    try Data(yaml).write(to: name.appendingPathExtension("yaml"))
    try Data(json.utf8).write(to: name.appendingPathExtension("json"))
    try Data(label.utf8).write(to: name.appendingPathExtension("label"))
    count += 1
  }

  /// One line for each pair that differs; empties the judge.
  package mutating func complaints() throws -> [String] {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Python.run(Self.script, arguments: [folder.path, String(count)])
    guard result.status == 0 else { return ["python3 failed: \(result.errors)"] }
    return result.output.split(separator: "\n").map(String.init)
  }

  private static let script = #"""
    import json, re, sys, yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {}

    def resolve(tag, pattern, first):
        Loader.add_implicit_resolver('tag:yaml.org,2002:' + tag, re.compile(pattern), first)

    resolve('null', r'^(?:~|null|Null|NULL|)$', ['~', 'n', 'N', ''])
    resolve('bool', r'^(?:true|True|TRUE|false|False|FALSE)$', list('tTfF'))
    resolve('int', r'^[-+]?(?:0|[1-9][0-9]*)$', list('-+0123456789'))
    resolve('float', r'^[-+]?[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?$', list('-+0123456789'))
    resolve('merge', r'^<<$', ['<'])

    def common(value):
        if isinstance(value, dict):
            return {'null' if k is None else str(k).lower() if isinstance(k, bool) else str(k):
                    common(v) for k, v in value.items()}
        if isinstance(value, list):
            return [common(v) for v in value]
        if isinstance(value, float):
            return 'float ' + repr(value)
        if isinstance(value, bool) or value is None or isinstance(value, str):
            return value
        return 'int ' + repr(value)

    folder, count = sys.argv[1], int(sys.argv[2])
    for number in range(count):
        name = '%s/%d.' % (folder, number)
        label = open(name + 'label', encoding='utf-8').read()
        try:
            text = open(name + 'yaml', 'rb').read()
            left = common(yaml.load(text, Loader))
            right = common(json.loads(open(name + 'json', encoding='utf-8').read()))
            if left != right:
                print('%s: PyYAML reads %r, meshphase %r' % (label, left, right))
        except Exception as error:
            print('%s: %s' % (label, ' '.join(str(error).split())))
    """#
}
