internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking
internal import SystemPackage

/// A facts file that a run goes by.
package final class FactsFile: Sendable {
  let facts: SiteFacts
  /// The hash of its lines, for summaries.
  package let hash: String
  let path: String
  private let file: FileDescriptor
  private let names: FactsNames

  /// - Parameter head: the version and settings of the run.
  /// - Throws: `SiteError` for a file that cannot be read, is cut off, or is of another version or other settings.
  package convenience init(_ path: String, for head: FactsHead) throws(SiteError) {
    try self.init(path) { found throws(SiteError) in
      guard found.version == head.version else {
        throw SiteError(
          "\(path) is of autotag \(found.version), and this is \(head.version): write it anew with autotag scan"
        )
      }
      guard found.settings == head.settings else {
        throw SiteError(
          "\(path) was written with other settings than this run has: give the same configuration and options to "
            + "both, or write it anew with autotag scan")
      }
      if let shard = found.shard {
        throw SiteError(
          "\(path) is of part \(shard.text) of a site: put the facts of all parts together with autotag merge, and give "
            + "what it writes")
      }
    }
  }

  /// Opens a facts file.
  /// - Returns: the file, and the offset of its last line, which shows that it is whole.
  static func open(_ path: String) throws(SiteError) -> (file: FileDescriptor, end: Int) {
    let (file, end, _) = try openWhole(path)
    return (file, end)
  }

  private static func openWhole(
    _ path: String
  ) throws(SiteError) -> (file: FileDescriptor, end: Int, hash: String) {
    let file: FileDescriptor
    do throws(Errno) {
      file = try FileSystem.open(FileName(path), in: FileSystem.currentFolder, options: .nonBlocking)
    } catch {
      throw SiteError("the facts \(path) cannot be read: \(error.description)")
    }
    var fault = "it is no regular file, in which names could be looked up"
    if let status = try? FileSystem.status(of: file), status.kind == .file {
      if let end = lastLine(of: file, size: status.size), FactReader.kind(of: end.bytes) == .end,
        let hash = FactReader.string("hash", of: end.bytes),
        FactReader.number("bytes", of: end.bytes) == end.start
      {
        return (file, end.start, hash)
      }
      fault =
        "it does not end as facts do, so that it is cut off, edited or something else; write it anew with autotag scan"
    }
    try? file.close()
    throw SiteError("the facts \(path) cannot be used: \(fault)")
  }

  private init(_ path: String, check: (FactsHead) throws(SiteError) -> Void) throws(SiteError) {
    let (file, end, hash) = try Self.openWhole(path)
    let nameLines: Range<Int>
    do throws(SiteError) {
      (facts, nameLines) = try Self.read(file, to: end, path, check)
    } catch {
      try? file.close()
      throw error
    }
    (self.hash, self.path, self.file) = (hash, path, file)
    names = FactsNames(file, nameLines)
  }

  private static func read(
    _ file: FileDescriptor, to end: Int, _ path: String, _ check: (FactsHead) throws(SiteError) -> Void
  ) throws(SiteError) -> (SiteFacts, names: Range<Int>) {
    func failed(_ line: Int, _ why: String) -> SiteError {
      SiteError("\(path):\(line): \(why); write the facts anew with autotag scan")
    }
    var lines = LineReader(file: file, limit: FactReader.longestLine)
    var reader = FactReader()
    var number = 0
    while lines.offset < end {
      let start = lines.offset
      number += 1
      guard let line = lines.next(), let kind = FactReader.kind(of: line) else {
        throw failed(number, "the line is none of a facts file")
      }
      guard number > 1 || kind == .head else { throw failed(number, "the first line is no head of facts") }
      if kind == .file {
        lines.offset = start
        break
      }
      do throws(FactReader.Failure) {
        try reader.take(line, kind)
      } catch {
        throw failed(number, error.message)
      }
      if kind == .head, let head = reader.head { try check(head) }
    }
    guard reader.head != nil else { throw failed(1, "it has no head") }
    reader.finish()
    return (reader.facts, lines.offset..<max(lines.offset, end))
  }

  deinit { try? file.close() }

  /// The files of the site.
  var siteFiles: SiteFiles {
    SiteFiles { path in
      if path.isEmpty { return .folder }
      if self.names.contains(path) { return .file }
      return self.names.contains(path + "/") ? .folder : nil
    }
  }

  private static func lastLine(of file: FileDescriptor, size: Int) -> (bytes: [UInt8], start: Int)? {
    var buffer = [UInt8](repeating: 0, count: 256)
    let start = max(0, size - buffer.count)
    guard let count = try? FileSystem.readSome(file, at: start, into: &buffer), start + count == size,
      count > 0, buffer[count - 1] == 0x0A
    else { return nil }
    let line = buffer[..<(count - 1)]
    let lineStart = (line.lastIndex(of: 0x0A) ?? -1) + 1
    return (Array(line[lineStart...]), start + lineStart)
  }
}

extension FactsFile {
  /// The answers of servers that were known when the facts were written.
  var lock: ResolutionLock {
    get throws(SiteError) {
      do throws(LockError) {
        return try ResolutionLock(facts.lock ?? Array(ResolutionLock().text.utf8), file: path)
      } catch {
        throw SiteError(error.description)
      }
    }
  }

  /// The codes of the site's links.
  var linkCodes: LinkCodes {
    get throws(SiteError) {
      guard let codes = facts.codes else { return LinkCodes(LinkCodeMap()) }
      do throws(LinkCodeMapError) {
        return LinkCodes(try LinkCodeMap(codes, file: path))
      } catch {
        throw SiteError(error.description)
      }
    }
  }
}
