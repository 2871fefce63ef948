import ArgumentParser

/// The options that limit a run to pages which are named, and say what counts as none.
struct PageListOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Take the names of the pages from LIST too, or - for standard input: separated by NULs, as git diff -z and find \
      -print0 write them, or one on each line.
      """, valueName: "list"),
    completion: .file())
  var filesFrom: String?

  @Flag(help: "Accept a site without a page, or named files without one, which otherwise end with 2.")
  var allowEmpty = false

  var list: PageList { PageList(path: filesFrom, allowsEmpty: allowEmpty) }
}

/// The list of the pages that a run is limited to.
struct PageList {
  /// `nil` for none, `-` for standard input.
  var path: String?
  /// True if no page at all is right.
  var allowsEmpty = false
}
