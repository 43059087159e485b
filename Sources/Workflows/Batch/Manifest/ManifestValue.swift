import Yams

/// Why a key's value cannot be used, as a clause.
struct ManifestProblem: Error {
  let text: String
}

/// What stands behind a key of a manifest.
struct ManifestValue {
  let node: Node
  /// The directory of the manifest, where relative paths begin.
  let directory: String

  func text() throws(ManifestProblem) -> String {
    guard node.scalar != nil, node.null == nil, let text = node.string else {
      throw ManifestProblem(text: "it is not a text")
    }
    return text
  }

  /// A list of texts, or one text that stands for a list of it.
  func texts() throws(ManifestProblem) -> [String] {
    guard let sequence = node.sequence else { return [try text()] }
    var texts: [String] = []
    for element in sequence { texts.append(try ManifestValue(node: element, directory: directory).text()) }
    return texts
  }

  func truth() throws(ManifestProblem) -> Bool {
    guard let truth = node.bool else { throw ManifestProblem(text: "it is not true or false") }
    return truth
  }

  func number(in range: ClosedRange<Int>) throws(ManifestProblem) -> Int {
    guard let number = node.int, range.contains(number) else {
      throw ManifestProblem(text: "it is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type) throws(ManifestProblem) -> Choice {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ManifestProblem(text: "'\(text)' is not one of \(choices)")
    }
    return choice
  }
}
