/// The version of the program and of the library. `CHANGELOG.md` begins with it; a test compares the two.
package enum Version {
  package static let current = "0.1.0"
}
