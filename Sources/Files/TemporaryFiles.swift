internal import Synchronization
internal import SystemPackage

/// The temporary files that this process is writing, which it removes when it is asked to end.
package enum TemporaryFiles {
  /// The folders of the files, by the files' names, each of which the process uses once.
  private static let open = Mutex<[FileName: FileDescriptor]>([:])

  /// - Parameter folder: it stays open until the file is forgotten.
  static func note(_ name: FileName, in folder: FileDescriptor) {
    open.withLock { $0[name] = folder }
  }

  static func forget(_ name: FileName) {
    open.withLock { _ = $0.removeValue(forKey: name) }
  }

  /// Removes the files, and makes every thread that begins or ends another one wait, for a process that ends now.
  /// - Parameter end: ends the process.
  package static func removeAll(andThen end: () -> Void) {
    open.withLock { files in
      for (name, folder) in files { try? FileSystem.remove(name, in: folder) }
      end()
    }
  }
}
