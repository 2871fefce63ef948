internal import AutoTagBytes

/// A directive on one line, with the place of each of its bytes in the file.
struct DirectiveText {
  let bytes: [UInt8]
  private let offsets: [Int]

  init(_ directive: ApacheDirective, in file: [UInt8]) {
    var (bytes, offsets) = ([UInt8](), [Int]())
    var index = directive.range.lowerBound
    while index < directive.range.upperBound {
      let rest = file[index..<directive.range.upperBound]
      let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
      let isContinued = end > index && file[end - 1] == UInt8(ascii: "\\") && end < rest.endIndex
      for offset in index..<(isContinued ? end - 1 : end) {
        bytes.append(file[offset])
        offsets.append(offset)
      }
      let isPair = end + 1 < file.count && end < rest.endIndex && file[end] == 0x0D && file[end + 1] == 0x0A
      index = end + (isPair ? 2 : 1)
    }
    let first = bytes.firstIndex { !ASCII.isSpace($0) } ?? bytes.count
    let last = (bytes.lastIndex { !ASCII.isSpace($0) } ?? first - 1) + 1
    self.bytes = Array(bytes[first..<max(first, last)])
    self.offsets = Array(offsets[first..<max(first, last)])
  }

  /// The range of the directive in the file without a byte-order mark.
  var range: Range<Int> { offsets.isEmpty ? 0..<0 : offsets[0]..<offsets[offsets.count - 1] + 1 }

  /// Returns an edit of the text as one of the file.
  func edit(_ edit: Edit, in file: MarkedText) -> Edit {
    let range = edit.range
    guard range.isEmpty else {
      return file.edit(offsets[range.lowerBound]..<offsets[range.upperBound - 1] + 1, edit.replacement)
    }
    // Right behind what is in front, which may end its line.
    let place = range.lowerBound > 0 ? offsets[range.lowerBound - 1] + 1 : self.range.lowerBound
    return file.edit(place..<place, edit.replacement)
  }
}
