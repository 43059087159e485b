import Sandboxing
import Systemd

/// Properties as `systemd-run -p` takes them: in the words of unit files, which systemd's `bus-unit-util.c` turns into
/// properties again.
enum PropertyText {
  /// The assignments that make a property: none where another property's say it too, several for a list whose items
  /// each need their own, nil where there is no way to write it.
  static func assignments(_ property: UnitProperty, among all: [UnitProperty]) -> [String]? {
    let name = property.name
    if name.hasPrefix("Limit") { return limit(name, among: all) }
    if name == "Conditions" || name == "Asserts" { return (property.value.elements ?? []).compactMap(condition) }
    if let span = timeSpan(property) { return [span] }
    if let values = texts(name, property.value) { return values.map { "\(setting(name))=\($0)" } }
    return nil
  }

  /// The setting's name where it is not the property's.
  private static func setting(_ name: String) -> String {
    switch name {
    case "EnvironmentFiles": "EnvironmentFile"
    case "DelegateControllers": "Delegate"
    case "CPUQuotaPerSecUSec": "CPUQuota"
    case "OpenFile", "PrivateTmpEx", "PrivateUsersEx", "ProtectControlGroupsEx", "ProtectHostnameEx": name
    default:
      // Exec…Ex carries flags that the text has as prefixes; a directory's symbolic links are written with it.
      name.hasPrefix("Exec") && name.hasSuffix("Ex")
        ? String(name.dropLast(2)) : name.hasSuffix("DirectorySymlink") ? String(name.dropLast("Symlink".count)) : name
    }
  }

  private static func texts(_ name: String, _ value: BusValue) -> [String]? {
    switch (name, value.signature) {
    case ("CapabilityBoundingSet", _), ("AmbientCapabilities", _): value.unsigned.map { [capabilities($0)] }
    case ("RestrictNamespaces", _):
      value.unsigned.map { mask in
        let names = SetText.namespaces(mask)
        return [names.isEmpty ? "yes" : names.joined(separator: " ")]
      }
    case ("MountFlags", _): value.unsigned.flatMap(propagation).map { [$0] }
    case ("SystemCallErrorNumber", _): value.unsigned.flatMap(SetText.errorNumber).map { [$0] }
    case ("CPUQuotaPerSecUSec", _): value.unsigned.map { [$0 == .max ? "" : "\(Double($0) / 10_000)%"] }
    case ("UMask", _): value.unsigned.map { [octal($0)] }
    case (_, "u") where name.hasSuffix("DirectoryMode"): value.unsigned.map { [octal($0)] }
    case ("SecureBits", _), ("CPUAffinity", _), ("NUMAMask", _), ("LogExtraFields", _): nil
    default: bySignature(name, value)
    }
  }

  private static func bySignature(_ name: String, _ value: BusValue) -> [String]? {
    let rows = value.elements ?? []
    switch value.signature {
    case "b": return value.truth.map { [$0 ? "yes" : "no"] }
    case "s": return value.text.map { [$0] }
    case "i", "u", "q": return integer(value).map { [$0] }
    case "t": return value.unsigned.map { [$0 == .max ? "infinity" : String($0)] }
    case "as": return value.texts.map { [$0.map { Quoting.word($0) }.joined(separator: " ")] }
    case "(bas)":
      guard rows.count == 2, let allow = rows[0].truth, let names = rows[1].texts else { return nil }
      return [(allow ? "" : "~") + names.joined(separator: " ")]
    case "(ss)": return [rows.compactMap(\.text).filter { !$0.isEmpty }.joined(separator: ":")]
    case "(aiai)": return exitStatuses(rows).map { [$0] }
    case "a(sasas)": return rows.compactMap(Command.init).map(\.text)
    case "a(sb)": return rows.compactMap(\.elements).map { ($0[1].truth == true ? "-" : "") + ($0[0].text ?? "") }
    case "a(ss)": return rows.compactMap(\.elements).map { pair(name, $0[0].text ?? "", $0[1].text ?? "") }
    case "a(sst)": return rows.compactMap(\.elements).map { [$0[0], $0[1]].compactMap(\.text).joined(separator: ":") }
    case "a(ssbt)": return rows.compactMap(\.elements).map(bindMount)
    case "a(st)": return rows.compactMap(\.elements).map { "\($0[0].text ?? "") \($0[1].unsigned ?? 0)" }
    case "a(iayu)": return SetText.addresses(value)
    case "a(iiqq)": return SetText.socketBinds(value)
    default: return nil
    }
  }
}

extension PropertyText {
  /// Both limits in one assignment, as the soft one has no setting of its own.
  private static func limit(_ name: String, among all: [UnitProperty]) -> [String]? {
    func text(_ name: String) -> String? {
      all.first { $0.name == name }?.value.unsigned.map { $0 == .max ? "infinity" : String($0) }
    }
    let hard = name.hasSuffix("Soft") ? String(name.dropLast(4)) : name
    guard let upper = text(hard) else { return nil }
    if name != hard { return [] }
    return ["\(hard)=" + (text(hard + "Soft").map { $0 + ":" } ?? "") + upper]
  }

  /// `TimeoutStartUSec`, a number of microseconds, is `TimeoutStartSec=` in unit files.
  private static func timeSpan(_ property: UnitProperty) -> String? {
    guard property.name.hasSuffix("USec"), property.name != "CPUQuotaPerSecUSec", property.value.signature == "t",
      let span = property.value.unsigned
    else { return nil }
    return "\(property.name.dropLast(4))Sec=" + (span == .max ? "infinity" : "\(span)us")
  }

  private static func integer(_ value: BusValue) -> String? {
    if case .int32(let number) = value { return String(number) }
    return value.unsigned.map { String($0) }
  }

  private static func octal(_ mode: UInt64) -> String { "0" + String(mode, radix: 8) }

  private static func capabilities(_ mask: UInt64) -> String {
    let names = Capability.names(upTo: 63)
    return names.indices.filter { mask & 1 << UInt64($0) != 0 && names[$0].hasPrefix("CAP_") }.map { names[$0] }
      .joined(separator: " ")
  }

  /// MS_SHARED, MS_SLAVE and MS_PRIVATE of mount(2).
  private static func propagation(_ flags: UInt64) -> String? {
    switch flags {
    case 1 << 20: "shared"
    case 1 << 19: "slave"
    case 1 << 18: "private"
    case 0: ""
    default: nil
    }
  }

  private static func exitStatuses(_ lists: [BusValue]) -> String? {
    guard lists.count == 2 else { return nil }
    let statuses = (lists[0].elements ?? []).compactMap { $0.unsigned.map { String($0) } }
    let signals = (lists[1].elements ?? []).compactMap {
      $0.unsigned.flatMap { SignalName.name(of: Int32(truncatingIfNeeded: $0)) }
    }
    return (statuses + signals).joined(separator: " ")
  }

  /// Two texts in the way of their setting: a blank before a device's rights, a colon otherwise.
  private static func pair(_ name: String, _ first: String, _ second: String) -> String {
    if second.isEmpty { return first }
    return name == "DeviceAllow" ? "\(first) \(second)" : "\(first):\(second)"
  }

  /// `ConditionPathExists=!/x`: its own setting, whether one of several is enough, whether it is negated, its argument.
  private static func condition(_ value: BusValue) -> String? {
    guard let members = value.elements, members.count >= 4, let setting = members[0].text else { return nil }
    return setting + "=" + (members[1].truth == true ? "|" : "") + (members[2].truth == true ? "!" : "")
      + (members[3].text ?? "")
  }

  /// Source, destination, whether it may be missing, and mount flags, of which MS_REC is the default.
  private static func bindMount(_ members: [BusValue]) -> String {
    let (source, destination) = (members[0].text ?? "", members[1].text ?? "")
    let isRecursive = (members[3].unsigned ?? 0) & 0x4000 != 0
    let optional = members[2].truth == true ? "-" : ""
    return optional + [source, destination].map { Quoting.word($0, also: ":") }.joined(separator: ":")
      + (isRecursive ? "" : ":norbind")
  }
}
