internal import YAML

/// Which form the generated manifests have, per Istio minor: what `versions.yaml` says.
struct VersionTable: Sendable {
  /// A form that several minors share.
  struct Family: Sendable {
    /// The family's name, which is also that of its folder.
    let name: String
    /// The conditions that hold for it, and where each is written.
    let conditions: [String: Range<Int>]
    /// Parameters and lists of its own.
    let values: [String: Value]
  }

  /// One line of the table.
  struct Minor: Hashable, Sendable {
    let major: Int
    let minor: Int
    /// The position of its family.
    let family: Int

    /// The minor as the table writes it, such as `1.14`.
    var text: String { "\(major).\(minor)" }
  }

  /// The path of the table in a folder of templates.
  static let fileName = "versions.yaml"

  /// The families, each building upon those before it.
  let families: [Family]
  /// The minors, in their own order.
  let minors: [Minor]

  init(families: [Family], minors: [Minor]) {
    self.families = families
    self.minors = minors.sorted { ($0.major, $0.minor) < ($1.major, $1.minor) }
  }

  /// Every condition that some family names.
  var conditionNames: Set<String> {
    families.reduce(into: []) { $0.formUnion($1.conditions.keys) }
  }

  /// The line of a version; nil when it has none.
  func minor(of version: TemplateVersion) -> Minor? {
    minors.first { $0.major == version.major && $0.minor == version.minor }
  }

  /// The line nearest to a version among those that `isWanted`, the older of two as near.
  func nearest(to version: TemplateVersion, where isWanted: (Minor) -> Bool) -> Minor? {
    minors.filter(isWanted).min { left, right in
      distance(from: left, to: version) < distance(from: right, to: version)
    }
  }

  private func distance(from line: Minor, to version: TemplateVersion) -> (Int, Int) {
    func apart(_ left: Int, _ right: Int) -> Int {
      let (difference, overflow) = left.subtractingReportingOverflow(right)
      return overflow ? .max : Int(clamping: difference.magnitude)
    }
    return (apart(line.major, version.major), apart(line.minor, version.minor))
  }
}
