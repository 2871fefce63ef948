internal import AutoTagBytes

// Faults of pages and other files.

extension Fault {
  /// - Parameter name: of the encoding.
  package static func unsupportedEncoding(_ name: String) -> Fault {
    Fault(.unsupportedEncoding, "the page is in \(name) and was left as it is", fix: "convert it to UTF-8")
  }

  package static func pageNotRead(because reason: String) -> Fault { Fault(.pageNotRead, reason) }

  package static let feedNotRead = pageNotRead(
    because:
      "the file that groups.feeds names is no well-formed RSS or Atom feed, or defines entities; it was left as it is"
  )

  /// - Parameter size: in bytes.
  package static func pageTooLarge(_ size: Int) -> Fault {
    Fault(
      .pageTooLarge, "the page has \(size) bytes, more than the 2 GiB a page may have", fix: "exclude it")
  }

  /// - Parameter reason: a clause that follows the path.
  package static func pathRefused(because reason: String) -> Fault {
    Fault(
      .pathRefused, "the path \(reason); the file was left as it was",
      fix: "name it by its path from the site's root")
  }

  /// - Parameters:
  ///   - reason: a clause about the member of the archive.
  ///   - fix: a clause about the making of the archive.
  package static func memberLeft(because reason: String, fix: String) -> Fault {
    Fault(.memberLeft, "\(reason), and was left as it is", fix: fix)
  }

  package static let pageChanged = Fault(
    .pageChanged, "the page was changed by another program meanwhile", fix: "run again")

  /// - Parameters:
  ///   - files: the paths of the first ones.
  ///   - count: of all.
  ///   - options: those that read them.
  ///   - isHTML: false for data and programs.
  package static func unreadLinks(_ files: [String], count: Int, options: String, isHTML: Bool) -> Fault {
    let more = count - files.count
    let list = files.map(MessageText.path).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    let subject = count == 1 ? "this file is no page" : "\(count) files (\(list)) are no pages"
    return Fault(
      .unreadLinks,
      "\(subject) by the globs of pages, so that nobody looks at the addresses of a tracking group in "
        + (count == 1 ? "it" : "them"),
      joint: ". ",
      fix: isHTML
        ? "To read such files as pages: \(options)"
        : "Links are tagged in HTML only, so write them into pages as standard links; where there is HTML in such files: "
          + options)
  }

  /// Addresses on a page that is no HTML by its name.
  package static func unreadAddresses(_ count: Int) -> Fault {
    Fault(
      .unreadLinks,
      count == 1
        ? "an address of a tracking group stands here where no link is: it gets no click id"
        : "\(count) addresses of tracking groups stand on this page, the first of them here, where no link is: they get no click id",
      fix: "write a standard link in HTML, <a href=\"…\">, or take the pages that are made of this file")
  }

  package static let specialFile = Fault(
    .specialFile, "this is a device, a pipe or a socket, which is not copied", fix: "move it out of the site")

  package static let folderInTheWay = Fault(
    .folderInTheWay, "the output has a folder of this name",
    fix: "remove it, or run with --prune, which does")

  package static let stalePrecompressed = Fault(
    .stalePrecompressed, "the page it was made of changes, and this still has the old links",
    fix: "compress the page again, or remove this file")

  /// - Parameter file: its name.
  package static func compressionFailed(_ file: String) -> Fault {
    Fault(.writeFailed, "compressing \(file) failed: there is not enough memory")
  }

  /// - Parameters:
  ///   - attempt: what was tried.
  ///   - reason: the system's, with what to do about it.
  package static func failed(_ attempt: Attempt, because reason: String) -> Fault {
    Fault(attempt.code, attempt.words + attemptJoint + reason)
  }

  /// The text between what was tried and the reason why it failed.
  fileprivate static let attemptJoint = " failed: "

  /// Something that was tried with a file and that the system refused.
  package enum Attempt: Sendable, Hashable {
    case readPage, readFile, readLink, readRedirects, writeRedirects
    case readFolder, openFolder
    case writePage, writePageToOutput, copyFile, copyLink, makeFolder, removeFolder, prune
    /// The file's name.
    case writeSibling(String)

    fileprivate var code: ProblemCode {
      switch self {
      case .readPage: .unreadablePage
      case .readFile, .readLink: .unreadableFile
      case .readRedirects: .redirectsNotRead
      case .readFolder, .openFolder: .unreadableFolder
      case .writeRedirects, .writePage, .writePageToOutput, .copyFile, .copyLink, .makeFolder, .removeFolder,
        .writeSibling:
        .writeFailed
      case .prune: .pruneFailed
      }
    }

    fileprivate var words: String {
      switch self {
      case .readPage: "reading the page"
      case .readFile: "reading the file"
      case .readLink: "reading the symbolic link"
      case .readRedirects: "reading the redirects"
      case .writeRedirects: "writing the redirects"
      case .readFolder: "reading the folder"
      case .openFolder: "opening the folder"
      case .writePage: "writing the page"
      case .writePageToOutput: "writing the page to the output"
      case .copyFile: "copying the file to the output"
      case .copyLink: "copying the symbolic link to the output"
      case .makeFolder: "making the folder in the output"
      case .removeFolder: "removing the folder of this name from the output"
      case .prune: "removing it from the output"
      case .writeSibling(let name): "writing \(name)"
      }
    }
  }
}

extension Problem {
  /// The reason why the system let nothing be written, whatever it was; `nil` for other problems.
  package var cause: Substring? {
    guard kind == .writeFailed, let joint = message.firstRange(of: Fault.attemptJoint) else { return nil }
    return message[joint.upperBound...]
  }
}
