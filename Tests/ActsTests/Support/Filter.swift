import CActs
import Sandboxing

/// A seccomp filter as a sandbox has it: one system call denied.
enum Filter {
  enum Action {
    case kill
    case error(Int32)

    fileprivate var value: UInt32 {
      switch self {
      case .kill: 0x8000_0000  // SECCOMP_RET_KILL_PROCESS
      case .error(let number): 0x0005_0000 | UInt32(number)  // SECCOMP_RET_ERRNO
      }
    }
  }

  private struct Instruction {
    let code: UInt16
    let whenTrue: UInt8
    let whenFalse: UInt8
    let value: UInt32
  }

  private struct Program {
    let length: UInt16
    let instructions: UnsafeMutablePointer<Instruction>?
  }

  /// Denies this process a system call for good.
  static func deny(_ name: String, _ action: Action) -> Bool {
    guard let number = SystemCalls.number(of: name), let prctl = SystemCalls.number(of: "prctl") else { return false }
    var instructions = [
      Instruction(code: 0x20, whenTrue: 0, whenFalse: 0, value: 0),
      Instruction(code: 0x15, whenTrue: 0, whenFalse: 1, value: UInt32(number)),
      Instruction(code: 0x06, whenTrue: 0, whenFalse: 0, value: action.value),
      Instruction(code: 0x06, whenTrue: 0, whenFalse: 0, value: 0x7fff_0000),
    ]
    let count = UInt16(instructions.count)
    let setNoNewPrivileges = 38
    let setSeccomp = 22
    let filterMode = 2
    guard cacts_call(prctl, setNoNewPrivileges, 1, 0, 0, 0, 0) == 0 else { return false }
    return instructions.withUnsafeMutableBufferPointer { buffer in
      var program = Program(length: count, instructions: buffer.baseAddress)
      return withUnsafeMutablePointer(to: &program) {
        cacts_call(prctl, setSeccomp, filterMode, Int(bitPattern: $0), 0, 0, 0) == 0
      }
    }
  }
}
