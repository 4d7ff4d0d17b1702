/// Something that a layer of kustomize does to a mesh label of namespaces.
struct LabelEffect: Sendable {
  /// The namespace it is for; nil when it is for whatever the layer reaches.
  let name: String?
  let carrier: LabelCarrier
}
