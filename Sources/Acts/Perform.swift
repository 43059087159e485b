import Sandboxing

extension Act {
  /// Performs the act, here and now, and leaves nothing behind.
  ///
  /// Acts that change the process, or that could end it otherwise than by being denied, are performed in a child process.
  /// A seccomp filter that kills ends this process in all other acts; wrap the call in ``isolated(_:)`` to survive it.
  public func perform() -> Outcome {
    switch self {
    case .gainPrivileges: Privileges.gain()
    case .runAsRoot: Privileges.beRoot()
    case .hold(let capability): Privileges.hold(capability)
    case .exercise(let capability): isolated { Privileges.exercise(capability) }

    case .share(let type, let inode): Namespaces.share(type, inode: inode)
    case .mapUser(let user): Namespaces.map(user: user)
    case .unshare(let type): Namespaces.unshare(type)

    case .read(let path): Files.read(path)
    case .escape(let socket): Escape.over(socket)
    case .write(let path): Files.write(path)
    case .execute(let path): Files.execute(path)
    case .openDevice(let path): Files.openDevice(path)
    case .keepTmp: Files.keepTmp()
    case .makeFiles(let mode): Files.make(mode: mode)
    case .letIn(let directory, let mode): Files.letIn(directory, mode: mode)
    case .makeSetUserID: Files.makeSetUserID()

    case .makeControlGroups: ControlGroups.make()
    case .manageOwnControlGroup: ControlGroups.manageOwn()

    case .seeProcess(let process): Processes.see(process)
    case .readProcess(let process): Processes.read(process)
    case .leaveSharedMemory: Processes.leaveSharedMemory()
    case .findSharedMemory: Processes.findSharedMemory()
    case .useSessionKeyring: Keyrings.useSession()
    case .useUserKeyring: Keyrings.useUser()
    case .dumpCore: Processes.dumpCore()
    case .notify(let sender): Processes.notify(from: sender)

    case .setHostname: Kernel.setHostname()
    case .setClock: Kernel.setClock()
    case .removeModule: Kernel.removeModule()
    case .readKernelLog: Kernel.readLog()
    case .becomeRealtime: Kernel.becomeRealtime()
    case .changePersonality: Kernel.changePersonality()
    case .mapWritableExecutable: Kernel.mapWritableExecutable()
    case .callForeignArchitecture: isolated { Kernel.callForeignArchitecture() }
    case .call(let name): Kernel.call(name)

    case .socket(let family): Network.socket(family)
    case .send(let address): Network.send(to: address)
    case .bind(let port): Network.bind(port)
    }
  }
}
