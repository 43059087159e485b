import CActs
import Glibc
import Sandboxing

/// What belongs to acts themselves is made outside the sandbox before, and removed after.
extension Act {
  /// Makes what the act looks for: a marker file, a program, or a device node of the kernel log's number, to which
  /// nothing is ever written. Nothing where the act is not prepared; what is there already stays.
  public func prepare() -> Outcome {
    guard let path = ownPath else { return .allowed }
    if case .openDevice = self {
      let kernelLog: dev_t = 1 << 8 | 11
      return Outcome(returned: mknod(path, S_IFCHR | 0o666, kernelLog), expecting: [EEXIST])
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o755)
    guard descriptor >= 0 else {
      // Not every file system has files: that of BPF has directories only.
      return Outcome(returned: mkdir(path, 0o755), expecting: [EEXIST])
    }
    defer { close(descriptor) }
    return Outcome(returned: Int32(Glibc.write(descriptor, "x\n", 2)))
  }

  /// Removes what ``prepare()`` made.
  public func clean() -> Outcome {
    if case .letIn(let directory, _) = self, let name = ownDirectory, let path = Files.path(of: directory),
      path.hasSuffix("/\(name)")
    {
      return Outcome(returned: rmdir(path), expecting: [ENOENT])
    }
    guard let path = ownPath else { return .allowed }
    return Outcome(returned: remove(path), expecting: [ENOENT])
  }

  private var ownPath: String? {
    guard isPrepared else { return nil }
    return switch self {
    case .read(let path), .execute(let path), .openDevice(let path): path
    case .keepTmp: "/tmp/\(Act.ownPrefix)-marker"
    default: nil
    }
  }
}
