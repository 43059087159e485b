import Foundation
import Sandboxing
import Yams

/// One file of `Tests/Corpus`: a batch manifest of one service, with what we expect of its sandbox.
struct CorpusFile: Decodable {
  struct Service: Decodable {
    let name: String
    let unit: String
    let packages: [String]
    let type: String
    let health: [String]
    let expect: Expectation
  }

  struct Expectation: Decodable {
    /// The exposure that `systemd-analyze security --offline=true` of systemd 252 must not exceed.
    let exposure: Double
    /// Restrictions that no sandbox of this service may hold.
    let hard: [Restriction]
    /// Restrictions that may be held only under a condition: a user of its own, writable paths, a lab.
    let hardUnless: [String: [Restriction]]?
    /// A sandbox made by hand that passes the judge, as lines of a drop-in.
    let reference: [String]

    enum CodingKeys: String, CodingKey {
      case exposure, hard, reference
      case hardUnless = "hard_unless"
    }
  }

  let services: [Service]

  /// Every file of the corpus by its name without the extension.
  static let all: [String: CorpusFile] = {
    let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
      path: "Corpus")
    let files = (try? FileManager.default.contentsOfDirectory(at: corpus, includingPropertiesForKeys: nil)) ?? []
    let manifests = files.filter { $0.pathExtension == "yaml" }
    return Dictionary(
      uniqueKeysWithValues: manifests.compactMap { file in
        guard let text = try? String(contentsOf: file, encoding: .utf8),
          let decoded = try? YAMLDecoder().decode(CorpusFile.self, from: text)
        else { return nil }
        return (file.deletingPathExtension().lastPathComponent, decoded)
      })
  }()
}
