extension Catalogue {
  /// Which device nodes can be seen and opened.
  static let devices: [Directive] = [
    Directive(
      "PrivateDevices", .boolean(since: 209, act: .read(path: "/dev/\(Act.ownPrefix)-marker")), form: .boolean,
      needs: [], theme: .devices,
      weight: 1000,
      why: "sees only pseudo devices such as /dev/null: no disks, memory, input or other hardware",
      blindSpot: "hardware that is plugged in later, or used rarely, is not found",
      breaks: .unknown,
      fails: .devices,
      denies: .told(.device) { device, _, _ in !Allowlist.isPseudoDevice(device) }),
    Directive(
      "DevicePolicy",
      .ladder(
        ("closed", 208, .openDevice(path: "/dev/\(Act.ownPrefix)-device")),
        ("strict", 208, .openDevice(path: "/dev/full"))),
      form: .word, needs: [.cgroupBPF], theme: .devices, weight: 1000,
      why: "cannot open a device node even where it could make one",
      blindSpot: "hardware that is used rarely cannot be opened on that day",
      // What systemd itself opens for the service, before it runs.
      breaks: .likely { $0.restriction.value == "strict" && $1.unit["StandardInput"]?.text == "null" },
      fails: .devices,
      denies: .told(.device) { device, members, context in
        (members.contains("strict") || !Allowlist.isPseudoDevice(device))
          && !Allowlist.openedDevices.allowed(on: context).contains(device)
      }, manual: .resourceControl),
    Directive(
      "DeviceAllow", .set(Allowlist.openedDevices), form: .devices, needs: [.cgroupBPF], theme: .devices,
      why: "opens only the devices that it was seen to open",
      blindSpot: nil,
      breaks: .unknown,
      fails: .devices,
      denies: .named(.device, weight: .told), manual: .resourceControl,
      brings: [Effect("DevicePolicy", "closed")]),
  ]
}
