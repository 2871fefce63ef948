import Testing

/// The tests that take longest, one after the other: at once they would only take each other's time, of which
/// some of them measure their own.
@Suite(.serialized) enum SlowTests {}
