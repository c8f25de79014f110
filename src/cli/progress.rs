//! How far long work has come, on a terminal: how much is done, the rate and
//! the time left, from the second second on. Nothing where standard error is no
//! terminal, or where the answer itself is printed on it.

use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// What is watched.
pub(super) struct Course<'a> {
    /// How much there is to do.
    pub(super) total: u64,
    /// How much of it is done.
    pub(super) done: &'a (dyn Fn() -> u64 + Sync),
    /// What is shown meanwhile.
    pub(super) shown: &'static str,
    /// What is shown when all is done and the work goes on.
    pub(super) then: &'static str,
}

/// Bytes that are read, and then put together.
pub(super) const READING: &str = "reading {bytes} of {total_bytes} {wide_bar} {bytes_per_sec}, {eta} left";
pub(super) const READ: &str = "read {total_bytes}, putting it together: {elapsed}";
/// Pieces of a table.
pub(super) const WRITING: &str = "{percent}% {wide_bar} {eta} left";

/// Does the work and shows how far it has come meanwhile.
pub(super) fn watched<T>(course: &Course, work: impl FnOnce() -> T) -> T {
    if !stderr().is_terminal() {
        return work();
    }
    std::thread::scope(|scope| {
        let (over, ends) = channel::<()>();
        scope.spawn(move || {
            // What ends at once needs no bar.
            if ends.recv_timeout(Duration::from_secs(1)) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new(course.total)
                .with_elapsed(Duration::from_secs(1))
                .with_style(style(course.shown));
            let mut all = false;
            while ends.recv_timeout(Duration::from_millis(100)) == Err(RecvTimeoutError::Timeout) {
                let done = (course.done)();
                bar.set_position(done.min(course.total));
                if done >= course.total && !all {
                    all = true;
                    bar.set_style(style(course.then));
                }
            }
            bar.finish_and_clear();
        });
        let result = work();
        // The thread may have ended already.
        drop(over);
        result
    })
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
