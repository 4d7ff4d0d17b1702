/// Something that people do in the cluster before a phase is taken back.
struct StepBeforeRollback {
  /// What to do: `install asm-1130-0 again`.
  let text: String
  let command: String?

  /// The step as the plan tells it, beside those of the phase itself.
  var inPlan: ManualStep {
    ManualStep(
      text: "Only if this phase is taken back: before that, \(text)", command: command,
      isForRollback: true)
  }

  /// The step as the rollback tells it.
  var inRollback: ManualStep {
    ManualStep(text: "Before it is merged, \(text)", command: command)
  }
}
