internal import AutoTagBytes
internal import AutoTagFiles
internal import SystemPackage

/// Writes the lines of a facts file, in their order, and the hash behind them.
final class FactsWriter {
  private let file: OutputFile
  private var hash = FNV1a64()
  private var length = 0
  private var buffer: [UInt8] = []

  private static let chunk = 1 << 18

  private let path: String

  /// - Parameter path: the file, which is replaced when all is written.
  init(_ path: String) throws(SiteError) {
    self.path = path
    do throws(Errno) {
      file = try OutputFile(path, number: 0, isDurable: true)
    } catch {
      throw Self.failure(path, error)
    }
  }

  private static func failure(_ path: String, _ error: Errno) -> SiteError {
    SiteError("the facts cannot be written to \(path): \(error.description)", mayPass: true)
  }

  func write(_ line: FactLine) { write(line.bytes) }

  /// - Parameter line: without its end.
  func write(_ line: [UInt8]) {
    for byte in line { hash.add(byte) }
    hash.add(0x0A)
    length += line.count + 1
    buffer += line
    buffer.append(0x0A)
    if buffer.count >= Self.chunk { flush() }
  }

  /// Ends the file and gives it its name.
  /// - Returns: the hash of the lines.
  func finish() throws(SiteError) -> String {
    let digits = String(hash.value, radix: 16)
    let text = String(repeating: "0", count: 16 - digits.count) + digits
    buffer += FactLine(end: text, length: length).bytes + [0x0A]
    flush()
    do throws(Errno) { try file.finish() } catch { throw Self.failure(path, error) }
    return text
  }

  private func flush() {
    file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
