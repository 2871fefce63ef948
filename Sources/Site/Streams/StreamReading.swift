package import AutoTagBytes
internal import AutoTagFiles
package import AutoTagTracking

/// A file of a stream whose pages are read.
package struct StreamItem {
  /// The names by which the sender knows it: a `path` or a `url`, and an `id`.
  package let names: [(String, JSONValue)]
  /// The path in the site as `PathText` has it; `nil` where the name is none of a site.
  package let file: String?
  /// True for a page that was taken to the reader.
  package fileprivate(set) var isPage = false
  /// The reason why a page is left unread, and files that have no place in a site.
  package fileprivate(set) var problem: Problem?
}

/// The outcome of a stream beside its files.
package struct StreamBeside {
  /// Problems of the site's redirects and the like.
  package fileprivate(set) var problems: [Problem] = []
  package fileprivate(set) var unread = UnreadFiles()
  /// The number of compressed siblings of pages, which nobody compared with their pages.
  package fileprivate(set) var siblings = 0
}

/// Takes the pages of a site that comes file after file to a reader, by the site's facts, and changes none.
package struct StreamReading<Reader: PageReading>: ~Copyable {
  private let site: StreamedSite
  private let reader: Reader
  private let input: StreamInput
  private var beside = StreamBeside()
  private var page: [UInt8] = []

  /// - Parameters:
  ///   - options: with facts, unless redirects are off. Nothing of the site is read.
  ///   - isUnreadIgnored: true for files that are no pages, by their paths, whose unread links nobody wants to hear of.
  ///   - beforeReading: called before each read that may wait.
  package init(
    _ options: RewriteOptions, from input: StreamInput,
    ignoringUnread isUnreadIgnored: @escaping (String) -> Bool,
    beforeReading: @escaping () throws(StreamError) -> Void, makeReader: (TaggingOptions) -> Reader
  ) throws(SiteError) {
    site = try StreamedSite(options, for: .auditing, ignoringUnread: isUnreadIgnored)
    reader = makeReader(site.rules)
    self.input = input
    input.beforeReading = beforeReading
  }

  /// Runs to the end of the input.
  /// - Parameter each: given each file with what its page told, in their order. Folders, links and devices of an archive are
  ///   no files.
  package consuming func run(
    _ format: StreamScan.Format, each: (StreamItem, Reader.Results) throws(StreamError) -> Void
  ) throws(StreamError) -> StreamBeside {
    beside.problems = site.problems
    switch format {
    case .records: try takeRecords(each)
    case .tar: try takeArchive(each)
    }
    beside.problems += site.lateProblems
    beside.unread = site.unread
    return beside
  }

  private mutating func takeRecords(
    _ each: (StreamItem, Reader.Results) throws(StreamError) -> Void
  ) throws(StreamError) {
    var records = RecordReader(input)
    while let head = try records.next() {
      let use = site.use(of: head)
      var item = StreamItem(names: head.names, file: use.file)
      guard try take(use, head.length, &item, isNoPage: { [site] in site.isNoPage($0, head) }) else {
        throw records.cut(head)
      }
      try records.end(head)
      try each(item, reader.takeResults())
    }
  }

  private mutating func takeArchive(
    _ each: (StreamItem, Reader.Results) throws(StreamError) -> Void
  ) throws(StreamError) {
    var members = TarReader(input)
    while true {
      switch try members.next() {
      case .member(let member):
        let use = site.use(of: member)
        let path = PathText.shown(PathText.of(member.name))
        var item = StreamItem(names: [("path", .string(path))], file: use.file)
        guard try take(use, member.size, &item),
          try input.forEachPiece(of: member.padding, { _ in }) == member.padding
        else { throw members.cut(member) }
        if case .nothing = use { continue }
        try each(item, reader.takeResults())
      case .end(let blocks):
        if try !members.takeRest(behind: blocks, see: { _ in }) {
          beside.problems.append(StreamedSite.somethingBehindEnd)
        }
        return
      }
    }
  }

  /// Takes the bytes of a file.
  /// - Returns: false where the input ends before.
  private mutating func take(
    _ use: StreamedFile, _ length: Int, _ item: inout StreamItem, isNoPage: ([UInt8]) -> Bool = { _ in false }
  ) throws(StreamError) -> Bool {
    switch use {
    case .page(let path):
      guard try input.take(length, into: &page) else { return false }
      guard !isNoPage(page) else { return true }
      item.isPage = true
      reader.read(path.file, siblings: [], page)
    case .other(let path):
      var file = site.pass(path)
      if file.sibling != nil { beside.siblings += 1 }
      guard try input.forEachPiece(of: length, { file.see($0) }) == length else { return false }
      site.passed(file)
    case .refused(let problem):
      item.problem = problem
      return try input.forEachPiece(of: length) { _ in } == length
    case .nothing: return try input.forEachPiece(of: length) { _ in } == length
    }
    return true
  }
}

extension StreamedFile {
  /// The path in the site; `nil` for what has none.
  fileprivate var file: String? {
    switch self {
    case .page(let path): path.file
    case .other(let path): path?.file
    case .refused, .nothing: nil
    }
  }
}
