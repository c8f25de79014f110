//! How far a long reading has come, on a terminal: bytes, rate and time left,
//! from the second second on. Nothing where standard error is no terminal.

use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::import::Input;

/// Does the work and shows how much of the files has been read meanwhile.
pub(super) fn watched<T>(files: &[Input], work: impl FnOnce() -> T) -> T {
    if !stderr().is_terminal() {
        return work();
    }
    let total = files.iter().map(Input::size).sum();
    std::thread::scope(|scope| {
        let (done, ends) = channel::<()>();
        scope.spawn(move || {
            // What ends at once needs no bar.
            if ends.recv_timeout(Duration::from_secs(1)) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new(total).with_elapsed(Duration::from_secs(1)).with_style(style(READING));
            let mut whole = false;
            while ends.recv_timeout(Duration::from_millis(100)) == Err(RecvTimeoutError::Timeout) {
                let read: u64 = files.iter().map(Input::read_so_far).sum();
                bar.set_position(read.min(total));
                if read >= total && !whole {
                    whole = true;
                    bar.set_style(style(READ));
                }
            }
            bar.finish_and_clear();
        });
        let result = work();
        // The thread may have ended already.
        drop(done);
        result
    })
}

const READING: &str = "reading {bytes} of {total_bytes} {wide_bar} {bytes_per_sec}, {eta} left";
const READ: &str = "read {total_bytes}, putting it together: {elapsed}";

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
