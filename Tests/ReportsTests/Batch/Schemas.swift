import Foundation

/// A schema in the part of JSON Schema that the files in Schemas use: types, enumerations, bounds, properties, items.
struct JSONSchema {
  private let root: Node

  init(named name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    root = try JSONDecoder().decode(
      Node.self, from: Data(contentsOf: folder.appending(path: "Schemas/\(name).schema.json")))
  }

  /// What is wrong with a text, a line each with the place first; nothing where it is as the schema wants it.
  func complaints(about json: String) throws -> [String] {
    root.complaints(about: try JSONDecoder().decode(Value.self, from: Data(json.utf8)), at: "$")
  }

  private final class Node: Decodable {
    let type: String?
    let `enum`: [Value]?
    let minimum: Double?
    let maximum: Double?
    let required: [String]?
    let properties: [String: Node]?
    let additionalProperties: Bool?
    let items: Node?

    func complaints(about value: Value, at place: String) -> [String] {
      var complaints: [String] = []
      if let type, type != value.type { complaints.append("\(place): \(value.type) instead of \(type)") }
      if let allowed = `enum`, !allowed.contains(value) { complaints.append("\(place): \(value) is not allowed") }
      if case .number(let number) = value, !((minimum ?? -.infinity)...(maximum ?? .infinity)).contains(number) {
        complaints.append("\(place): \(number) is out of bounds")
      }
      if case .array(let elements) = value, let items {
        for (index, element) in elements.enumerated() {
          complaints += items.complaints(about: element, at: "\(place)[\(index)]")
        }
      }
      guard case .object(let members) = value else { return complaints }
      complaints += (required ?? []).filter { members[$0] == nil }.map { "\(place): no \($0)" }
      for (key, member) in members {
        if let node = properties?[key] {
          complaints += node.complaints(about: member, at: "\(place).\(key)")
        } else if additionalProperties == false {
          complaints.append("\(place): \(key) is not in the schema")
        }
      }
      return complaints
    }
  }

  private enum Value: Decodable, Equatable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([Value])
    case object([String: Value])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let value = try? container.decode(Bool.self) {
        self = .boolean(value)
      } else if let value = try? container.decode(Double.self) {
        self = .number(value)
      } else if let value = try? container.decode(String.self) {
        self = .string(value)
      } else if let value = try? container.decode([Value].self) {
        self = .array(value)
      } else {
        self = .object(try container.decode([String: Value].self))
      }
    }

    var type: String {
      switch self {
      case .null: "null"
      case .boolean: "boolean"
      case .number: "number"
      case .string: "string"
      case .array: "array"
      case .object: "object"
      }
    }
  }
}

/// A schema for XML, which xmllint(1) of libxml2 holds documents to.
struct XMLSchema {
  private let path: String

  init(named name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    path = folder.appending(path: "Schemas/\(name).xsd").path
  }

  /// What xmllint says against a document; nil where it says nothing against it.
  func complaint(about xml: String) throws -> String? {
    let file = FileManager.default.temporaryDirectory.appending(path: "cinch-\(UUID().uuidString).xml")
    try xml.write(to: file, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/xmllint")
    process.arguments = ["--noout", "--nonet", "--schema", path, file.path]
    let output = Pipe()
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : text
  }
}
