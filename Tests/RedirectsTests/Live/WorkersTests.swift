import AutoTagFiles
import Synchronization
import Testing

struct WorkersTests {
  @Test(arguments: [
    (Int.min, 0), (-1, 0), (0, 0), (1, 1), (3, 3), (Threads.most, Threads.most),
    (Threads.most + 1, Threads.most),
    (Int.max, Threads.most),
  ])
  func asManyThreadsAsAreAskedForAndNotTooMany(count: Int, started: Int) {
    let numbers = Mutex<Set<Int>>([])
    Threads.run(count) { number in
      numbers.withLock { _ = $0.insert(number) }
    } meanwhile: {
      #expect($0 == started)
    }
    #expect(numbers.withLock { $0 } == Set(0..<started))
  }

  @Test(arguments: [
    (Duration.zero, 0), (.milliseconds(1), 1), (.microseconds(1999), 1), (.seconds(-2), -2000),
    (.seconds(1_576_800_000), 1_576_800_000_000), (.seconds(1_576_800_001), 1_576_800_000_000),
    (.seconds(Int64.max), 1_576_800_000_000), (.seconds(Int64.max) * 16, 1_576_800_000_000),
    (.seconds(Int64.min), -1_576_800_000_000),
    (.milliseconds(Int64.max), 1_576_800_000_000),
  ])
  func milliseconds(duration: Duration, milliseconds: Int) {
    #expect(duration.milliseconds == milliseconds)
    // As is done with them.
    #expect(duration.milliseconds << 16 == milliseconds * 65_536)
  }
}
