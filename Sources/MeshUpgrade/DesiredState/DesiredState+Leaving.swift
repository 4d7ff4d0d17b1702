extension DesiredState {
  /// Takes namespaces out of the upgrade, such as those that an earlier commit did not have yet.
  mutating func leave(_ names: Set<String>) {
    namespaces.removeAll(where: names.contains)
    gatewayNamespaces.removeAll(where: names.contains)
    phases = phases?.map { phase in
      var phase = phase
      phase.namespaces?.removeAll(where: names.contains)
      phase.gatewayNamespaces?.removeAll(where: names.contains)
      return phase
    }
  }
}
