import CinchCommands
import Foundation

// cinch-manual DIRECTORY: writes Cinch's manual pages there.
guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: cinch-manual DIRECTORY\n".utf8))
  exit(64)
}
let directory = URL(fileURLWithPath: CommandLine.arguments[1])
for page in try ManualPage.all() {
  try Data(page.text.utf8).write(to: directory.appendingPathComponent("\(page.name).8"))
}
