import CLinux
import Glibc
import Linux

/// The System V IPC objects of a lab: shared memory, semaphores and message queues, which outlive the processes that
/// made them (sysvipc(7)).
struct IPCObjects {
  private struct Object: Hashable {
    let kind: Kind
    let identifier: CInt
  }

  private enum Kind: String, CaseIterable {
    case memory = "shm"
    case semaphores = "sem"
    case messages = "msg"

    func remove(_ identifier: CInt) {
      switch self {
      case .memory: shmctl(identifier, IPC_RMID, nil)
      case .semaphores: clinux_remove_semaphores(identifier)
      case .messages: msgctl(identifier, IPC_RMID, nil)
      }
    }
  }

  private let objects: Set<Object>

  /// Those that there are now.
  init(of lab: Lab) throws(SystemCallError) {
    objects = try Self.inside(lab) { Self.present }
  }

  /// Removes those that have been made since.
  func removeOthers(in lab: Lab) throws(SystemCallError) {
    try Self.inside(lab) {
      for object in Self.present.subtracting(objects) { object.kind.remove(object.identifier) }
    }
  }

  /// Read in the namespace of whoever opens the file, wherever it is mounted.
  private static var present: Set<Object> {
    var objects: Set<Object> = []
    for kind in Kind.allCases {
      let lines = (try? readFile("/proc/sysvipc/\(kind.rawValue)"))?.split(separator: "\n").dropFirst() ?? []
      for line in lines {
        let fields = line.split(separator: " ")
        if fields.count > 1, let identifier = CInt(fields[1]) {
          objects.insert(Object(kind: kind, identifier: identifier))
        }
      }
    }
    return objects
  }

  /// Runs something on a thread that joins the lab's IPC namespace, and ends with it.
  private static func inside<Result: Sendable>(
    _ lab: Lab, _ body: @escaping @Sendable () -> Result
  ) throws(SystemCallError) -> Result {
    let namespace = try openFile("/proc/\(lab.leader)/ns/ipc", O_RDONLY)
    let number = namespace.number
    let result = try OwnThread.run { () -> Swift.Result<Result, SystemCallError> in
      let joined = clinux_setns(number, CInt(truncatingIfNeeded: Namespaces.ipc.rawValue))
      return joined < 0 ? .failure(SystemCallError(call: "setns", subject: "ipc", number: -joined)) : .success(body())
    }
    return try result.get()
  }
}
