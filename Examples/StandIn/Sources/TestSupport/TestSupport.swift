/// A module that has the name of one of the tests of autotag.
public enum TestSupport {}
