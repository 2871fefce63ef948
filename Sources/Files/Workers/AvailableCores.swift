internal import CLinux

extension FileSystem {
  /// The cores that this process may use: those that it may run on, and no more than its container's share is worth.
  package static var availableCores: Int { min(allowedCores, quota ?? .max) }

  /// It is read once: a run is too short to follow a change.
  private static let quota = CPUQuota.cores()

  /// The cores that this process may run on.
  private static var allowedCores: Int {
    var cores = autotag_core_set()
    guard autotag_cores(0, MemoryLayout<autotag_core_set>.size, &cores) >= 0 else { return 1 }
    return max(1, withUnsafeBytes(of: &cores) { $0.reduce(0) { $0 + $1.nonzeroBitCount } })
  }
}

/// The share of the processors' time that a container gives to its processes, by the files of Linux's control groups:
/// `cpu.max` of version 2, `cpu.cfs_quota_us` of version 1 (cgroups(7), proc_pid_cgroup(5), proc_pid_mountinfo(5)).
package enum CPUQuota {
  /// Returns the whole cores that the least limit of this process's groups is worth, rounded up and at least 1; `nil`
  /// without a limit, and where the files do not tell.
  /// - Parameter root: the folder that `/proc` and `/sys` are in, empty for the system's own.
  package static func cores(root: String = "") -> Int? {
    let groups = lines(root + "/proc/self/cgroup").compactMap(Group.init)
    let mounts = lines(root + "/proc/self/mountinfo").compactMap(Mount.init)
    return groups.flatMap { group in
      mounts.filter { $0.version == group.version }.prefix(1).flatMap { mount in
        mount.folders(of: group.path).compactMap { limit(of: root + $0, group.version) }
      }
    }.min()
  }

  private enum Version { case one, two }

  /// A line of `/proc/self/cgroup`: `0::/path`, or `4:cpu,cpuacct:/path`.
  private struct Group {
    let version: Version
    let path: String

    init?(_ line: Substring) {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      if fields[1].isEmpty {
        version = .two
      } else {
        guard fields[1].split(separator: ",").contains("cpu") else { return nil }
        version = .one
      }
      path = String(fields[2])
    }
  }

  /// A line of `/proc/self/mountinfo` about control groups.
  private struct Mount {
    let version: Version
    /// The group that is at the mount point.
    let root: String
    let point: String

    init?(_ line: Substring) {
      let fields = line.split(separator: " ")
      guard fields.count > 5, let dash = fields.firstIndex(of: "-"), dash + 3 < fields.count else {
        return nil
      }
      switch fields[dash + 1] {
      case "cgroup2": version = .two
      case "cgroup" where fields[dash + 3].split(separator: ",").contains("cpu"): version = .one
      default: return nil
      }
      (root, point) = (String(fields[3]), String(fields[4]))
    }

    /// The folders of a group and of those that it is in, up to the mount point. A limit of any of them holds. Where the
    /// group is outside of what is mounted, as in a container that sees its own group alone, the mount point is all there is.
    func folders(of path: String) -> [String] {
      let prefix = root == "/" ? "" : root
      var names: [Substring] = []
      if path.hasPrefix(prefix + "/"), !path.contains("/..") {
        names = path.dropFirst(prefix.count).split(separator: "/")
      }
      return (0...names.count).reversed().map { count in names[..<count].reduce(point) { $0 + "/" + $1 } }
    }
  }

  private static func limit(of folder: String, _ version: Version) -> Int? {
    let numbers =
      switch version {
      case .two: lines(folder + "/cpu.max").first?.split(separator: " ").map { Int($0) } ?? []
      case .one:
        ["/cpu.cfs_quota_us", "/cpu.cfs_period_us"].map { lines(folder + $0).first.flatMap { Int($0) } }
      }
    // “max” and -1 are no limit.
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0 else {
      return nil
    }
    return (quota - 1) / period + 1
  }

  private static func lines(_ path: String) -> [Substring] {
    guard let bytes = try? WholeFile.read(path, limit: WholeFile.settingsLimit) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}
