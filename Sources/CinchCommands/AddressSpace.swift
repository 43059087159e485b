import Glibc

/// The room that a process has for its memory (setrlimit(2), `RLIMIT_AS`).
enum AddressSpace {
  /// What threads, their stacks and the allocator reserve before anything is done: with less, one of them fails where
  /// nobody can say so.
  static let needed: rlim_t = 1 << 30

  /// Takes as much as this process may, and makes sure that it is enough.
  ///
  /// - Throws: ``TooLittleAddressSpace``.
  static func require() throws(TooLittleAddressSpace) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < needed else { return }
    limit.rlim_cur = min(limit.rlim_max, needed)
    guard limit.rlim_cur >= needed, setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else {
      throw TooLittleAddressSpace(limit: UInt64(limit.rlim_cur))
    }
  }
}

/// The process may not have as much memory as it needs.
struct TooLittleAddressSpace: ExitStatusProviding, CustomStringConvertible {
  /// In bytes.
  let limit: UInt64

  var exitStatus: ExitStatus { .failure }

  var description: String {
    "Cinch needs \(AddressSpace.needed >> 20) MiB of address space and may have \(limit >> 20): raise the limit (ulimit -v)."
  }
}
