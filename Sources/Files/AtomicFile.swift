package import SystemPackage

/// Replaces files whole: whenever the process is killed, a name has either its old bytes or all of the new ones. They go
/// to a file without a name, or to a temporary one in the same folder, which then takes the name.
package struct AtomicFile {
  /// Owner and permissions of a file.
  package struct Attributes {
    package let permissions: FilePermissions
    /// `nil` for the user who runs the process.
    package let owner: (user: UInt32, group: UInt32)?

    package static func copy(of status: FileSystem.Status) -> Attributes {
      Attributes(permissions: status.permissions.intersection(.init(rawValue: 0o777)), owner: nil)
    }

    package static func keeping(_ status: FileSystem.Status) -> Attributes {
      Attributes(permissions: status.permissions, owner: (status.owner, status.group))
    }
  }

  /// Waits until the bytes are on the disk before the file takes its name, so that a power failure cannot
  /// leave an empty file instead of a page.
  package let isDurable: Bool
  private let worker: Int
  private var count = 0
  /// False from when the file system said that it has no files without a name.
  private var hasUnnamedFiles = true
  /// False from when the file system said that a file of the site can get no second name where this writes.
  private var hasHardLinks = true

  /// - Parameter worker: a number that no other `AtomicFile` of this process has at the same time.
  package init(worker: Int, isDurable: Bool) {
    self.worker = worker
    self.isDurable = isDurable
  }

  /// - Parameter body: writes the content; what it throws leaves the old file as it was. It may be called once more,
  ///   with another file.
  package mutating func write(
    _ name: FileName, in folder: FileDescriptor, _ attributes: Attributes,
    _ body: (FileDescriptor) throws(Errno) -> Void
  ) throws(Errno) {
    if !isDurable, attributes.owner == nil, hasUnnamedFiles {
      if try writeUnnamed(name, in: folder, attributes, body) { return }
      hasUnnamedFiles = false
    }
    // Another run may take the new file for one that was left behind, and remove it before it is locked.
    for _ in 0..<Self.mostAttempts {
      do throws(Errno) {
        return try writeNamed(name, in: folder, attributes, body)
      } catch {
        guard error == .wouldBlock else { throw error }
      }
    }
    throw .wouldBlock
  }

  private static let mostAttempts = 16

  /// - Throws: `wouldBlock` where another process has the new file's lock.
  private mutating func writeNamed(
    _ name: FileName, in folder: FileDescriptor, _ attributes: Attributes,
    _ body: (FileDescriptor) throws(Errno) -> Void
  ) throws(Errno) {
    let isDurable = isDurable
    try Self.replace(name, nextTemporary(), in: folder) { (temporary) throws(Errno) in
      let file = try FileSystem.open(
        temporary, in: folder, .writeOnly, options: [.create, .exclusiveCreate, .noFollow],
        permissions: attributes.owner == nil ? attributes.permissions : .ownerReadWrite)
      defer { try? file.close() }
      guard try FileSystem.lock(file) else { throw .wouldBlock }
      try body(file)
      if let owner = attributes.owner {
        let status = try FileSystem.status(of: file)
        if status.owner != owner.user || status.group != owner.group {
          try FileSystem.setOwner(owner.user, group: owner.group, of: file)
        }
        // After the owner: changing that takes set-user-ID bits away.
        try FileSystem.setPermissions(attributes.permissions, of: file)
      }
      if isDurable { try FileSystem.synchronize(file) }
    }
  }

  /// The file gets its name when it is whole, where the file system can do that: a killed run then leaves nothing of
  /// it, and a new name costs less than one that is taken from another file.
  /// - Returns: `false` when the file system cannot, and nothing was done.
  private mutating func writeUnnamed(
    _ name: FileName, in folder: FileDescriptor, _ attributes: Attributes,
    _ body: (FileDescriptor) throws(Errno) -> Void
  ) throws(Errno) -> Bool {
    guard let file = try? FileSystem.openUnnamed(in: folder, permissions: attributes.permissions) else {
      return false
    }
    defer { try? file.close() }
    try body(file)
    do throws(Errno) {
      try Self.link(file, to: name, in: folder) { () throws(Errno) in
        // Others see the file from here on, and must see that it is not abandoned.
        _ = try FileSystem.lock(file)
        return nextTemporary()
      }
      return true
    } catch {
      return false
    }
  }

  /// Gives an open file a name, which is taken from the file that has it.
  /// - Parameter temporary: makes a name for the moment in between, as no file can be linked over another.
  static func link(
    _ file: FileDescriptor, to name: FileName, in folder: FileDescriptor,
    over temporary: () throws(Errno) -> FileName
  ) throws(Errno) {
    do throws(Errno) {
      try FileSystem.link(file, to: name, in: folder)
    } catch Errno.fileExists {
      try replace(name, try temporary(), in: folder) { (temporary) throws(Errno) in
        try FileSystem.link(file, to: temporary, in: folder)
      }
    }
  }

  /// Gives a file of the site a second name, the same in another folder.
  /// - Parameter status: what the file was when it was read.
  /// - Returns: `false` when the file system cannot, or the file is another one by now; nothing was done then.
  package mutating func linkHard(
    _ name: FileName, in source: FileDescriptor, to folder: FileDescriptor, _ status: FileSystem.Status
  ) -> Bool {
    guard hasHardLinks, let file = try? FileSystem.open(name, in: source) else { return false }
    defer { try? file.close() }
    guard (try? FileSystem.status(of: file)) == status else { return false }
    do throws(Errno) {
      try Self.link(file, to: name, in: folder) { nextTemporary() }
      return true
    } catch {
      // No other file of the site will do better.
      if error == .improperLink || error == .notSupported { hasHardLinks = false }
      return false
    }
  }

  package mutating func makeLink(_ name: FileName, to target: FileName, in folder: FileDescriptor)
    throws(Errno)
  {
    // Another run takes the new link for one that was left behind, as nobody can lock it, and removes it.
    for _ in 1..<Self.mostAttempts {
      do throws(Errno) {
        return try replaceByLink(name, to: target, in: folder)
      } catch {
        guard error == .noSuchFileOrDirectory else { throw error }
      }
    }
    try replaceByLink(name, to: target, in: folder)
  }

  private mutating func replaceByLink(_ name: FileName, to target: FileName, in folder: FileDescriptor)
    throws(Errno)
  {
    try Self.replace(name, nextTemporary(), in: folder) { (temporary) throws(Errno) in
      try FileSystem.makeLink(temporary, to: target, in: folder)
    }
  }

  private mutating func nextTemporary() -> FileName {
    count += 1
    return Self.temporaryName("\(worker)-\(count)")
  }

  /// A name for a file on its way to another name: hidden, passed over by every walk of a site, and removed by a later
  /// run if this one is killed.
  /// - Parameter number: no other file of this process has it at the same time.
  package static func temporaryName(_ number: String) -> FileName {
    FileName("\(prefix)\(FileSystem.processIdentifier)-\(number)\(suffix)")
  }

  private static func replace(
    _ name: FileName, _ temporary: FileName, in folder: FileDescriptor,
    _ make: (FileName) throws(Errno) -> Void
  ) throws(Errno) {
    TemporaryFiles.note(temporary, in: folder)
    defer { TemporaryFiles.forget(temporary) }
    do throws(Errno) {
      try make(temporary)
      try FileSystem.rename(temporary, to: name, in: folder)
    } catch {
      try? FileSystem.remove(temporary, in: folder)
      throw error
    }
  }

  // MARK: Files of killed runs

  private static let prefix = ".autotag-"
  private static let suffix = ".tmp"

  package static func isTemporary(_ name: FileName) -> Bool {
    name.isHidden && name.bytes.starts(with: prefix.utf8)
      && name.bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// Removes a temporary file unless a running process still writes it.
  package static func removeIfAbandoned(_ name: FileName, in folder: FileDescriptor) {
    guard let file = try? FileSystem.open(name, in: folder) else {
      // A link: nothing writes to it for longer than a moment, and nothing is lost with it.
      if (try? FileSystem.status(of: name, in: folder))?.kind == .link {
        try? FileSystem.remove(name, in: folder)
      }
      return
    }
    defer { try? file.close() }
    if (try? FileSystem.lock(file)) == true { try? FileSystem.remove(name, in: folder) }
  }
}
