internal import Kubernetes

/// How the names of revisions say their Istio version: with `asm-MAJOR-MINOR`, `asm-1-23` is 1.23.
///
/// `MAJOR`, `MINOR`, `PATCH` and `BUILD` stand for numbers, everything else for itself. Where the
/// first three touch, as in the `asm-MAJORMINORPATCH-BUILD` of asmcli, the digits are told apart as
/// ``IstioVersion/init(digits:)`` says.
package struct RevisionForm: Sendable, Hashable, CustomStringConvertible {
  private enum Number: String, CaseIterable {
    case major = "MAJOR"
    case minor = "MINOR"
    case patch = "PATCH"
    /// What is installed anew without another version of Istio.
    case build = "BUILD"
  }

  private enum Part: Hashable {
    case text(String)
    case numbers([Number])
  }

  /// The form as it is written.
  package let description: String
  private let parts: [Part]

  private init(description: String, parts: [Part]) {
    self.description = description
    self.parts = parts
  }

  /// Reads a form; nil for one that names no minor, or that could be read in two ways.
  init?(_ text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let first = rest.first {
      if let number = Number.allCases.first(where: { rest.hasPrefix($0.rawValue) }) {
        rest = rest.dropFirst(number.rawValue.count)
        if case .numbers(let numbers)? = parts.last {
          parts[parts.count - 1] = .numbers(numbers + [number])
        } else {
          parts.append(.numbers([number]))
        }
      } else {
        rest = rest.dropFirst()
        if case .text(let text)? = parts.last {
          parts[parts.count - 1] = .text(text + String(first))
        } else {
          parts.append(.text(String(first)))
        }
      }
    }
    guard Self.isReadable(parts) else { return nil }
    self.init(description: text, parts: parts)
  }

  private static func isReadable(_ parts: [Part]) -> Bool {
    var numbers: [Number] = []
    var sample = ""
    for (index, part) in parts.enumerated() {
      switch part {
      case .numbers(let run):
        guard run.count == 1 || run == [.major, .minor, .patch] else { return false }
        numbers += run
        sample += "1"
      case .text(let text):
        // Digits beside a number could belong to it.
        if index > 0, text.first?.isNumber == true { return false }
        if index < parts.count - 1, text.last?.isNumber == true { return false }
        sample += text
      }
    }
    let versions: [[Number]] = [[.major, .minor], [.major, .minor, .patch]]
    return versions.contains(numbers.filter { $0 != .build })
      && numbers.count { $0 == .build } <= 1
      && NameSyntax.isLabel(sample, limit: DesiredStateDecoder.revisionLimit)
  }

  /// The revision that names a version; nil for a form that holds more than its minor.
  func revision(of version: IstioVersion) -> String? {
    var revision = ""
    for part in parts {
      switch part {
      case .text(let text): revision += text
      case .numbers([.major]): revision += String(version.major)
      case .numbers([.minor]): revision += String(version.minor)
      case .numbers: return nil
      }
    }
    return revision
  }

  /// The version that a revision of this form names; nil for any other revision.
  func version(in revision: String) -> IstioVersion? {
    var rest = revision[...]
    var version: [Substring] = []
    for part in parts {
      switch part {
      case .text(let text):
        guard rest.hasPrefix(text) else { return nil }
        rest = rest.dropFirst(text.count)
      case .numbers(let numbers):
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        if numbers.count > 1 {
          guard let joined = IstioVersion(digits: digits) else { return nil }
          version.append(joined.text[...])
        } else if numbers == [.build] {
          guard IstioVersion.number(digits) != nil else { return nil }
        } else {
          version.append(digits)
        }
      }
    }
    return rest.isEmpty ? IstioVersion(version.joined(separator: ".")) : nil
  }
}
