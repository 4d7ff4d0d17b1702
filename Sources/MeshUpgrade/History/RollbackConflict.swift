package import Files
package import Kubernetes
package import YAML
internal import YAMLDiff

/// A field that a rollback would set and somebody has edited since the phase; nil where a side has
/// nothing.
package struct RollbackConflict: Sendable {
  /// The file that holds the field today.
  package let file: RepositoryPath
  /// The object; nil for what is none.
  package let object: ObjectReference?
  /// Where in the object.
  package let path: Path
  /// The same with items of lists named by their keys.
  package let keyedPath: String
  /// What stood there before the phase.
  package let before: Value?
  /// What the phase made of it.
  package let phase: Value?
  /// What it is today.
  package let today: Value?
  /// Where it stands today, or the nearest node that does.
  package let place: Place

  init(
    file: RepositoryPath, object: ObjectReference?, path: Path, keyedPath: String, before: Value?,
    phase: Value?, today: Value?, place: Place
  ) {
    self.file = file
    self.object = object
    self.path = path
    self.keyedPath = keyedPath
    self.before = before
    self.phase = phase
    self.today = today
    self.place = place
  }

  init(_ conflict: MergeConflict, document: ComparedDocument, today: DocumentVersion) {
    self.init(
      file: today.file, object: document.object, path: conflict.path,
      keyedPath: conflict.keyedPath, before: conflict.theirs, phase: conflict.base,
      today: conflict.ours, place: today.place(of: conflict.path))
  }

  /// The field as people write it: `metadata.labels["istio.io/rev"]`.
  package var field: String { ChangeText.path(path, keyed: keyedPath) }
}
