import Sandboxing

/// Every property that a service has on the bus from systemd 247 to 262, and how it reaches a clone.
///
/// `StartTransientUnit` decides what can be transferred (systemd's `src/core/dbus-{unit,service,execute,kill,cgroup}.c`);
/// a property is only ever written to the manager that it was read from, so that versions need no care.
public enum TransferTable {
  /// How a property is transferred; nil for one that the table does not know, from a newer systemd.
  public static func transfer(of property: String) -> Transfer? { table[property] }

  /// What a clone leaves out on purpose, by reason. Results are no settings, and not listed.
  public static let leftOut: [Transfer.Reason: [String]] = Dictionary(
    grouping: table.compactMap { name, transfer -> (Transfer.Reason, String)? in
      if case .leftOut(let reason) = transfer, reason != .state { (reason, name) } else { nil }
    }, by: \.0
  ).mapValues { $0.map(\.1).sorted() }

  private static let table: [String: Transfer] = Dictionary(
    uniqueKeysWithValues: rows.flatMap { transfer, names in
      names.split(whereSeparator: \.isWhitespace).map { (String($0), transfer) }
    })

  private static let rows: [(Transfer, String)] = [
    (.asRead, identity), (.asRead, dependencies), (.asRead, lifecycle), (.asRead, killing), (.asRead, execution),
    (.asRead, limits), (.asRead, directories), (.asRead, fileSystem), (.asRead, inputOutput), (.asRead, credentials),
    (.asRead, sandboxing), (.asRead, controlGroup), (.asRead, controlGroupVersion1), (.asRead, network),
    (.commands, commands), (.leftOut(.repeated), commandsWithoutFlags), (.conditions, "Conditions Asserts"),
    (.context, "SELinuxContext"), (.directory, "WorkingDirectory"), (.widened, "TTYRows TTYColumns"),
    (.flagged, "RefreshOnReload"),
    (.fixed(.neverRestarted), "Restart"), (.fixed(.collected), "CollectMode"),
    (.fixed(.unlimitedStarts), "StartLimitIntervalUSec"),
    (.leftOut(.state), state), (.leftOut(.others), others), (.leftOut(.consequence), consequences),
    (.leftOut(.handling), handling), (.leftOut(.impossible), impossible),
    (.leftOut(.words), "Documentation SourcePath"),
  ]
}

// MARK: - Settings of the unit

extension TransferTable {
  private static let identity = "Description Slice DefaultDependencies"

  private static let dependencies = """
    After Before BindsTo Conflicts JoinsNamespaceOf PartOf PropagatesReloadTo PropagatesStopTo ReloadPropagatedFrom
    Requires RequiresMountsFor Requisite StopPropagatedFrom Upholds Wants WantsMountsFor
    """

  private static let lifecycle = """
    BusName ExitType FileDescriptorStoreMax FileDescriptorStorePreserve GuessMainPID JobRunningTimeoutUSec NonBlocking
    NotifyAccess OOMPolicy OpenFile PIDFile ReloadSignal RemainAfterExit RootDirectoryStartOnly RuntimeMaxUSec
    RuntimeRandomizedExtraUSec SuccessExitStatus TimeoutAbortUSec TimeoutStartFailureMode TimeoutStartUSec
    TimeoutStopFailureMode TimeoutStopUSec Type USBFunctionDescriptors USBFunctionStrings WatchdogUSec
    """

  private static let killing = """
    FinalKillSignal KillMode KillSignal RestartKillSignal SendSIGHUP SendSIGKILL SurviveFinalKillSignal WatchdogSignal
    """

  private static let commands = """
    ExecConditionEx ExecReloadEx ExecReloadPostEx ExecStartEx ExecStartPostEx ExecStartPreEx ExecStopEx ExecStopPostEx
    """

  private static let commandsWithoutFlags = """
    ExecCondition ExecReload ExecReloadPost ExecStart ExecStartPost ExecStartPre ExecStop ExecStopPost
    """
}

// MARK: - Settings of its processes

extension TransferTable {
  private static let execution = """
    AmbientCapabilities CPUAffinity CPUAffinityFromNUMA CPUSchedulingPolicy CPUSchedulingPriority
    CPUSchedulingResetOnFork CoredumpFilter CoredumpReceive DynamicUser Environment EnvironmentFiles ExecSearchPath Group
    IOSchedulingClass IOSchedulingPriority IgnoreSIGPIPE KeyringMode MemoryKSM MemoryTHP NUMAMask NUMAPolicy Nice
    OOMScoreAdjust PAMName PassEnvironment Personality SecureBits SetLoginEnvironment SmackProcessLabel AppArmorProfile
    SupplementaryGroups TimerSlackNSec UMask UnsetEnvironment User UtmpIdentifier UtmpMode
    """

  private static let limits = [
    "AS", "CORE", "CPU", "DATA", "FSIZE", "LOCKS", "MEMLOCK", "MSGQUEUE", "NICE", "NOFILE", "NPROC", "RSS", "RTPRIO",
    "RTTIME", "SIGPENDING", "STACK",
  ].map { "Limit\($0) Limit\($0)Soft" }.joined(separator: " ")

  private static let directories = """
    CacheDirectory CacheDirectoryAccounting CacheDirectoryMode CacheDirectoryQuota CacheDirectorySymlink
    ConfigurationDirectory ConfigurationDirectoryMode LogsDirectory LogsDirectoryAccounting LogsDirectoryMode
    LogsDirectoryQuota LogsDirectorySymlink RuntimeDirectory RuntimeDirectoryMode RuntimeDirectoryPreserve
    RuntimeDirectorySymlink StateDirectory StateDirectoryAccounting StateDirectoryMode StateDirectoryQuota
    StateDirectorySymlink
    """

  private static let fileSystem = """
    BindPaths BindReadOnlyPaths ExecPaths ExtensionDirectories ExtensionImagePolicy ExtensionImages InaccessiblePaths
    MountAPIVFS MountFlags MountImagePolicy MountImages NoExecPaths ReadOnlyPaths ReadWritePaths RootDirectory
    RootEphemeral RootHash RootHashPath RootHashSignature RootHashSignaturePath RootImage RootImageOptions
    RootImagePolicy RootMStack RootVerity TemporaryFileSystem
    """

  private static let inputOutput = """
    BindLogSockets LogExtraFields LogFilterPatterns LogLevelMax LogNamespace LogRateLimitBurst LogRateLimitIntervalUSec
    StandardError StandardErrorFileDescriptorName StandardInput StandardInputData StandardInputFileDescriptorName
    StandardOutput StandardOutputFileDescriptorName SyslogFacility SyslogIdentifier SyslogLevel SyslogLevelPrefix TTYPath
    TTYReset TTYVHangup TTYVTDisallocate
    """

  private static let credentials = """
    ImportCredential ImportCredentialEx LoadCredential LoadCredentialEncrypted SetCredential SetCredentialEncrypted
    """

  private static let sandboxing = """
    BPFDelegateAttachments BPFDelegateCommands BPFDelegateMaps BPFDelegatePrograms CapabilityBoundingSet
    DelegateNamespaces IPCNamespacePath LockPersonality MemoryDenyWriteExecute NetworkNamespacePath NoNewPrivileges
    PrivateBPF PrivateDevices PrivateIPC PrivateMounts PrivateNetwork PrivatePIDs PrivateTmp PrivateTmpEx PrivateUsers
    PrivateUsersEx ProcSubset ProtectClock ProtectControlGroups ProtectControlGroupsEx ProtectHome ProtectHostname
    ProtectHostnameEx ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectProc ProtectSystem RemoveIPC
    RestrictAddressFamilies RestrictFileSystems RestrictNamespaces RestrictRealtime RestrictSUIDSGID
    SystemCallArchitectures SystemCallErrorNumber SystemCallFilter SystemCallLog UserNamespacePath
    """
}

// MARK: - Settings of its control group

extension TransferTable {
  private static let controlGroup = """
    AllowedCPUs AllowedMemoryNodes CPUAccounting CPUPressureThresholdUSec CPUPressureWatch CPUQuotaPerSecUSec
    CPUQuotaPeriodUSec CPUSetPartition CPUWeight DefaultMemoryLow DefaultMemoryMin DefaultStartupMemoryLow Delegate
    DelegateControllers DelegateSubgroup DeviceAllow DevicePolicy DisableControllers IOAccounting
    IODeviceLatencyTargetUSec IODeviceWeight IOPressureThresholdUSec IOPressureWatch IOReadBandwidthMax IOReadIOPSMax
    IOWeight IOWriteBandwidthMax IOWriteIOPSMax LUOSession ManagedOOMMemoryPressure ManagedOOMMemoryPressureDurationUSec
    ManagedOOMMemoryPressureLimit ManagedOOMPreference ManagedOOMSwap MemoryAccounting MemoryHigh MemoryLow MemoryMax
    MemoryMin MemoryPressureThresholdUSec MemoryPressureWatch MemorySwapMax MemoryZSwapMax MemoryZSwapWriteback OOMRules
    StartupAllowedCPUs StartupAllowedMemoryNodes StartupCPUWeight StartupIOWeight StartupMemoryHigh StartupMemoryLow
    StartupMemoryMax StartupMemorySwapMax StartupMemoryZSwapMax TasksAccounting TasksMax
    """

  /// Gone from the bus with systemd 258.
  private static let controlGroupVersion1 = """
    BlockIOAccounting BlockIODeviceWeight BlockIOReadBandwidth BlockIOWeight BlockIOWriteBandwidth CPUShares MemoryLimit
    StartupBlockIOWeight StartupCPUShares
    """

  private static let network = """
    BPFProgram BindNetworkInterface IPAccounting IPAddressAllow IPAddressDeny IPEgressFilterPath IPIngressFilterPath
    NFTSet RestrictNetworkInterfaces SocketBindAllow SocketBindDeny
    """
}

// MARK: - What stays behind

extension TransferTable {
  private static let others = """
    BoundBy ConflictedBy ConsistsOf OnFailureOf OnSuccessOf RequiredBy RequisiteOf SliceOf TriggeredBy Triggers UpheldBy
    WantedBy
    """

  private static let consequences = """
    FailureAction FailureActionExitStatus JobTimeoutAction JobTimeoutRebootArgument OnFailure OnFailureJobMode OnSuccess
    OnSuccessJobMode RebootArgument StartLimitAction SuccessAction SuccessActionExitStatus
    """

  private static let handling = """
    AllowIsolate IgnoreOnIsolate JobTimeoutUSec Markers RefuseManualStart RefuseManualStop RestartForceExitStatus RestartMaxDelayUSec
    RestartMode RestartPreventExitStatus RestartRandomizedDelayUSec RestartSteps RestartUSec StartLimitBurst
    StopWhenUnneeded
    """

  private static let impossible = """
    ExtraFileDescriptorNames Names TimeoutCleanUSec
    """

  private static let state = """
    AccessSELinuxContext ActivationDetails ActiveEnterTimestamp ActiveEnterTimestampMonotonic ActiveExitTimestamp
    ActiveExitTimestampMonotonic ActiveState AssertResult AssertTimestamp AssertTimestampMonotonic CPUUsageNSec
    CacheDirectoryQuotaUsage CanClean CanFreeze CanIsolate CanLiveMount CanReload CanStart CanStop CleanResult
    ConditionResult ConditionTimestamp ConditionTimestampMonotonic ControlGroup ControlGroupId ControlPID DebugInvocation
    DropInPaths EffectiveCPUs EffectiveMemoryHigh EffectiveMemoryMax EffectiveMemoryNodes EffectiveTasksMax ExecMainCode
    ExecMainExitTimestamp ExecMainExitTimestampMonotonic ExecMainHandoffTimestamp ExecMainHandoffTimestampMonotonic
    ExecMainPID ExecMainStartTimestamp ExecMainStartTimestampMonotonic ExecMainStatus Following FragmentPath FreezerState
    GID IOReadBytes IOReadOperations IOWriteBytes IOWriteOperations IPEgressBytes IPEgressPackets IPIngressBytes
    IPIngressPackets Id InactiveEnterTimestamp InactiveEnterTimestampMonotonic InactiveExitTimestamp
    InactiveExitTimestampMonotonic InvocationID Job LiveMountResult LoadError LoadState LogsDirectoryQuotaUsage MainPID
    ManagedOOMKills MemoryAvailable MemoryCurrent MemoryPeak MemorySwapCurrent MemorySwapPeak MemoryZSwapCurrent
    NFileDescriptorStore NRestarts NeedDaemonReload OOMKills Perpetual Refs ReloadResult RestartUSecNext Result
    SameProcessGroup StateChangeTimestamp StateChangeTimestampMonotonic StateDirectoryQuotaUsage StatusBusError
    StatusErrno StatusText StatusVarlinkError SubState SyslogPriority TasksCurrent Transient UID UnitFilePreset
    UnitFileState WatchdogTimestamp WatchdogTimestampMonotonic
    """
}
