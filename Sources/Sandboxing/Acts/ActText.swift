/// The textual form of acts: the name, and where the act has an argument, a colon and the argument.
extension Act: CustomStringConvertible {
  /// `mapWritableExecutable`, `socket:AF_INET`, `write:/etc`, `share:net=4026531840`.
  public var description: String {
    guard let argument else { return name }
    return "\(name):\(argument)"
  }

  /// Reads the textual form; nil where there is no such act or its argument makes no sense.
  public init?(parsing text: String) {
    guard let colon = text.firstIndex(of: ":") else {
      guard let act = Self.withoutArgument.first(where: { $0.name == text }) else { return nil }
      self = act
      return
    }
    guard let act = Act(name: text[..<colon], argument: String(text[text.index(after: colon)...])) else { return nil }
    self = act
  }

  /// The act's name: `socket` of `socket:AF_INET`.
  public var name: String {
    switch self {
    case .gainPrivileges: "gainPrivileges"
    case .runAsRoot: "runAsRoot"
    case .hold: "hold"
    case .exercise: "exercise"
    case .share: "share"
    case .mapUser: "mapUser"
    case .unshare: "unshare"
    case .read: "read"
    case .write: "write"
    case .execute: "execute"
    case .openDevice: "openDevice"
    case .keepTmp: "keepTmp"
    case .makeFiles: "makeFiles"
    case .makeSetUserID: "makeSetUserID"
    case .makeControlGroups: "makeControlGroups"
    case .manageOwnControlGroup: "manageOwnControlGroup"
    case .seeProcess: "seeProcess"
    case .readProcess: "readProcess"
    case .leaveSharedMemory: "leaveSharedMemory"
    case .findSharedMemory: "findSharedMemory"
    case .useSessionKeyring: "useSessionKeyring"
    case .useUserKeyring: "useUserKeyring"
    case .notify: "notify"
    case .setHostname: "setHostname"
    case .setClock: "setClock"
    case .removeModule: "removeModule"
    case .readKernelLog: "readKernelLog"
    case .becomeRealtime: "becomeRealtime"
    case .changePersonality: "changePersonality"
    case .mapWritableExecutable: "mapWritableExecutable"
    case .callForeignArchitecture: "callForeignArchitecture"
    case .call: "call"
    case .socket: "socket"
    case .send: "send"
    case .bind: "bind"
    }
  }

  /// The act's argument as text: `AF_INET` of `socket:AF_INET`; nil for an act that has none.
  public var argument: String? {
    switch self {
    case .hold(let capability), .exercise(let capability): capability
    case .share(let type, let inode): inode.map { "\(type.rawValue)=\($0)" } ?? type.rawValue
    case .mapUser(let user): String(user)
    case .unshare(let type): type.rawValue
    case .read(let path), .write(let path), .execute(let path), .openDevice(let path): path
    case .makeFiles(let mode): "0" + String(mode, radix: 8)
    case .seeProcess(let process), .readProcess(let process): String(process)
    case .notify(let sender): sender.rawValue
    case .call(let name): name
    case .socket(let family): family
    case .send(let address): address
    case .bind(let port): String(port)
    default: nil
    }
  }

  /// Every act that takes no argument.
  static let withoutArgument: [Act] = [
    .gainPrivileges, .runAsRoot, .keepTmp, .makeSetUserID, .makeControlGroups, .manageOwnControlGroup,
    .leaveSharedMemory, .findSharedMemory, .useSessionKeyring, .useUserKeyring, .setHostname, .setClock, .removeModule,
    .readKernelLog, .becomeRealtime, .changePersonality, .mapWritableExecutable, .callForeignArchitecture,
  ]

  private init?(name: Substring, argument: String) {
    let act: Act? =
      switch name {
      case "hold": argument.hasPrefix("CAP_") ? .hold(capability: argument) : nil
      case "exercise": Self.exercisableCapabilities.contains(argument) ? .exercise(capability: argument) : nil
      case "share": Self.sharing(argument)
      case "mapUser": UInt32(argument).map(Act.mapUser)
      case "unshare": NamespaceType(rawValue: argument).map(Act.unshare)
      case "read": argument.hasPrefix("/") ? .read(path: argument) : nil
      case "write": argument.hasPrefix("/") ? .write(path: argument) : nil
      case "execute": argument.hasPrefix("/") ? .execute(path: argument) : nil
      case "openDevice": argument.hasPrefix("/") ? .openDevice(path: argument) : nil
      case "makeFiles": UInt16(argument, radix: 8).flatMap { $0 <= 0o777 ? .makeFiles(mode: $0) : nil }
      case "seeProcess": Int32(argument).flatMap { $0 > 0 ? .seeProcess($0) : nil }
      case "readProcess": Int32(argument).flatMap { $0 > 0 ? .readProcess($0) : nil }
      case "notify": NotifySender(rawValue: argument).map(Act.notify)
      case "call": argument.isEmpty ? nil : .call(argument)
      case "socket": argument.hasPrefix("AF_") ? .socket(family: argument) : nil
      case "send": argument.isEmpty ? nil : .send(address: argument)
      case "bind": UInt16(argument).map(Act.bind)
      default: nil
      }
    guard let act else { return nil }
    self = act
  }

  private static func sharing(_ argument: String) -> Act? {
    guard let equals = argument.firstIndex(of: "=") else {
      return NamespaceType(rawValue: argument).map { .share($0, inode: nil) }
    }
    guard let type = NamespaceType(rawValue: String(argument[..<equals])),
      let inode = UInt64(argument[argument.index(after: equals)...])
    else { return nil }
    return .share(type, inode: inode)
  }
}
