internal import AutoTagBytes
internal import AutoTagFiles
package import AutoTagSite
internal import AutoTagTracking
internal import SystemPackage

/// Puts the audits of a site's parts together: the report that an audit of all of it writes. Pages go through one at a time, in
/// the order of the tree; what concerns the site as a whole is found from what the parts saw.
package enum AuditMerge {
  /// - Parameters:
  ///   - paths: the parts' reports as JSON, in any order, each part once; or the outputs of audits of streams, of which nobody
  ///     can tell how many there are.
  ///   - output: the file, which is replaced when all is written.
  /// - Returns: the counts of the whole.
  /// - Throws: `SiteError` for reports that are not as they were written or do not belong together, and where one is missing.
  package static func merge(_ paths: [String], to output: String) throws(SiteError) -> AuditSummary {
    var files: [any AuditPartReading] = []
    defer { for file in files { file.close() } }
    for path in paths {
      files.append(try AuditStreamFile.begins(path) ? AuditStreamFile(path) : AuditPartFile(path))
    }
    guard let first = files.first else { throw SiteError("no report of a part was named") }
    for file in files where file.head != first.head {
      throw SiteError(
        "\(file.path) and \(first.path) are of different versions or rules: audit all parts with the same")
    }
    let file: OutputFile
    do throws(Errno) { file = try OutputFile(output, number: 0, isDurable: true) } catch {
      throw failure(output, error)
    }
    file.write(first.start + JSONReport.pages)
    let hasPages = try mergePages(&files, to: file)
    var ends: [(path: String, end: AuditPartEnd)] = []
    for index in files.indices { ends.append((files[index].path, try files[index].end())) }
    try Shards.check(
      ends.map { path, end in
        let head = end.part.head
        return Shards.Part(path: path, shard: head.shard, run: [head.facts ?? ""] + head.include)
      })
    // Of streams the order is the caller's, in which nothing but the words about them may differ.
    ends.sort { $0.end.part.head.shard?.number ?? 0 < $1.end.part.head.shard?.number ?? 0 }
    let whole = WholeAudit(ends.map(\.end), checks: checks(first.head))
    file.write(whole.text(hasPages: hasPages))
    do throws(Errno) { try file.finish() } catch { throw failure(output, error) }
    return whole.summary
  }

  private static func failure(_ path: String, _ error: Errno) -> SiteError {
    SiteError("the report cannot be written to \(path): \(error.description)", mayPass: true)
  }

  /// - Returns: true if there was a page.
  private static func mergePages(_ files: inout [any AuditPartReading], to output: OutputFile)
    throws(SiteError)
    -> Bool
  {
    var hasPages = false
    while true {
      var next: Int?
      for index in files.indices {
        guard let page = files[index].page else { continue }
        guard let best = next, let other = files[best].page else {
          next = index
          continue
        }
        guard page.file != other.file else {
          throw SiteError(
            "\(files[best].path) and \(files[index].path) both have \(page.file): give each part once, and parts of "
              + "one audit alone")
        }
        if TreeOrder.precedes(page.file, other.file) { next = index }
      }
      guard let next, let page = files[next].page else { return hasPages }
      if !page.text.isEmpty {
        output.write(Array((hasPages ? ",\n" : "\n").utf8) + page.text)
        hasPages = true
      }
      try files[next].next()
    }
  }

  /// The checks that were on, with the severities that they had.
  private static func checks(_ head: [[UInt8]]) -> [AuditCheck] {
    var severities: [String: Severity] = [:]
    for line in head where line.starts(with: "    {\"code\": ".utf8) {
      let content = line.last == UInt8(ascii: ",") ? line.dropLast() : line[...]
      guard let rule = try? JSONReader.read(Array(content)), let code = rule["code"]?.string else { continue }
      severities[code] = rule["severity"]?.string.flatMap(Severity.init(rawValue:))
    }
    return AuditCheck.all.compactMap { check in
      guard let severity = severities[check.code] else { return nil }
      var check = check
      check.severity = severity
      return check
    }
  }
}
