import Sandboxing
import Trials
import Yams

/// Reads digests of many profiles. Services are much the same from host to host, so what was read once is known by its text;
/// and what was not is read without the evidence. A file in another form than Cinch's own is read as a whole.
public struct DigestReader {
  private var known: [String: any Sendable] = [:]

  /// A reader that knows nothing yet.
  public init() {}

  /// Reads the digest of one profile.
  ///
  /// - Parameter file: the profile.
  /// - Returns: its digest.
  /// - Throws: ``ProfileError``.
  public mutating func digest(of file: String) throws(ProfileError) -> ProfileDigest {
    let text: String
    do {
      text = try YAMLDocument.text(of: file)
    } catch {
      throw ProfileError(error, file: file)
    }
    if let sections = DigestSections(text, from: &self) { return ProfileDigest(sections) }
    return ProfileDigest(try Profile(yaml: text, file: file))
  }

  /// The value of a section, `key: value`; nil where it is none.
  mutating func value<Value: Decodable & Sendable>(of section: String?) -> Value? {
    guard let section else { return nil }
    if let value = known[section] as? Value { return value }
    guard let value = Self.decode(section, as: Value.self) else { return nil }
    known[section] = value
    return value
  }

  /// The rejections of a section, each with its reason in one line; nil where it has them in another form.
  mutating func rejections(of section: String?) -> [Remark]? {
    guard let section else { return [] }
    guard let reasons = ProfileSections.withoutEvidence(section) else { return nil }
    let list: [Reason]? = value(of: reasons)
    return list?.map { Remark($0.restriction, $0.because.text) }
  }

  private struct Reason: Decodable, Sendable {
    let restriction: Restriction
    let because: FailureReason
  }

  private static func decode<Value: Decodable>(_ section: String, as type: Value.Type) -> Value? {
    guard let root = try? YAMLDocument(section), !root.hasAnchors, let node = root.root?.mapping?.first?.value else {
      return nil
    }
    return try? YAMLDecoder().decode(Value.self, from: node)
  }
}

/// The sections of a profile that its digest is made of, as they stand in the file.
struct DigestSections {
  let service: ProfiledService
  let exposure: Exposure?
  let margin: Margin
  let kept: [Restriction]
  let rejected: [Remark]
  let withheld: [Remark]
  let notEnforced: [Remark]
  let notSupported: [Remark]
  let excluded: [Remark]
  let alreadySet: [Restriction]

  /// Reads them; nil where anything is not as Cinch writes it.
  init?(_ text: String, from reader: inout DigestReader) {
    guard let sections = ProfileSections(text)?.byKey,
      sections.keys.allSatisfy({ Profile.Key(rawValue: $0) != nil }),
      let version: Int = reader.value(of: sections["cinch"]), version == Profile.version,
      let service: ProfiledService = reader.value(of: sections["service"]),
      let kept: [Restriction] = reader.value(of: sections["kept"]),
      let rejected = reader.rejections(of: sections["rejected"])
    else { return nil }
    let exposure: Exposure? = reader.value(of: sections["exposure"])
    let margin: Margin? = reader.value(of: sections["margin"])
    func list<Element: Decodable & Sendable>(_ key: Profile.Key) -> [Element]? {
      guard let section = sections[key.rawValue] else { return [] }
      return reader.value(of: section)
    }
    for (key, isRead) in [(Profile.Key.exposure, exposure != nil), (.margin, margin != nil)] {
      guard isRead || sections[key.rawValue] == nil else { return nil }
    }
    guard let withheld: [Withheld] = list(.withheld), let notEnforced: [Remark] = list(.notEnforced),
      let notSupported: [Remark] = list(.notSupported), let excluded: [Remark] = list(.excluded),
      let alreadySet: [Restriction] = list(.alreadySet)
    else { return nil }
    self.exposure = exposure
    self.margin = margin ?? .none
    self.service = service
    self.kept = kept
    self.rejected = rejected
    self.withheld = withheld.map { Remark($0.restriction, $0.seen) }
    self.notEnforced = notEnforced
    self.notSupported = notSupported
    self.excluded = excluded
    self.alreadySet = alreadySet
  }
}
