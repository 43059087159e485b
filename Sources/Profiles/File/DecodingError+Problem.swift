import Foundation

extension DecodingError {
  /// Which value it is about: the keys that lead to it, each with the numbers of elements in its list: `rejected[0]`.
  public var path: [String] {
    let context: Context
    var keys: [any CodingKey] = []
    switch self {
    case .keyNotFound(let key, let found):
      context = found
      keys = [key]
    case .valueNotFound(_, let found), .typeMismatch(_, let found), .dataCorrupted(let found): context = found
    @unknown default: return []
    }
    return (context.codingPath + keys).reduce(into: []) { path, key in
      if let number = key.intValue, let last = path.popLast() {
        path.append("\(last)[\(number)]")
      } else {
        path.append(key.stringValue)
      }
    }
  }

  /// Why the value cannot be used, as a clause.
  public var problem: String {
    switch self {
    case .keyNotFound: "it is missing"
    case .valueNotFound: "it has no value"
    case .typeMismatch(let type, _): "it is not \(Self.name(of: type))"
    case .dataCorrupted(let context): context.debugDescription
    @unknown default: "it cannot be read"
    }
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is Int.Type, is UInt64.Type: "a whole number"
    case is Decimal.Type: "a number"
    case is any Collection.Type: "a list"
    default: "what belongs there"
    }
  }
}
