import CSystemd
import Glibc

/// One message for this host's journal, with fields of its own (sd_journal_sendv(3)).
public struct JournalMessage: Sendable {
  /// The fields, `MESSAGE` among them; names are capital letters, digits and underscores.
  public let fields: [(name: String, value: String)]

  /// A message by its fields.
  public init(fields: [(name: String, value: String)]) { self.fields = fields }

  /// Sends the message. Where no journal runs, it is lost: it repeats what its sender tells otherwise as well.
  ///
  /// - Returns: 0 or a negative error number.
  @discardableResult
  public func send() -> Int32 {
    let parts = fields.map { field in
      let bytes = Array("\(field.name)=\(field.value)".utf8)
      let part = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
      _ = part.initialize(from: bytes)
      return part
    }
    defer { for part in parts { part.deallocate() } }
    return sd_journal_sendv(
      parts.map { iovec(iov_base: UnsafeMutableRawPointer($0.baseAddress), iov_len: $0.count) }, Int32(parts.count))
  }
}
