/// A phase with its namespaces worked out, before anything is edited.
struct ResolvedPhase: Sendable {
  var name: String
  var actions: [Action]
  /// The namespaces, listed ones and gateways.
  var namespaces: [String]
  /// Why it is there, when it was not asked for in so many words.
  var reason: String?
  /// Whether Relabel puts namespaces back on the tag that they follow, rather than on the target
  /// revision itself.
  var settles = false
  /// How much of its actions it does.
  var scope = PhaseScope.whole
  /// The phases whose rollbacks come before its own (``RollbackOrder``), and why that matters.
  var rollbackAfter: [String] = []
  var rollbackNote: String?
}

/// How much of its actions a phase does, where they are divided among phases.
enum PhaseScope: Sendable {
  /// All of them.
  case whole
  /// Of MoveTags, what `istioctl tag set default` does last: the injector of the un-revisioned
  /// install gets selectors that match nothing.
  case oldInjector
  /// Of MoveTags, the webhook configurations of tags that are missing, with selectors that match
  /// nothing: istiod can fill in the caBundle before a Pod depends on it. A phase of the whole
  /// afterwards gives them their own selectors.
  case inactiveTags
  /// Of Retire, the webhook configurations of the old revision, mutating and validating.
  case webhooks
  /// Of Retire, everything but those.
  case controlPlane
}
