import Files

extension Repository {
  /// The bytes of an object that must be of the given kind.
  func object(_ id: ObjectID, kind: ObjectKind) throws(GitError) -> [UInt8] {
    try ObjectDatabase(of: self, operation: "read \(kind) \(id)").object(id, kind: kind)
  }

  /// The bytes of objects that must all be of the given kind, in their order; many are read on
  /// several cores.
  func objects(_ ids: [ObjectID], kind: ObjectKind) throws(GitError) -> [[UInt8]] {
    let folder = objectFolder
    let runLength = max(Self.leastForOneCore, ids.count / 8)
    guard ids.count > runLength else {
      return try ids.map { (id) throws(GitError) in try object(id, kind: kind) }
    }
    let runs = ids.concurrentRuns(of: runLength) { run -> [[UInt8]] in
      guard let database = try? ObjectDatabase(folder: folder) else { return [] }
      var contents: [[UInt8]] = []
      for position in run {
        guard let bytes = try? database.object(ids[position], kind: kind) else { break }
        contents.append(bytes)
      }
      return contents
    }
    // What was not read there is read here, which tells why it cannot be.
    var contents: [[UInt8]] = []
    for (position, run) in runs.enumerated() {
      contents += run
      let end = min((position + 1) * runLength, ids.count)
      for id in ids[contents.count..<end] { contents.append(try object(id, kind: kind)) }
    }
    return contents
  }

  /// How many objects are worth a database of its own, which takes about as long to open as some
  /// tens of them to read.
  private static let leastForOneCore = 512

  /// Checks that an object exists, and is of the given kind unless nil.
  func checkExists(_ id: ObjectID, kind: ObjectKind?, operation: String) throws(GitError) {
    try ObjectDatabase(of: self, operation: operation)
      .checkExists(id, kind: kind, operation: operation)
  }

  /// Writes objects so that each comes after those that it names.
  ///
  /// Those that are there already are renewed, so that a `git gc` at the same moment does not take
  /// them for old ones. The others become a pack, or loose files when they are few.
  func write(_ objects: [StagedObject]) throws(GitError) {
    let database = try ObjectDatabase(of: self, operation: "write objects")
    var new: [StagedObject] = []
    for object in objects {
      if database.has(object.id) { try database.writeLoose(object) } else { new.append(object) }
    }
    guard new.count > Self.mostLoose, hasPackFolder else {
      for object in new { try database.writeLoose(object) }
      return
    }
    try writePack(of: new)
  }

  /// How many new objects become loose files.
  ///
  /// A loose file has to reach the disk by itself, and its folder after it, which takes some
  /// milliseconds; a pack does so as a whole. But Git reads every pack, so not each run is worth one.
  static let mostLoose = 16

  /// The folder with the objects.
  private var objectFolder: String { commonDirectory + "/objects" }

  /// The folder for packs.
  private var packFolder: String { objectFolder + "/pack" }

  /// Whether there is one, as `git init` makes it.
  private var hasPackFolder: Bool { FileSystem.status(of: packFolder) != nil }

  private func writePack(of objects: [StagedObject]) throws(GitError) {
    let operation = "write a pack of \(objects.count) objects to \(packFolder)"
    guard let count = UInt32(exactly: objects.count) else {
      throw GitError(operation: operation, category: .unsupported, message: "these are too many")
    }
    var pack = try PackStream(of: count, in: packFolder, operation: operation)
    try pack.append(objects)
    try pack.finish()
  }
}
