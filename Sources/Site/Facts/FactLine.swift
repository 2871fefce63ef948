internal import AutoTagBytes
internal import AutoTagRedirects

/// A line of a facts file, with the key by which lines are sorted and told apart.
struct FactLine: Sendable {
  /// The kinds of lines in the order of the file.
  enum Kind: String, CaseIterable, Comparable {
    case head, origin, redirects, include, page, lock, codes, file, end

    static func < (left: Kind, right: Kind) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// The identity of a line: of two lines with the same key that differ, one is wrong.
  struct Key: Comparable {
    let kind: Kind
    /// The name, and what else tells lines of that name apart.
    let parts: [String]

    static func < (left: Key, right: Key) -> Bool {
      if left.kind != right.kind { return left.kind < right.kind }
      for (one, other) in zip(left.parts, right.parts) where one != other {
        return one.utf8.lexicographicallyPrecedes(other.utf8)
      }
      return left.parts.count < right.parts.count
    }
  }

  let key: Key
  /// Without the line end.
  let bytes: [UInt8]

  private init(_ kind: Kind, _ parts: [String] = [], _ write: (inout JSONBuffer) -> Void) {
    key = Key(kind: kind, parts: parts)
    var json = JSONBuffer()
    json.write("{\"fact\":", kind.rawValue)
    write(&json)
    json.append("}")
    bytes = Array(json.content)
  }

  /// - Parameter hasNames: true if the names of files follow.
  init(_ head: FactsHead, hasNames: Bool) {
    self.init(.head) {
      $0.append(",\"kind\":\"autotag-facts\"")
      $0.write(",\"version\":", head.version)
      $0.write(",\"settings\":", head.settings)
      $0.write(",\"names\":", hasNames)
      if let shard = head.shard { $0.write(",\"shard\":", shard.text) }
    }
  }

  init(_ origin: SiteOriginHint) {
    self.init(.origin, [origin.file]) {
      $0.write(",\"name\":", origin.file)
      $0.write(",\"line\":", origin.line)
      $0.write(",\"url\":", origin.origin.text + "/")
    }
  }

  init(_ file: SiteFacts.RedirectFile) {
    self.init(.redirects, [file.name, file.format.rawValue, file.prefix]) {
      $0.write(",\"name\":", file.name)
      $0.write(",\"format\":", file.format.rawValue)
      $0.write(",\"prefix\":", file.prefix)
      $0.write(",\"order\":", file.order)
      $0.write(contents: file.bytes)
    }
  }

  init(_ include: SiteFacts.Include, of file: String) {
    self.init(.include, [file, include.wanted] + [include.from].compactMap(\.self)) {
      $0.write(",\"name\":", file)
      $0.write(",\"wanted\":", include.wanted)
      $0.write(",\"from\":", include.from)
      switch include.found {
      case .missing(let reason): $0.write(",\"missing\":", reason)
      case .files(let files):
        $0.append(",\"files\":[")
        for (index, file) in files.enumerated() {
          if index > 0 { $0.append(",") }
          $0.write("{\"name\":", file.name)
          $0.write(contents: file.bytes)
          $0.append("}")
        }
        $0.append("]")
      }
    }
  }

  init(_ page: SiteFacts.Page) {
    self.init(.page, [page.name]) {
      $0.write(",\"name\":", page.name)
      $0.write(contents: page.bytes)
    }
  }

  init(lock: [UInt8]) { self.init(.lock) { $0.write(contents: lock) } }

  init(codes: [UInt8]) { self.init(.codes) { $0.write(contents: codes) } }

  /// - Parameter file: a path; a folder's with a slash at its end.
  init(file: String) { self.init(.file, [file]) { $0.write(",\"name\":", file) } }

  /// - Parameters:
  ///   - hash: of all lines before, with their line ends.
  ///   - length: their bytes.
  init(end hash: String, length: Int) {
    self.init(.end) {
      $0.write(",\"hash\":", hash)
      $0.write(",\"bytes\":", length)
    }
  }
}

extension JSONBuffer {
  fileprivate mutating func write(contents bytes: [UInt8]) {
    if let text = String(validating: bytes, as: UTF8.self) {
      write(",\"text\":", text)
    } else {
      write(",\"latin1\":", String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))
    }
  }
}

extension SiteFacts {
  /// The lines but for the names of files, in no order.
  /// - Parameter hasNames: true if those follow.
  func lines(_ head: FactsHead, hasNames: Bool) -> [FactLine] {
    [FactLine(head, hasNames: hasNames)] + origins.map(FactLine.init) + redirectFiles.map(FactLine.init)
      + redirectFiles.flatMap { file in file.includes.map { FactLine($0, of: file.name) } }
      + pages.map(FactLine.init)
      + [lock.map(FactLine.init(lock:)), codes.map(FactLine.init(codes:))].compactMap(\.self)
  }
}
