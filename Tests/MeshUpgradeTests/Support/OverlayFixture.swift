import Testing
import YAML

@testable import MeshUpgrade

/// Repositories with overlays, and what comes out of a plan with them.
enum OverlayFixture {
  static let head = "apiVersion: meshphase.io/v1alpha1\nkind: MeshOverlay\n"

  /// An upgrade that generates the tag prod, the tag default and the default validator.
  static func fixture(
    _ spec: String = "overlays: [mine]", overlay: String? = nil, files: [String: String] = [:]
  ) -> PlanFixture {
    var all = files
    all["app.yaml"] = Manifests.namespace()
    if let overlay { all["mine/overlay.yaml"] = head + overlay }
    return PlanFixture.upgrade(
      "app", "tags: [prod, default]\n\(spec)", files: all)
  }

  static func generated(_ fixture: PlanFixture, _ name: String) throws -> Value {
    let text = try #require(try fixture.plan().text("mesh/prod/\(name).yaml"))
    return try #require(try Document.parseSingle(Array(text.utf8))).root.value()
  }
}
