/// Unit files that between them use every kind of setting.
enum ExampleUnits {
  /// File name, the unit to clone, and the text.
  static let all: [(file: String, unit: String, text: String)] = [
    ("example-plain.service", "example-plain.service", plain),
    ("example-jailed.service", "example-jailed.service", jailed),
    ("example-forking.service", "example-forking.service", forking),
    ("example-job.service", "example-job.service", job),
    ("example-dynamic@.service", "example-dynamic@a-b.service", dynamic),
  ]

  private static let plain = #"""
    [Unit]
    Description=Commands with every prefix, environments, limits
    ConditionPathExists=/etc
    ConditionPathExists=|!/no/such
    ConditionPathExists=|/usr
    AssertPathIsDirectory=/usr
    Wants=remote-fs.target
    After=network.target nss-lookup.target
    RequiresMountsFor=/var/lib
    OnFailure=emergency.target
    [Service]
    Type=exec
    ExecCondition=/bin/true
    ExecStartPre=-/bin/false
    ExecStartPre=+/bin/true one "two  words" 'it''s' back\\slash %%n
    ExecStartPre=/bin/sh -c 'exit $$((1-1))'
    ExecStart=@/bin/sleep other-name 1000
    ExecStartPost=!/bin/true ${HOME} $HOME
    ExecReload=:/bin/echo $MAINPID
    ExecStop=-+/bin/kill -TERM $MAINPID
    ExecStopPost=/bin/true
    Environment=A=1 "B=two words" C=%n D="quoted"
    EnvironmentFile=-/etc/default/nothing
    EnvironmentFile=/etc/os-release
    PassEnvironment=PATH LANG
    UnsetEnvironment=TERM
    User=nobody
    Group=nogroup
    SupplementaryGroups=mail
    WorkingDirectory=-/no/such
    UMask=0027
    LimitNOFILE=1000:2000
    LimitCORE=0
    LimitNPROC=100
    Nice=5
    OOMScoreAdjust=100
    IOSchedulingClass=idle
    CPUSchedulingPolicy=batch
    TimerSlackNSec=1ms
    TimeoutStartSec=30
    TimeoutStopSec=7
    RuntimeMaxSec=1h
    KillMode=mixed
    KillSignal=SIGINT
    FinalKillSignal=SIGQUIT
    SendSIGHUP=yes
    SuccessExitStatus=42 TEMPFAIL SIGUSR1
    Restart=always
    RestartSec=1
    NotifyAccess=all
    FileDescriptorStoreMax=3
    OOMPolicy=continue
    """#

  private static let jailed = #"""
    [Unit]
    Description=Restrictions, directories, a control group of its own
    StartLimitIntervalSec=1h
    StartLimitBurst=1
    [Service]
    ExecStart=/bin/sleep 1000
    RuntimeDirectory=example example/inner
    RuntimeDirectoryMode=0750
    RuntimeDirectoryPreserve=restart
    StateDirectory=example
    CacheDirectory=example
    LogsDirectory=example
    LogsDirectoryMode=0700
    ConfigurationDirectory=example
    StandardInputText=some text
    StandardInput=data
    StandardOutput=journal
    StandardError=null
    SyslogIdentifier=example
    SyslogLevelPrefix=no
    SyslogLevel=debug
    SyslogFacility=local3
    LogLevelMax=notice
    LogRateLimitBurst=7
    LogRateLimitIntervalSec=9
    LogExtraFields=EXAMPLE=1
    Slice=example.slice
    TasksMax=100
    CPUWeight=50
    IOWeight=60
    MemoryHigh=1G
    Delegate=pids memory
    DeviceAllow=/dev/null rw
    DeviceAllow=char-rtc r
    DevicePolicy=closed
    IPAddressDeny=any
    IPAddressAllow=localhost 10.0.0.0/8
    ProtectSystem=strict
    ReadWritePaths=/var/tmp -/no/such
    ReadOnlyPaths=/usr
    InaccessiblePaths=-/srv
    NoExecPaths=/tmp
    ExecPaths=/usr
    BindReadOnlyPaths=/usr/share:/mnt
    BindPaths=-/no/such:/media:norbind
    TemporaryFileSystem=/opt:ro,size=1M
    PrivateTmp=yes
    PrivateDevices=yes
    PrivateNetwork=yes
    PrivateMounts=yes
    ProtectHome=tmpfs
    ProtectProc=invisible
    ProcSubset=pid
    ProtectHostname=yes
    ProtectClock=yes
    ProtectKernelLogs=yes
    ProtectKernelModules=yes
    ProtectControlGroups=yes
    NoNewPrivileges=yes
    LockPersonality=yes
    MemoryDenyWriteExecute=yes
    RestrictRealtime=yes
    RestrictSUIDSGID=yes
    RemoveIPC=yes
    KeyringMode=private
    CapabilityBoundingSet=CAP_CHOWN CAP_KILL CAP_SETUID
    AmbientCapabilities=CAP_KILL
    SecureBits=noroot keep-caps
    RestrictAddressFamilies=AF_UNIX AF_INET
    RestrictNamespaces=~user net
    SystemCallFilter=@system-service
    SystemCallFilter=~@mount ptrace:EACCES
    SystemCallErrorNumber=EPERM
    SystemCallArchitectures=native
    SystemCallLog=@mount
    MountFlags=slave
    """#

  private static let forking = #"""
    [Service]
    Type=forking
    PIDFile=/run/example-forking.pid
    GuessMainPID=no
    ExecStart=-/bin/sh -c 'sleep 1000 & echo $! > /run/example-forking.pid'
    CPUAffinity=0
    SetCredential=one:text
    PAMName=
    IgnoreSIGPIPE=no
    """#

  private static let job = #"""
    [Service]
    Type=oneshot
    RemainAfterExit=yes
    ExecStart=/bin/true first
    ExecStart=-/bin/false second
    ExecStart=/bin/true third
    StandardOutput=null
    TimeoutStartSec=infinity
    """#

  private static let dynamic = #"""
    [Unit]
    Description=An instance, %i and %I
    DefaultDependencies=no
    [Service]
    DynamicUser=yes
    StateDirectory=example-%i
    ExecStart=/bin/sleep 1000
    Environment=INSTANCE=%i UNESCAPED=%I
    PrivateUsers=yes
    PrivateIPC=yes
    """#
}
