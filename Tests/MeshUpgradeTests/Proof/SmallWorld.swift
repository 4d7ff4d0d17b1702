/// A mesh that is small enough to try everything: its objects in a base and after each step.
///
/// These are the test's own types; nothing of the code under test is in them.
struct SmallWorld {
  /// Who syncs an object.
  enum Holder: String, CaseIterable {
    case first, second, both, nobody
  }

  /// When a sync applies an object, as annotations of its manifest say it.
  struct Order: Hashable {
    /// 0 for PreSync, 1 for the sync itself, 2 for PostSync.
    var hook = 1
    var wave = 0
  }

  /// What a webhook calls.
  enum Target: Hashable {
    case service(String)
    case url(String)
  }

  /// One condition of a selector.
  struct Condition: Hashable {
    let key: String
    let verb: String
    var values: [String] = []
  }

  struct Selector: Hashable {
    var labels: [String: String] = [:]
    var conditions: [Condition] = []
  }

  struct Webhook: Hashable {
    let name: String
    var namespaces = Selector()
    var pods = Selector()
    var target: Target
    var hasCertificate = false
    /// The resource that it is about; nil where no rules are written.
    var resource: String?
  }

  struct Injectors: Hashable {
    /// The labels `istio.io/rev` and `istio.io/tag`.
    var revision: String?
    var tag: String?
    var webhooks: [Webhook]
  }

  struct Validators: Hashable {
    var revision: String?
    var targets: [Target]
  }

  struct Pods: Hashable {
    var labels: [String: String] = [:]
    var annotation: String?
    var isOnHostNetwork = false
  }

  /// What an object says that matters.
  enum Body: Hashable {
    case namespace([String: String])
    case pods(Pods)
    case injectors(Injectors)
    case validators(Validators)
    case service([String: String]?)
  }

  /// An object in one state of the repository.
  struct Version: Hashable {
    var body: Body
    var order = Order()
  }

  struct Object {
    let kind: String
    let namespace: String?
    let name: String
    var holder = Holder.first
    /// Which file of its holder's folder it stands in.
    var file = 0
    /// The base, then after each step; nil where it is not there.
    var versions: [Version?]

    /// Whether a step changes what it says.
    func isChanged(by step: Int) -> Bool { versions[step]?.body != versions[step + 1]?.body }
  }

  let seed: UInt64
  /// How many steps follow the base.
  let steps: Int
  /// Whether the repository says which Applications sync it.
  var hasApplications: Bool
  var objects: [Object] = []

  /// The positions of the objects that a step changes.
  func changed(by step: Int) -> [Int] { objects.indices.filter { objects[$0].isChanged(by: step) } }
}
