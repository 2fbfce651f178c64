//! The command line of Newsloom.
fn main() {}
