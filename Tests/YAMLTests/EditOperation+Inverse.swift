import YAML

extension EditOperation {
  /// The operation that takes this one back, when it is made on `value`; nil where it fails.
  func inverse(on value: Value) -> EditOperation? {
    switch self {
    case .set(let path, _, _):
      if let old = value[path] { return .set(path, old) }
      // The topmost step that is missing or null goes, with all that was made below it.
      for count in 1...path.steps.count {
        let outer = Path(Array(path.steps.prefix(count)))
        if value[outer] == .null { return .set(outer, .null) }
        if value[outer] == nil { return .remove(outer) }
      }
      return nil
    case .rename(let path, let name, _):
      guard case .key(let key)? = path.steps.last, let old = value[path] else { return nil }
      return .rename(path.replacingLast(with: .key(name)), to: key, old)
    case .remove(let path):
      guard let old = value[path], let last = path.steps.last else { return nil }
      if case .index = last { return .insertItem(path, old) }
      return .set(path, old)
    case .insertItem(let path, _): return .remove(path)
    }
  }
}

extension Path {
  /// The path with another last step.
  func replacingLast(with step: PathStep) -> Path { Path(steps.dropLast() + [step]) }
}
