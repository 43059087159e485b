extension Catalogue {
  /// Which device nodes can be seen and opened.
  static let devices: [Directive] = [
    Directive(
      "PrivateDevices", .boolean(since: 209, act: .read(path: "/dev/\(Act.ownPrefix)-marker")), theme: .devices,
      weight: 1000,
      why: "sees only pseudo devices such as /dev/null: no disks, memory, input or other hardware",
      blindSpot: "hardware that is plugged in later, or used rarely, is not found"),
    Directive(
      "DevicePolicy",
      .ladder(
        ("closed", 208, .openDevice(path: "/dev/\(Act.ownPrefix)-device")),
        ("strict", 208, .openDevice(path: "/dev/full"))),
      form: .word, needs: [.cgroupBPF], theme: .devices, weight: 1000,
      why: "cannot open a device node even where it could make one",
      blindSpot: "hardware that is used rarely cannot be opened on that day", manual: .resourceControl),
    Directive(
      "DeviceAllow", .set(Allowlist.openedDevices), form: .devices, needs: [.cgroupBPF], theme: .devices,
      why: "opens only the devices that it was seen to open", manual: .resourceControl,
      brings: [Effect("DevicePolicy", "closed")]),
  ]
}
