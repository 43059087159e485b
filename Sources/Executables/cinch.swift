import CinchCommands

@main
enum Main {
  static func main() { Cinch.main() }
}
