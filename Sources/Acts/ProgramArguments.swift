import CActs

/// The words after the program's name on the command line. Unlike `CommandLine`'s they need no /proc.
public let programArguments: [String] = {
  var words: [String] = []
  guard var next = cacts_arguments() else { return words }
  while let word = next.pointee {
    words.append(String(cString: word))
    next += 1
  }
  return Array(words.dropFirst())
}()
