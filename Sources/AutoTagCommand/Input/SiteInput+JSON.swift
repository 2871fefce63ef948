internal import AutoTagBytes
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagSite

extension SiteInput {
  /// The site for programs: what was found, and what is to be said about it.
  func json(isInPlace: Bool) -> [(String, JSONValue)] {
    var fields: [(String, JSONValue)] = [
      ("site", .string(site)),
      ("configuration", JSONValue(settings.configurationPath)),
      ("lock_file", JSONValue(settings.lockFile)),
    ]
    if files != nil {
      fields.append(("named_files", .object(namedFileCounts.map { ($0.name, .integer($0.count)) })))
    }
    fields.append(("notes", .array(notes(showsAll: true, isInPlace: isInPlace).map { .string($0) })))
    return fields
  }

  /// The named files by what was done with them; none for a whole site.
  var namedFileCounts: [(name: String, count: Int)] {
    guard let files else { return [] }
    var counts: [String: Int] = [:]
    for (_, reason) in files.others { counts[reason.name, default: 0] += 1 }
    return [("pages", files.pages)] + NamedFiles.Reason.names.map { ($0, counts[$0, default: 0]) }
  }

  /// The site's path from the folder that the program runs in, by which it is told from other sites.
  var name: String {
    guard site.hasPrefix("/"), let here = try? FileSystem.realPath("."),
      let root = try? FileSystem.realPath(site)
    else {
      let names = site.split(separator: "/").filter { $0 != "." }
      return names.isEmpty ? "." : names.joined(separator: "/")
    }
    return PathNames.way(from: here, to: root)
  }
}

extension NamedFiles.Reason {
  static let names = ["no_pages", "excluded", "repeated", "folders", "links", "special", "missing"]

  /// Its name for programs.
  var name: String {
    switch self {
    case .noPage: "no_pages"
    case .excluded: "excluded"
    case .repeated: "repeated"
    case .folder: "folders"
    case .link: "links"
    case .special: "special"
    case .missing: "missing"
    }
  }
}
