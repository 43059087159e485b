import Glibc
@main struct M { static func main() { let a = CommandLine.arguments; print("hi", a.count) } }
