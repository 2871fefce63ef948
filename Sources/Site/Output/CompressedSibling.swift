internal import AutoTagFiles
internal import SystemPackage

/// A file beside a page that holds the same in compressed form, for servers that send it instead.
package struct CompressedSibling: Sendable {
  let name: FileName
  let folder: SiteFolder
  /// The time of the page's last change, in nanoseconds since 1970.
  let pageModified: Int64

  /// The file compared with its page.
  package enum State: Sendable, Hashable {
    /// It holds the page's bytes.
    case same
    /// It holds other bytes.
    case differs
    /// It cannot be decompressed here, and is older than the page by this many seconds.
    case older(seconds: Int)
    /// It cannot be decompressed here, and is not older than the page.
    case notOlder
    /// It is no compressed file, or cannot be read.
    case unreadable
  }

  /// The file, relative to the site's root with `/`.
  package var file: String { folder.displayPath(name) }

  /// The file's name.
  package var fileName: String { name.text }

  /// Compares the file with its page. Only gzip is decompressed; of other files the time is compared.
  /// - Parameter page: the page's bytes as they are in its file.
  package func state(comparedTo page: Span<UInt8>) -> State {
    guard let file = try? FileSystem.open(name, in: folder.source) else { return .unreadable }
    defer { try? file.close() }
    guard let status = try? FileSystem.status(of: file), status.kind == .file else { return .unreadable }
    guard name.bytes.suffix(3).elementsEqual(".gz".utf8) else {
      // A file's time can be set to any.
      let (difference, isBeyond) = pageModified.subtractingReportingOverflow(status.modified)
      let nanoseconds = !isBeyond ? difference : pageModified > status.modified ? .max : .min
      let seconds = Int(nanoseconds / 1_000_000_000)
      return seconds >= 1 ? .older(seconds: seconds) : .notOlder
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let isSame = Gzip.compare(to: page) {
      guard let length = try? FileSystem.readSome(file, into: &chunk) else { return nil }
      return chunk[..<length]
    }
    return switch isSame {
    case nil: .unreadable
    case true?: .same
    case false?: .differs
    }
  }
}
