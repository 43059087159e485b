/// A small operation that succeeds without a restriction and is denied with it.
///
/// One table, two uses: a witness performs acts inside a sandbox and expects denial, which proves that a restriction is
/// really enforced here; the test daemon needy performs acts and breaks when one is denied, which gives services whose
/// maximal sandbox is known exactly.
///
/// Acts are chosen so that as few restrictions as possible deny each of them: wherever the kernel looks at a seccomp
/// filter before it looks at arguments, the act passes arguments that the kernel refuses, so that nothing happens, no
/// capability is asked for, and the error tells who answered.
///
/// A path whose last component begins with ``ownPrefix`` is the act's own: somebody has to make it outside the sandbox
/// first (``isPrepared``).
public enum Act: Hashable, Sendable {
  // MARK: Privileges and identity

  /// Run a program that gains privileges: the no_new_privs bit is not set (prctl(2), PR_GET_NO_NEW_PRIVS).
  /// `NoNewPrivileges=`, and `DynamicUser=` which implies it.
  case gainPrivileges
  /// Be root. `User=`, `DynamicUser=`.
  case runAsRoot
  /// Hold a capability, `CAP_NET_RAW`: it is in the effective set that the kernel shows in /proc/self/status.
  /// `CapabilityBoundingSet=`, and whatever takes the capability away on the side.
  case hold(capability: String)
  /// Have a capability, `CAP_SYS_CHROOT`, honoured by a harmless operation that needs it; only those of
  /// ``exercisableCapabilities`` have one.
  case exercise(capability: String)

  // MARK: Namespaces

  /// Be in the same namespace as the manager. Without an inode number the manager is taken to be process 1, whose
  /// namespaces only root may see, and which `PrivatePIDs=` hides; with it (the number in `net:[4026531840]`) nothing but
  /// /proc/self is needed.
  /// `PrivateNetwork=`, `PrivateIPC=`, `PrivatePIDs=`, `PrivateMounts=`, `PrivateUsers=`, `ProtectHostname=`,
  /// `ProtectControlGroups=private`.
  case share(NamespaceType, inode: UInt64?)
  /// See a user of the manager's in /proc/self/uid_map. `PrivateUsers=self` maps only root and its own user, `identity`
  /// the first 65536, `full` all.
  case mapUser(UInt32)
  /// Make a namespace (unshare(2), with a flag that it refuses). `RestrictNamespaces=`.
  case unshare(NamespaceType)

  // MARK: Files

  /// Read a file or list a directory, and not the empty one of mode 000 that systemd puts over what is inaccessible.
  /// `InaccessiblePaths=`, `TemporaryFileSystem=`, `ProtectHome=`, `PrivateTmp=`, `PrivateDevices=`, `ProcSubset=`,
  /// `RestrictFileSystems=`.
  case read(path: String)
  /// Leave the sandbox over a Unix socket: have the manager start a unit, over its own socket, the bus or Varlink, which
  /// does nothing and is gone at once; elsewhere, find that somebody waits there (connect(2) with a socket of another type,
  /// of which the other side notices nothing). `InaccessiblePaths=`.
  case escape(socket: String)
  /// Open a file for writing, or make one in a directory and remove it; nothing is written. `ProtectSystem=`,
  /// `ProtectHome=read-only`, `ProtectKernelTunables=`, `ReadOnlyPaths=`.
  case write(path: String)
  /// Be allowed to execute a file (access(2), which knows of noexec mounts). `NoExecPaths=`.
  case execute(path: String)
  /// Open a device node; that no driver stands behind it counts as allowed. `DevicePolicy=`, `DeviceAllow=`.
  case openDevice(path: String)
  /// Keep files in /tmp beyond the service's life, be it in a directory of its own: `PrivateTmp=disconnected`.
  case keepTmp
  /// Make files of a mode, which the umask must let pass: 0644, 0640. `UMask=`.
  case makeFiles(mode: UInt16)
  /// Let others look into a directory that systemd made for the unit: those bits of its mode do, 0005 for every user and 0050
  /// for its group. `RuntimeDirectoryMode=`, `StateDirectoryMode=`, `CacheDirectoryMode=`, `LogsDirectoryMode=`.
  case letIn(UnitDirectory, mode: UInt16)
  /// Make a set-user-ID file (fchmod(2) on no file). `RestrictSUIDSGID=`.
  case makeSetUserID
  /// Make control groups, anywhere. `ProtectControlGroups=`.
  case makeControlGroups
  /// Have a control group of its own to manage: it carries the mark that systemd puts on a delegated one. `Delegate=`.
  case manageOwnControlGroup

  // MARK: Processes

  /// See that a process of another user exists (as an ordinary user: root sees all). `ProtectProc=invisible`.
  case seeProcess(Int32)
  /// Read about a process of another user (as an ordinary user). `ProtectProc=noaccess`.
  case readProcess(Int32)
  /// Leave shared memory behind for ``findSharedMemory`` (as an ordinary user).
  case leaveSharedMemory
  /// Find the shared memory that ``leaveSharedMemory`` left, performed before by a unit under the same sandbox.
  /// `RemoveIPC=`.
  case findSharedMemory
  /// Have the session keyring of its user, not a new one. `KeyringMode=private`, `KeyringMode=shared`.
  case useSessionKeyring
  /// Reach the keyring of its user from its session keyring. `KeyringMode=private`.
  case useUserKeyring
  /// Have the kernel write its memory to disk when it crashes: its limit for core files, which it may raise as far as the
  /// hard one, lets it. It does not crash, since the dump would go wherever the machine sends all of them (core(5)).
  /// `LimitCORE=`.
  case dumpCore
  /// Tell the manager that it is ready, from the main process or from a child. Whether the manager listens can be seen
  /// only by the manager's answer: a unit of `Type=notify` fails to start with the result `protocol`. `NotifyAccess=`.
  case notify(NotifySender)

  // MARK: The kernel

  /// Set the host name that is set already. `ProtectHostname=yes`.
  case setHostname
  /// Set the clock, to an invalid time; without CAP_SYS_TIME it is denied too. `ProtectClock=`.
  case setClock
  /// Remove a kernel module that does not exist. `ProtectKernelModules=`.
  case removeModule
  /// Ask for the size of the kernel's log buffer. `ProtectKernelLogs=`.
  case readKernelLog
  /// Become a realtime process, of an invalid priority. `RestrictRealtime=`.
  case becomeRealtime
  /// Change the execution domain, and back. `LockPersonality=`.
  case changePersonality
  /// Map memory that is writable and executable. `MemoryDenyWriteExecute=`.
  case mapWritableExecutable
  /// Make a system call of this processor's older architecture (x86: `int 0x80`). `SystemCallArchitectures=native`.
  case callForeignArchitecture
  /// Make a system call, `uname`, `reboot`, behind a seccomp filter of the act's own that never lets it take place but
  /// whose answer yields to what the sandbox's filters say. So it is harmless whatever the call. `SystemCallFilter=`.
  case call(String)

  // MARK: The network

  /// Ask for a socket of an address family, `AF_INET`, and of a type that does not exist: no module is loaded for it.
  /// `RestrictAddressFamilies=`.
  case socket(family: String)
  /// Send a UDP datagram to an address, `127.0.0.1` or `::1`, port 9 (discard). `IPAddressDeny=`,
  /// `RestrictNetworkInterfaces=`.
  case send(address: String)
  /// Bind a UDP port of 127.0.0.1. `SocketBindDeny=`.
  case bind(port: UInt16)
}

extension Act {
  /// The act as text: its name and, where it takes one, its argument.
  var parts: (name: String, argument: String?) {
    switch self {
    case .gainPrivileges: ("gainPrivileges", nil)
    case .runAsRoot: ("runAsRoot", nil)
    case .hold(let capability): ("hold", capability)
    case .exercise(let capability): ("exercise", capability)
    case .share(let type, let inode): ("share", inode.map { "\(type.rawValue)=\($0)" } ?? type.rawValue)
    case .mapUser(let user): ("mapUser", String(user))
    case .unshare(let type): ("unshare", type.rawValue)
    case .read(let path): ("read", path)
    case .escape(let socket): ("escape", socket)
    case .write(let path): ("write", path)
    case .execute(let path): ("execute", path)
    case .openDevice(let path): ("openDevice", path)
    case .keepTmp: ("keepTmp", nil)
    case .makeFiles(let mode): ("makeFiles", "0" + String(mode, radix: 8))
    case .letIn(let directory, let mode): ("letIn", "\(directory.rawValue)=\(FileMode.text(UInt32(mode)))")
    case .makeSetUserID: ("makeSetUserID", nil)
    case .makeControlGroups: ("makeControlGroups", nil)
    case .manageOwnControlGroup: ("manageOwnControlGroup", nil)
    case .seeProcess(let process): ("seeProcess", String(process))
    case .readProcess(let process): ("readProcess", String(process))
    case .leaveSharedMemory: ("leaveSharedMemory", nil)
    case .findSharedMemory: ("findSharedMemory", nil)
    case .useSessionKeyring: ("useSessionKeyring", nil)
    case .useUserKeyring: ("useUserKeyring", nil)
    case .dumpCore: ("dumpCore", nil)
    case .notify(let sender): ("notify", sender.rawValue)
    case .setHostname: ("setHostname", nil)
    case .setClock: ("setClock", nil)
    case .removeModule: ("removeModule", nil)
    case .readKernelLog: ("readKernelLog", nil)
    case .becomeRealtime: ("becomeRealtime", nil)
    case .changePersonality: ("changePersonality", nil)
    case .mapWritableExecutable: ("mapWritableExecutable", nil)
    case .callForeignArchitecture: ("callForeignArchitecture", nil)
    case .call(let name): ("call", name)
    case .socket(let family): ("socket", family)
    case .send(let address): ("send", address)
    case .bind(let port): ("bind", String(port))
    }
  }

  /// Every act that takes no argument.
  static let withoutArgument: [Act] = [
    .gainPrivileges, .runAsRoot, .keepTmp, .makeSetUserID, .makeControlGroups, .manageOwnControlGroup,
    .leaveSharedMemory, .findSharedMemory, .useSessionKeyring, .useUserKeyring, .dumpCore, .setHostname, .setClock,
    .removeModule, .readKernelLog, .becomeRealtime, .changePersonality, .mapWritableExecutable,
    .callForeignArchitecture,
  ]

  /// Reads an act that takes an argument; nil where there is no such act or the argument makes no sense.
  init?(name: Substring, argument: String) {
    let act: Act? =
      switch name {
      case "hold": argument.hasPrefix("CAP_") ? .hold(capability: argument) : nil
      case "exercise": Self.exercisableCapabilities.contains(argument) ? .exercise(capability: argument) : nil
      case "share": Self.sharing(argument)
      case "mapUser": UInt32(argument).map(Act.mapUser)
      case "unshare": NamespaceType(rawValue: argument).map(Act.unshare)
      case "read": argument.hasPrefix("/") ? .read(path: argument) : nil
      case "escape": argument.hasPrefix("/") ? .escape(socket: argument) : nil
      case "write": argument.hasPrefix("/") ? .write(path: argument) : nil
      case "execute": argument.hasPrefix("/") ? .execute(path: argument) : nil
      case "openDevice": argument.hasPrefix("/") ? .openDevice(path: argument) : nil
      case "makeFiles": UInt16(argument, radix: 8).flatMap { $0 <= 0o777 ? .makeFiles(mode: $0) : nil }
      case "letIn": Self.lettingIn(argument)
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
}
