/// A verdict that the search was built on did not stand up to repetition: everything that followed from it is void, what
/// was recorded is not.
struct Flip: Error {}
