/// A sandboxing directive that Cinch does not try.
public struct LeftOut: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// Why.
  public let reason: String
}

extension Catalogue {
  /// What systemd.exec(5), systemd.resource-control(5) and `systemd-analyze security` (247 to 262) have in this field and
  /// the catalogue has not.
  public static let leftOut: [LeftOut] = [
    LeftOut(
      name: "RootDirectory", reason: "needs a root file system made for the service; the allow-list plan comes close"),
    LeftOut(name: "RootImage", reason: "needs an image made for the service"),
    LeftOut(name: "RootMStack", reason: "needs a stack of images made for the service"),
    LeftOut(name: "RootEphemeral", reason: "changes nothing without a root directory or image"),
    LeftOut(name: "RootImagePolicy", reason: "changes nothing without an image"),
    LeftOut(name: "PrivateUsers=managed", reason: "shifts the owners of files on disk, so it needs a root made for it"),
    LeftOut(name: "UserNamespacePath", reason: "joins another unit's namespace instead of having its own"),
    LeftOut(name: "NetworkNamespacePath", reason: "joins another unit's namespace instead of having its own"),
    LeftOut(name: "IPCNamespacePath", reason: "joins another unit's namespace instead of having its own"),
    LeftOut(name: "DelegateNamespaces", reason: "gives rather than takes"),
    LeftOut(
      name: "BPFDelegateCommands",
      reason: "gives rather than takes, as do its siblings for maps, programs and attachments"),
    LeftOut(name: "BindLogSockets", reason: "gives rather than takes"),
    LeftOut(name: "MountFlags", reason: "PrivateMounts= is what its manual recommends instead"),
    LeftOut(
      name: "SecureBits",
      reason: "noroot takes all capabilities at once, which CapabilityBoundingSet= tries one by one"),
    LeftOut(
      name: "ConfigurationDirectoryMode", reason: "systemd leaves a directory in /etc that is there already as it is"),
    LeftOut(
      name: "SELinuxContext",
      reason: "needs a policy written for the service, as do AppArmorProfile= and SmackProcessLabel="),
    LeftOut(name: "Personality", reason: "chooses an ABI; LockPersonality= is what keeps it"),
    LeftOut(name: "SystemCallLog", reason: "observes and restricts nothing"),
    LeftOut(
      name: "LimitNOFILE",
      reason: "a limit depends on load, which no health check shows; the same for all Limit…= but LimitCORE="),
    LeftOut(
      name: "MemoryMax",
      reason: "a limit depends on load, which no health check shows; the same for TasksMax= and CPUQuota="),
    LeftOut(
      name: "IPIngressFilterPath",
      reason: "needs a BPF program written for the service, as do IPEgressFilterPath= and BPFProgram="),
    LeftOut(name: "NFTSet", reason: "needs firewall rules written for the service"),
    LeftOut(name: "BindNetworkInterface", reason: "routes traffic and can be undone by the service"),
    LeftOut(name: "PAMName", reason: "opens a session rather than closing something"),
  ]
}
