/// A module that has the name of one of the benchmarks of autotag.
public enum Instructions {}
