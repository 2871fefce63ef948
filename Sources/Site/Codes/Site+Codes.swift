internal import AutoTagFiles
internal import AutoTagRedirects
package import AutoTagTracking
internal import SystemPackage

extension Site {
  /// True if links of a group get codes.
  var usesCodes: Bool { options.rules.groups.contains(where: \.usesCodes) }

  /// Returns the codes that note the links of the pages which they are given out for; `nil` where a run gives out none.
  func codeSurvey() throws(SiteError) -> LinkCodes? {
    guard usesCodes, options.rules.task == .tag else { return nil }
    return try readCodes().noting()
  }

  /// Gives each of the site's links its code; where the run writes, the map is written before any page, so that no page ever
  /// has a code that the map does not know.
  /// - Parameters:
  ///   - rules: those for pages, with the site's redirects.
  ///   - noted: the survey of all pages with links, where one was made by these rules; `nil` has the pages read for it.
  func assignCodes(
    _ rules: TaggingOptions, noted: LinkCodes?, writes: Bool, _ meter: ProgressMeter
  ) throws(SiteError) -> LinkCodes.Assignment {
    let survey: LinkCodes? = if let noted { noted } else { try codeSurvey() }
    guard let noting = survey else {
      return LinkCodes.Assignment(codes: try readCodes(), counts: LinkCodeCounts(new: 0, moved: 0))
    }
    if noted == nil {
      var rules = rules
      rules.codes = noting
      try lookAtLinks(with: rules, meter)
    }
    let assignment = noting.assigned { page in
      (try? FileSystem.status(of: FileName(root + "/" + page), in: FileSystem.currentFolder)) != nil
    }
    if writes, assignment.codes.map != noting.map { try write(assignment.codes.map) }
    return assignment
  }

  /// Reads the map of codes; an empty one where there is none.
  func readCodes() throws(SiteError) -> LinkCodes { LinkCodes(try options.readCodes()) }

  private func write(_ new: LinkCodeMap) throws(SiteError) {
    do throws(Errno) {
      // Runs for other pages may write their codes at the same time.
      let path = options.codesPath
      let folder = try FileSystem.openFolder(
        FileName(PathNames.folder(of: path)), in: FileSystem.currentFolder, followsLinks: true)
      defer { try? folder.close() }
      try FileSystem.waitForLock(folder)
      var map = new
      if let others = try? readCodes().map { map.take(others) }
      let file = try OutputFile(path, number: 0, isDurable: true)
      file.write(Array(map.text.utf8))
      try file.finish()
    } catch {
      throw SiteError(
        "\(options.codesFile): the map of link codes cannot be written: \(error.description); check the file's and "
          + "its folder's permissions")
    }
  }
}

extension RewriteOptions {
  /// Reads the map of the site's link codes; an empty one where there is none.
  package func readCodes() throws(SiteError) -> LinkCodeMap {
    try LinkCodeMap.read(codesPath, named: codesFile)
  }

  fileprivate var codesPath: String { codesFile.hasPrefix("/") ? codesFile : site + "/" + codesFile }
}

extension LinkCodeMap {
  /// Reads a map; an empty one where there is none.
  /// - Parameters:
  ///   - path: relative to this process's folder.
  ///   - name: the file's name in messages.
  package static func read(_ path: String, named name: String) throws(SiteError) -> LinkCodeMap {
    let file = try WholeFile.readIfThere(path, limit: WholeFile.dataLimit) { error in
      SiteError(
        "\(name): the map of link codes cannot be read: \(error.description); without it links that "
          + "were moved would get new codes")
    }
    guard let bytes = file else { return LinkCodeMap() }
    do throws(LinkCodeMapError) {
      return try LinkCodeMap(bytes, file: name)
    } catch {
      throw SiteError(error.description)
    }
  }
}
