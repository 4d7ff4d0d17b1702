internal import YAML

/// The names that a template may use, with what they stand for.
struct TemplateParameters: Sendable {
  /// The parameters and lists by name.
  var values: [String: Value]
  /// The conditions that hold.
  var conditions: Set<String>
  /// Every condition there is; one that is not among them is a slip of the pen.
  var knownConditions: Set<String>
  /// The parameters that are declared, and have no value.
  var unset: Set<String>

  init(
    values: [String: Value], conditions: Set<String> = [], knownConditions: Set<String> = [],
    unset: Set<String> = []
  ) {
    self.values = values
    self.conditions = conditions
    self.knownConditions = knownConditions
    self.unset = unset
  }

  /// Makes the parameters of a context and the family that its version belongs to.
  init(_ context: RenderContext, in family: VersionTable.Family, of table: VersionTable) {
    self.init(
      values: family.values.merging(context.values) { _, ofContext in ofContext },
      conditions: context.conditions.union(family.conditions.keys),
      knownConditions: table.conditionNames.union(RenderContext.conditionNames))
  }

  /// The same names with every condition fulfilled, so that no node of a template is left out.
  var fulfilled: TemplateParameters {
    TemplateParameters(
      values: values, conditions: knownConditions, knownConditions: knownConditions)
  }
}
