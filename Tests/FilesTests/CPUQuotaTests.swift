import AutoTagFiles
import Foundation
import TestSupport
import Testing

@Suite("The cores that a container's quota is worth, by files as Linux writes them")
struct CPUQuotaTests {
  static let two = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
  static let one = "33 30 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
  static let v2 = "sys/fs/cgroup"
  static let v1 = "sys/fs/cgroup/cpu,cpuacct"

  static let cases: [(name: String, groups: String, mounts: String, files: [String: String], cores: Int?)] = [
    ("no files at all", "", "", [:], nil),
    ("no limit", "0::/\n", two, ["\(v2)/cpu.max": "max 100000\n"], nil),
    ("two cores", "0::/\n", two, ["\(v2)/cpu.max": "200000 100000\n"], 2),
    ("a core and a half is worth two threads", "0::/\n", two, ["\(v2)/cpu.max": "150000 100000\n"], 2),
    ("a tenth of a core is worth one", "0::/\n", two, ["\(v2)/cpu.max": "10000 100000\n"], 1),
    ("another period", "0::/\n", two, ["\(v2)/cpu.max": "30000 10000\n"], 3),
    (
      "the least limit on the way up holds", "0::/a/b\n", two,
      [
        "\(v2)/a/b/cpu.max": "max 100000", "\(v2)/a/cpu.max": "300000 100000",
        "\(v2)/cpu.max": "900000 100000",
      ], 3
    ),
    (
      "the group's own limit is the least", "0::/a/b\n", two,
      ["\(v2)/a/b/cpu.max": "100000 100000", "\(v2)/a/cpu.max": "300000 100000"], 1
    ),
    (
      "a container that sees the host's path", "0::/docker/123\n",
      "30 23 0:26 /docker/123 /sys/fs/cgroup rw - cgroup2 cgroup rw\n", ["\(v2)/cpu.max": "200000 100000"], 2
    ),
    ("a group outside of what is mounted", "0::/../x\n", two, ["\(v2)/cpu.max": "200000 100000"], 2),
    (
      "version 1", "4:cpu,cpuacct:/\n1:name=systemd:/\n", one,
      ["\(v1)/cpu.cfs_quota_us": "250000\n", "\(v1)/cpu.cfs_period_us": "100000\n"], 3
    ),
    (
      "version 1 without a limit", "4:cpu,cpuacct:/\n", one,
      ["\(v1)/cpu.cfs_quota_us": "-1\n", "\(v1)/cpu.cfs_period_us": "100000\n"], nil
    ),
    (
      "version 1 in a container", "4:cpu,cpuacct:/docker/1\n",
      "33 30 0:29 /docker/1 /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n",
      ["\(v1)/cpu.cfs_quota_us": "100000", "\(v1)/cpu.cfs_period_us": "100000"], 1
    ),
    (
      "both versions: the lower limit", "4:cpu,cpuacct:/\n0::/\n", one + two,
      [
        "\(v1)/cpu.cfs_quota_us": "400000", "\(v1)/cpu.cfs_period_us": "100000",
        "\(v2)/cpu.max": "200000 100000",
      ], 2
    ),
    (
      "cpuset is not cpu", "4:cpuset:/\n", one,
      ["\(v1)/cpu.cfs_quota_us": "1", "\(v1)/cpu.cfs_period_us": "1"], nil
    ),
    ("what is no number", "0::/\n", two, ["\(v2)/cpu.max": "lots 100000"], nil),
    ("a period of zero", "0::/\n", two, ["\(v2)/cpu.max": "100000 0"], nil),
    ("more than a number holds", "0::/\n", two, ["\(v2)/cpu.max": "99999999999999999999 1"], nil),
    ("the largest number", "0::/\n", two, ["\(v2)/cpu.max": "9223372036854775807 1"], .max),
    ("a truncated file", "0::/\n", two, ["\(v2)/cpu.max": "200000"], nil),
    ("broken lines", "0:\n:::\nx\n", "1 2 3\n- - -\n", ["\(v2)/cpu.max": "200000 100000"], nil),
  ]

  @Test(arguments: cases.indices)
  func quota(index: Int) throws {
    let test = Self.cases[index]
    let folder = try TemporaryFolder()
    try folder.write(test.groups, to: "proc/self/cgroup")
    try folder.write(test.mounts, to: "proc/self/mountinfo")
    for (file, text) in test.files { try folder.write(text, to: file) }
    #expect(CPUQuota.cores(root: folder.url.path) == test.cores, "\(test.name)")
  }

  @Test("There is always one core")
  func cores() { #expect(FileSystem.availableCores >= 1) }
}
