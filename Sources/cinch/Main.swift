import CinchCommands

@main
enum Main {
  static func main() async { await Cinch.main() }
}
