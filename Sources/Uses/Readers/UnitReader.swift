import Sandboxing

/// What the unit's author granted, or set so that it is granted: whoever wrote that had a reason.
struct UnitReader: UseReader {
  func uses(of service: ServiceFacts) -> [Use] {
    let unit = UnitText(service.unitText)
    let uses: [[Use]] = [
      paths(of: service), capabilities(in: unit), families(in: unit), calls(in: unit, service), refusals(in: unit),
      modes(in: unit), directoryModes(in: unit, service), groups(of: service), bus(of: service),
      everything(in: unit, service),
    ]
    return uses.flatMap { $0 }
  }

  private func paths(of service: ServiceFacts) -> [Use] {
    let kinds: [(String, Use.Kind)] = [
      ("ReadWritePaths", .writtenPath), ("ReadOnlyPaths", .readPath), ("ExecPaths", .program),
    ]
    return kinds.flatMap { directive, kind in
      (service.context.base[directive]?.texts ?? []).map { text in
        let path = String(text.trimmingPrefix { "-+".contains($0) })
        return Use(kind, path, from: "its unit grants \(directive)=\(path)")
      }
    }
  }

  /// A line that takes some away says nothing of the others.
  private func capabilities(in unit: UnitText) -> [Use] {
    ["CapabilityBoundingSet", "AmbientCapabilities"].flatMap { directive in
      unit.words(of: directive).filter { $0.hasPrefix("CAP_") }.map {
        Use(.capability, $0, from: "its unit grants \(directive)=\($0)")
      }
    }
  }

  /// capabilities(7): whoever is an ordinary user and is given these is there to read whatever it is told to.
  private func everything(in unit: UnitText, _ service: ServiceFacts) -> [Use] {
    let granted = unit.words(of: "AmbientCapabilities").first {
      ["CAP_DAC_READ_SEARCH", "CAP_DAC_OVERRIDE"].contains($0)
    }
    guard let granted else { return [] }
    return Catalogue.placesOfOthers(on: service.context).map {
      Use(.readPath, $0, from: "its unit grants AmbientCapabilities=\(granted), with which it reads everybody's files")
    }
  }

  private func families(in unit: UnitText) -> [Use] {
    unit.words(of: "RestrictAddressFamilies").filter { $0.hasPrefix("AF_") }.map {
      Use(.addressFamily, $0, from: "its unit grants RestrictAddressFamilies=\($0)")
    }
  }

  /// What is named beside the usual calls of services is named for a reason.
  private func calls(in unit: UnitText, _ service: ServiceFacts) -> [Use] {
    unit.words(of: "SystemCallFilter").filter { !["@system-service", "@known", "@default"].contains($0) }.flatMap {
      name in
      Use.calls(
        service.context.platform.systemCallGroups[name] ?? [name], from: "its unit grants SystemCallFilter=\(name)")
    }
  }

  /// `PrivateTmp=no` says what is the default anyway: that somebody wrote it means something.
  private func refusals(in unit: UnitText) -> [Use] {
    Catalogue.directives.compactMap { directive in
      if directive.form == .limit { return limit(directive.name, in: unit) }
      guard let word = unit.words(of: directive.name).last, ["no", "false", "off", "0"].contains(word) else {
        return nil
      }
      return Use(.setting, directive.name, from: "its unit says \(directive.name)=\(word)")
    }
  }

  /// systemd.exec(5): one number, or the soft limit and the hard one.
  private func limit(_ name: String, in unit: UnitText) -> Use? {
    guard let word = unit.words(of: name).last, word.split(separator: ":").last != "0" else { return nil }
    return Use(.setting, name, from: "its unit says \(name)=\(word)")
  }

  private func modes(in unit: UnitText) -> [Use] {
    guard let mask = unit.words(of: "UMask").last.flatMap({ UInt32($0, radix: 8) }) else { return [] }
    var uses: [Use] = []
    let phrase = "its unit says UMask=\(String(mask, radix: 8))"
    if mask & 0o070 != 0o070 { uses.append(Use(.fileMode, "0640", from: phrase)) }
    if mask & 0o007 != 0o007 { uses.append(Use(.fileMode, "0644", from: phrase)) }
    return uses
  }

  /// Who writes the mode of a directory down, be it the default, lets in whom it lets in.
  private func directoryModes(in unit: UnitText, _ service: ServiceFacts) -> [Use] {
    UnitDirectory.allCases.flatMap { directory -> [Use] in
      guard let word = unit.words(of: directory.mode).last, let mode = UInt32(word, radix: 8) else { return [] }
      let paths = (service.context.base[directory.setting]?.texts ?? []).map { "\(directory.top)/\($0)" }
      let kinds = [(Use.Kind.sharedPath, UInt32(0o007)), (.groupPath, 0o070)].filter { mode & $0.1 != 0 }
      return kinds.flatMap { kind, _ in
        paths.map { Use(kind, $0, from: "its unit says \(directory.mode)=\(word)") }
      }
    }
  }

  /// Whoever has a name on the bus is asked over it.
  private func bus(of service: ServiceFacts) -> [Use] {
    guard let name = service.context.base["BusName"]?.text, !name.isEmpty else { return [] }
    return [Use(.socket, ControlSockets.systemBus, from: "its unit says BusName=\(name)")]
  }

  private func groups(of service: ServiceFacts) -> [Use] {
    (service.context.base["SupplementaryGroups"]?.texts ?? []).map {
      Use(.group, $0, from: "its unit says SupplementaryGroups=\($0)")
    }
  }
}

/// The settings of unit files as their lines say them, for what the manager does not tell: what somebody wrote, and what is
/// a default (systemd.syntax(7)).
struct UnitText {
  private var settings: [(key: String, value: String)] = []

  /// Reads unit files, one after the other.
  init(_ text: String) {
    var pending = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = line.trimmingPrefix { $0 == " " || $0 == "\t" }
      if line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasSuffix("\\") {
        pending += line.dropLast() + " "
        continue
      }
      let whole = pending + line
      pending = ""
      guard let equals = whole.firstIndex(of: "=") else { continue }
      settings.append(
        (String(whole[..<equals].filter { $0 != " " }), String(whole[whole.index(after: equals)...])))
    }
  }

  /// The words of all lines of a setting since it was last emptied; none of a line that takes away (`~`).
  func words(of key: String) -> [String] {
    settings.filter { $0.key == key }.reduce(into: []) { words, setting in
      let value = setting.value.split(whereSeparator: \.isWhitespace).map(String.init)
      if value.isEmpty {
        words = []
      } else if value[0].hasPrefix("~") == false {
        words += value
      }
    }
  }
}
