//! What the program does when it is asked to end.

use std::{io, process, thread};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};

use crate::terminal;

/// Ends the program on an interrupt (130) or a request to terminate (143). That can happen at any moment:
/// no file has its name before it is whole, and finished shards stay.
pub(crate) fn watch() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            terminal::talk(
                "\nstopped; nothing half-written counts, and the next run goes on where this one was",
            );
            process::exit(128 + signal);
        }
    });
    Ok(())
}
