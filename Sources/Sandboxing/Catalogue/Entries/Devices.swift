extension Catalogue {
  /// Which device nodes can be seen and opened.
  static let devices: [Directive] = [
    Directive(
      "PrivateDevices", .boolean(since: 209), theme: .devices, weight: 1000,
      why: "sees only pseudo devices such as /dev/null: no disks, memory, input or other hardware",
      blindSpot: "syslog's /dev/log stays, but hardware that is plugged in later, or used rarely, is not found"),
    Directive(
      "DevicePolicy", .ladder(("closed", 208), ("strict", 208)), form: .word, needs: [.cgroupBPF], theme: .devices,
      weight: 1000,
      why: "cannot open a device node even where it could make one",
      blindSpot: "hardware that is used rarely cannot be opened on that day", manual: .resourceControl),
  ]
}
