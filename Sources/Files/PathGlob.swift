internal import AutoTagBytes

/// A pattern for paths below a folder: `*`, `?` and `[…]` within one name as in a shell, `**` for any
/// number of folders, `{a,b}` for one or the other. Letters match in any case, as file names of the web's early years come in
/// all of them.
///
/// As in `.gitignore`, a pattern without a slash (other than at its end) matches at any depth.
package struct PathGlob: Sendable {
  fileprivate enum Segment: Sendable {
    case anyFolders
    case name(FileName)
  }

  /// A pattern without braces.
  fileprivate struct Choice: Sendable {
    let segments: [Segment]
    /// For the commonest pattern, `**/*.html`, the ending is all there is to look at.
    let ending: [UInt8]?
  }

  private let choices: [Choice]

  /// - Parameter pattern: one that `fault` finds none in; any other matches less than was meant.
  package init(_ pattern: String) {
    choices = (GlobBraces.expanded(pattern) ?? []).map(Choice.init)
  }

  /// The fault in a pattern that cannot mean what its author wants, to be put behind “the glob '…' ”; `nil` for none.
  package static func fault(in pattern: String) -> String? {
    if GlobBrackets.areOpen(in: pattern) {
      return "has a [ that is not closed: close it, or write \\[ for the character itself"
    }
    if GlobBraces.areOpen(in: pattern) {
      return "has a { that is not closed: close it, or write \\{ for the character itself"
    }
    guard let choices = GlobBraces.expanded(pattern) else {
      return "stands for more than 256 patterns: write several globs"
    }
    for choice in choices {
      let names = choice.split(separator: "/").filter { $0 != "." }
      if names.isEmpty { return "names nothing: write ** for all there is" }
      if names.contains("..") { return "leads out of the site with ..: globs begin at the site's root" }
      if choice.utf8.reversed().prefix(while: { $0 == UInt8(ascii: "\\") }).count % 2 == 1 {
        return "ends in a \\ that stands before nothing: remove it"
      }
    }
    return nil
  }

  /// The first folder's or file's name that a pattern begins with; `nil` where it is not a name alone.
  package static func firstName(of pattern: String) -> String? {
    let first = pattern.split(separator: "/").first { $0 != "." }
    return first.flatMap { $0.utf8.contains { "*?[{\\".utf8.contains($0) } ? nil : String($0) }
  }
}

extension PathGlob.Choice {
  init(_ pattern: String) {
    var parts = pattern.split(separator: "/").filter { $0 != "." }
    let isAnywhere = !pattern.drop { $0 == "/" }.dropLast().contains("/") && !pattern.hasPrefix("/")
    // Without a name there is nothing to match, and not everything.
    if isAnywhere, !parts.isEmpty, parts.first != "**" { parts.insert("**", at: 0) }
    let segments: [PathGlob.Segment] = parts.map { $0 == "**" ? .anyFolders : .name(FileName(String($0))) }
    let last = parts.last.map { Array($0.utf8) } ?? []
    let isEnding =
      parts.count == 2 && parts.first == "**" && last.starts(with: "*.".utf8)
      && !last.dropFirst(2).contains { "*?[\\".utf8.contains($0) }
    self.init(segments: segments, ending: isEnding ? last.dropFirst().map { ASCII.lowercased($0) } : nil)
  }
}

extension PathGlob {
  /// A path, as `PathText` has it, as a pattern that it alone matches; what is no UTF-8 may be any other byte.
  package static func escaped(_ path: String) -> String {
    var pattern = ""
    var isHalf = false
    for scalar in path.unicodeScalars {
      // A pattern is a `String`, and holds no byte that is no UTF-8.
      if PathText.isHalfByte(scalar) {
        isHalf.toggle()
        if isHalf { pattern += "?" }
        continue
      }
      if "*?[]{},\\".unicodeScalars.contains(scalar) { pattern += "\\" }
      pattern.unicodeScalars.append(scalar)
    }
    return pattern
  }

  /// - Parameter path: the names from the folder on.
  package func matches(_ path: [FileName]) -> Bool {
    choices.contains { choice in
      if let ending = choice.ending, let name = path.last {
        return name.hasEnding(ending, ignoringCase: true)
      }
      return Self.matches(path[...], choice.segments[...])
    }
  }

  /// - Parameter folder: the names from the pattern's folder to the one that has the file.
  package func matches(_ name: FileName, in folder: [FileName]) -> Bool {
    choices.contains { choice in
      if let ending = choice.ending { return name.hasEnding(ending, ignoringCase: true) }
      return Self.matches((folder + [name])[...], choice.segments[...])
    }
  }

  /// Returns true if a file, or a folder that it is in, matches.
  /// - Parameter file: the path from the pattern's folder on, with `/`.
  package func matches(file: String) -> Bool {
    let path = file.split(separator: "/").map { FileName(String($0)) }
    return path.indices.contains { matches(Array(path[...$0])) }
  }

  private static func matches(_ path: ArraySlice<FileName>, _ segments: ArraySlice<Segment>) -> Bool {
    var path = path
    var segments = segments
    // The state behind the last `**` and what it has taken so far; it takes one name more when the rest fails.
    var retry: (path: ArraySlice<FileName>, segments: ArraySlice<Segment>)?
    while true {
      if case .anyFolders? = segments.first {
        segments = segments.dropFirst()
        if segments.isEmpty { return !path.isEmpty }
        retry = (path, segments)
        continue
      }
      if segments.isEmpty, path.isEmpty { return true }
      if case .name(let segment)? = segments.first, let name = path.first,
        FileSystem.matches(name, segment: segment)
      {
        path = path.dropFirst()
        segments = segments.dropFirst()
        continue
      }
      guard let (start, rest) = retry, !start.isEmpty else { return false }
      path = start.dropFirst()
      segments = rest
      retry = (path, rest)
    }
  }
}
