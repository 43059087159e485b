extension Form {
  /// A value as the properties that `StartTransientUnit` takes, whole: they replace whatever the unit has.
  func properties(_ name: String, _ value: Value, on context: ServiceContext) -> [UnitProperty] {
    let property = property(name, value, on: context)
    // The soft limit that the unit has may be above what is left of the hard one.
    return [property] + (self == .limit ? [UnitProperty("\(name)Soft", property.value)] : [])
  }

  /// The one of them that a line of systemd-run(1) has.
  func property(_ name: String, _ value: Value, on context: ServiceContext) -> UnitProperty {
    if case .booleanOrWord(let extended) = self, case .word(let word) = value, word != "yes", word != "no" {
      return UnitProperty(
        extended.name, extended.takesArgument ? .structure([.string(word), .string("")]) : .string(word))
    }
    // What carries the prefixes of commands (since systemd 243).
    return UnitProperty(self == .commands ? "\(name)Ex" : name, busValue(value, on: context))
  }

  private func busValue(_ value: Value, on context: ServiceContext) -> BusValue {
    switch (self, value) {
    case (.boolean, .word(let word)), (.booleanOrWord, .word(let word)): .bool(word == "yes")
    case (.mode, .word(let word)): .uint32(FileMode.bits(word))
    case (.limit, .word(let word)): .uint64(UInt64(word) ?? .max)
    case (.errorNumber, .word(let word)): .int32(ErrorNumber.number(word))
    case (_, .word(let word)): .string(word)
    case (.capabilities, _): .uint64(context.platform.mask(of: value.members))
    case (.namespaces, _): .uint64(Namespace.mask(of: value.members))
    case (.list, .allow(let members)): .list(allow: true, members)
    case (.list, .deny(let members)): .list(allow: false, members)
    case (.systemCalls, _):
      .list(allow: true, SystemCallList.allowing(value, on: context))
    case (.paths, _): .strings(value.members.map { Self.optional($0) })
    case (.addresses, _):
      .array(element: "(iayu)", value.members.flatMap(AddressRange.ranges(of:)).map(\.busValue))
    case (.binds, _): .array(element: "(iiqq)", value.members.compactMap { SocketBind($0)?.busValue })
    case (.devices, _):
      .array(
        element: "(ss)",
        value.members.map { device in
          let parts = device.split(separator: " ", maxSplits: 1).map { BusValue.string(String($0)) }
          return .structure(parts.count == 2 ? parts : parts + [.string("rw")])
        })
    case (.temporaryFileSystems, _):
      .array(
        element: "(ss)",
        value.members.map { mount in
          let parts = mount.split(separator: ":", maxSplits: 1).map(String.init)
          return .structure([.string(parts[0]), .string(parts.count == 2 ? parts[1] : "")])
        })
    case (.commands, _):
      .array(element: "(sasas)", value.members.compactMap { UnitCommand(parsing: $0)?.busValue })
    case (.bindMounts, _):
      .array(
        element: "(ssbt)",
        value.members.map { path in
          .structure([.string(path), .string(path), .bool(true), .uint64(Self.recursive)])
        })
    case (_, _): .strings(value.members)
    }
  }

  /// A path that may be missing (systemd.exec(5), `ReadWritePaths=`): else it fails the start with 226/NAMESPACE.
  static func optional(_ path: String) -> String { path == "/" ? path : "-\(path)" }

  /// MS_REC: what is mounted below comes along, as `BindPaths=` has it by default.
  private static let recursive: UInt64 = 0x4000
}
