internal import AutoTagFiles
internal import AutoTagRedirects
package import AutoTagTracking
internal import SystemPackage

extension Site {
  /// True if links of a group get codes.
  var usesCodes: Bool { options.rules.groups.contains(where: \.usesCodes) }

  /// Surveys the site's links and gives each its code; where the run writes, the map is written before any page, so that
  /// no page ever has a code that the map does not know.
  /// - Parameter rules: those for pages, with the site's redirects.
  func assignCodes(_ rules: TaggingOptions, writes: Bool, _ meter: ProgressMeter) throws(SiteError)
    -> LinkCodes.Assignment
  {
    let known = try readCodes()
    guard rules.task == .tag else {
      return LinkCodes.Assignment(codes: known, counts: LinkCodeCounts(new: 0, moved: 0))
    }
    let noting = known.noting()
    var survey = rules
    survey.codes = noting
    try lookAtLinks(with: survey, meter)
    let assignment = noting.assigned { page in
      (try? FileSystem.status(of: FileName(root + "/" + page), in: FileSystem.currentFolder)) != nil
    }
    if writes, assignment.codes.map != known.map { try write(assignment.codes.map) }
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
    let bytes: [UInt8]
    do throws(WholeFileError) {
      bytes = try WholeFile.read(codesPath, limit: WholeFile.dataLimit)
    } catch {
      if error == .system(.noSuchFileOrDirectory) { return LinkCodeMap() }
      throw SiteError(
        "\(codesFile): the map of link codes cannot be read: \(error.description); without it links that "
          + "were moved would get new codes")
    }
    do throws(LinkCodeMapError) {
      return try LinkCodeMap(bytes, file: codesFile)
    } catch {
      throw SiteError(error.description)
    }
  }

  fileprivate var codesPath: String { codesFile.hasPrefix("/") ? codesFile : site + "/" + codesFile }
}
