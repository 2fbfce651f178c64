//! Prints what `lint` says of the dictionary that ships.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]
fn main() {
    let files = [newsloom_extract::world()];
    let (dictionary, problems) = newsloom_extract::Dictionary::parse(&files);
    for problem in problems.iter().chain(&newsloom_extract::lint(&dictionary, &files)) {
        println!("{problem}");
    }
}
