import Testing

/// What a report changes inside an item of a list without keys leaves the rest as it is written.
@Suite struct `patches of items without keys` {
  @Test func `a patch of one value keeps the comments and the style of its item`() throws {
    let from = """
      rules:
        # read pods
        - apiGroups: [""]   # core
          resources:
            - pods          # why pods
            - services
          verbs: ['get', "list"]
        - apiGroups: [apps]
          verbs: [get]

      """
    let to = from.replacing("- services", with: "- secrets")
    let patch = try PatchLaws.patch(try PatchLaws.report(from, to))
    #expect(try PatchLaws.apply(patch, from) == to)
  }
}
