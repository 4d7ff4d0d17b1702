import TestSupport
import YAML

/// Random data that looks like Kubernetes objects.
enum RandomValue {
  /// Texts that are plain in every style, and texts that tempt a writer to get them wrong.
  static let texts = [
    "web", "asm-1130-0", "asm-1140-0", "1.14.0", "enabled", "istio-proxy", "a b c", "x:y",
    "http://example.com:80/a#b", "true", "null", "~", "12", "1.5", "on", "yes", "", " lead",
    "trail ", "a: b", "a #b", "#a", "- a", "{x", "[y]", "*star", "&and", "!bang", "%p", "@at",
    "it's", "say \"hi\"", "back\\slash", "tab\there", "ünï", "日本語", "😀 smile", "12:30",
    "2001-12-14", "0x10", "1e3", "--flag=1", "-", "?", "a,b", "a]b", "key:",
  ]
  static let lineTexts = [
    "one\ntwo\n", "one\ntwo", "one\n\nthree\n", "first\n  indented\nlast\n", "x\n", "a\nb\n\n",
    "some folded text\n", "folded without an end", "two words\n", "#!/bin/sh\necho hi\n",
    "- not\n- a list\n", "---\nnot a document\n", "key: value\n# text\n",
  ]
  static let keys = [
    "app", "istio.io/rev", "istio-injection", "team", "version", "tier", "zone", "a.b/c",
    "owner", "stage", "x", "y1", "sidecar.istio.io/inject", "kpt.dev/id",
  ]

  static func scalar(_ random: inout SeededRandom) -> Value {
    switch random.below(20) {
    case 0: .null
    case 1: .bool(random.chance(50))
    case 2, 3: .number(Number(random.below(100_000) - 500))
    case 4: Number("\(random.below(100)).\(1 + random.below(9))").map { .number($0) } ?? .null
    case 5, 6: .string(random.pick(lineTexts))
    default: .string(random.pick(texts))
    }
  }

  static func labels(_ random: inout SeededRandom) -> Value {
    var mapping = Mapping()
    for _ in 0..<random.below(4) { mapping[random.pick(keys)] = scalar(&random) }
    return .mapping(mapping)
  }

  static func any(_ random: inout SeededRandom, depth: Int) -> Value {
    guard depth > 0, random.chance(45) else { return scalar(&random) }
    if random.chance(50) {
      return .sequence((0..<random.below(4)).map { _ in any(&random, depth: depth - 1) })
    }
    var mapping = Mapping()
    for _ in 0..<random.below(4) { mapping[random.pick(keys)] = any(&random, depth: depth - 1) }
    return .mapping(mapping)
  }

  /// A whole object, or now and then a `List` of two.
  static func object(_ random: inout SeededRandom) -> Value {
    if random.chance(12) {
      let items = (0..<(1 + random.below(3))).map { _ in object(&random, name: "in-list") }
      return ["apiVersion": "v1", "kind": "List", "items": .sequence(items)]
    }
    return object(&random, name: random.pick(["web", "ns", "app-canary"]))
  }

  private static func object(_ random: inout SeededRandom, name: String) -> Value {
    var metadata: Mapping = Mapping([("name", .string(name))])
    if random.chance(60) { metadata["labels"] = random.chance(10) ? .null : labels(&random) }
    if random.chance(40) { metadata["annotations"] = random.chance(10) ? .null : labels(&random) }
    if random.chance(20) { metadata["finalizers"] = ["kubernetes"] }
    var object = Mapping([("apiVersion", "v1"), ("kind", "Namespace")])
    if !random.chance(5) { object["metadata"] = .mapping(metadata) }
    if random.chance(50) {
      var container = Mapping([("name", "c"), ("image", "nginx:1.25")])
      if random.chance(60) { container["args"] = ["--flag", .string(random.pick(texts)), "x"] }
      if random.chance(30) { container["env"] = any(&random, depth: 2) }
      object["spec"] = [
        "replicas": 2,
        "template": [
          "metadata": ["labels": labels(&random)], "spec": ["containers": [.mapping(container)]],
        ],
      ]
    }
    if random.chance(40) { object["data"] = any(&random, depth: 3) }
    return .mapping(object)
  }
}
