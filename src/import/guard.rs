//! Reading what a stranger's file holds: how much of it is read at most, and
//! what no table is made of. A file is refused at the first byte that shows
//! it, with the line, however much would follow.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, sync_channel};

use memchr::{memchr, memchr_iter};

/// How much is read at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes a file may unpack to.
    pub bytes: u64,
    /// Bytes a row may have.
    pub line: u64,
    /// Bytes a workbook may unpack to, for its sheet is held in memory.
    pub workbook: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 4 << 30, line: 16 << 20, workbook: 512 << 20 }
    }
}

/// Why a file is read no further.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    /// Line, counted from 1; 0 where the whole file is meant.
    pub(super) line: u64,
    pub(super) found: String,
    pub(super) expected: &'static str,
    pub(super) help: &'static str,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.found)
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        Self::new(io::ErrorKind::InvalidData, refused)
    }
}

impl Refused {
    /// A file that unpacks to more than it may.
    pub(super) fn too_much(most: u64) -> Self {
        Self {
            line: 0,
            found: format!("it unpacks to more than {most} bytes"),
            expected: "a file within the limit",
            help: "check that this is the right file; --max-bytes raises the limit",
        }
    }

    /// What a reader complained of: our own refusal, or what the system or the unpacking said.
    pub(super) fn of(error: &io::Error) -> Self {
        let own = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>());
        own.cloned().unwrap_or_else(|| Self {
            line: 0,
            found: match error.kind() {
                io::ErrorKind::UnexpectedEof => "an end in the middle of the packed data".to_owned(),
                _ => error.to_string(),
            },
            expected: "a whole CSV, plain or gzipped",
            help: "fetch the file again",
        })
    }
}

/// A reader that stops at the number of bytes a file may unpack to.
pub(super) struct Guarded {
    plain: Box<dyn Read + Send>,
    left: u64,
    most: u64,
}

impl Guarded {
    pub(super) fn new(plain: Box<dyn Read + Send>, most: u64) -> Self {
        Self { plain, left: most, most }
    }
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.plain.read(buffer)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| Refused::too_much(self.most))?;
        Ok(n)
    }
}

/// A reader whose bytes are read on a thread of their own, some blocks ahead: a file is unpacked while
/// what came before is looked at.
pub(super) struct Ahead {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: io::Cursor<Vec<u8>>,
}

impl Ahead {
    pub(super) fn of(mut bytes: impl Read + Send + 'static) -> Self {
        const BLOCK: u64 = 1 << 18;
        let (sender, blocks) = sync_channel(8);
        std::thread::spawn(move || {
            loop {
                let mut block = Vec::with_capacity(BLOCK as usize);
                let read = bytes.by_ref().take(BLOCK).read_to_end(&mut block);
                let last = !matches!(read, Ok(n) if n > 0);
                let sent = sender.send(Ok(block)).and_then(|()| match read {
                    Ok(_) => Ok(()),
                    Err(error) => sender.send(Err(error)),
                });
                // Nobody listens any more when the reader was given up.
                if last || sent.is_err() {
                    return;
                }
            }
        });
        Self { blocks, block: io::Cursor::default() }
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.block.position() == self.block.get_ref().len() as u64 {
            // The thread ends with an empty block or an error, and so with what it read before.
            match self.blocks.recv() {
                Ok(next) => self.block = io::Cursor::new(next?),
                Err(_) => return Ok(0),
            }
        }
        self.block.read(buffer)
    }
}

/// Where the row that is being read began, and how many bytes were read for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Row(Rc<Cell<(u64, u64)>>);

impl Row {
    /// The next row begins at this line.
    pub(super) fn begins(&self, line: u64) {
        self.0.set((line, 0));
    }
}

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// With a line feed, alone or after a carriage return.
    #[default]
    Feeds,
    /// With a carriage return alone, as old spreadsheets write them.
    Returns,
}

impl LineEnds {
    /// Told from the beginning of a file.
    pub(super) fn of(start: &[u8]) -> Self {
        match start.contains(&b'\r') && !start.contains(&b'\n') {
            true => Self::Returns,
            false => Self::Feeds,
        }
    }
}

/// A reader that refuses rows without end and bytes that no text has, with their line. Every line it gives
/// ends with a line feed, the last one too, so that lines can be counted.
pub(super) struct Checked<R> {
    inner: R,
    lines: u64,
    row: Row,
    ends: LineEnds,
    longest: u64,
    /// The last byte given.
    last: u8,
}

impl<R: Read> Checked<R> {
    pub(super) fn new(inner: R, row: Row, ends: LineEnds, longest: u64) -> Self {
        row.begins(1);
        Self { inner, lines: 1, row, ends, longest, last: b'\n' }
    }

    /// Gives the last line its end.
    fn end(&mut self, buffer: &mut [u8]) -> usize {
        let open = self.last != b'\n';
        if open {
            (buffer[0], self.last) = (b'\n', b'\n');
        }
        usize::from(open)
    }

    /// Counts lines and bytes of a block.
    fn count(&mut self, block: &[u8]) -> Result<(), Refused> {
        let feeds = |block: &[u8]| memchr_iter(b'\n', block).count() as u64;
        if let Some(place) = memchr(0, block) {
            return Err(Refused {
                line: self.lines + feeds(&block[..place]),
                found: "a zero byte".to_owned(),
                expected: "text",
                help: "the file is damaged or no text: fetch it again, or save it as \"CSV UTF-8\"",
            });
        }
        self.lines += feeds(block);
        let (line, bytes) = self.row.0.get();
        let bytes = bytes + block.len() as u64;
        self.row.0.set((line, bytes));
        match bytes > self.longest {
            false => Ok(()),
            true => Err(Refused {
                line,
                found: format!("a row longer than {} bytes", self.longest),
                expected: "a table, one row a line",
                help: "check that this is the right file, and that every quote is closed",
            }),
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer).map_err(|error| match Refused::of(&error) {
            refused if refused.line == 0 => Refused { line: self.lines, ..refused }.into(),
            refused => io::Error::from(refused),
        })?;
        let block = &mut buffer[..n];
        if self.ends == LineEnds::Returns {
            block.iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
        }
        let Some(last) = block.last() else { return Ok(self.end(buffer)) };
        self.last = *last;
        self.count(&buffer[..n])?;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes one, two or three at a time.
    struct Slowly(Vec<u8>, usize);

    impl Read for Slowly {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(buffer.len()).min(self.0.len());
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0.drain(..n);
            Ok(n)
        }
    }

    fn checked(text: &str, ends: LineEnds, step: usize) -> io::Result<String> {
        let inner = Slowly(text.as_bytes().to_vec(), step);
        let mut reader = Checked::new(inner, Row::default(), ends, 100);
        let (mut all, mut block) = (vec![], [0; 4]);
        loop {
            match reader.read(&mut block)? {
                0 => return Ok(String::from_utf8(all).expect("what was put in")),
                n => all.extend(&block[..n]),
            }
        }
    }

    #[test]
    fn lines_end_with_a_line_feed_however_the_blocks_fall() {
        for step in [1, 2, 3] {
            let feeds = |text| checked(text, LineEnds::Feeds, step).expect("text");
            assert_eq!(feeds("a\r\nb\r\n"), "a\r\nb\r\n");
            assert_eq!(feeds("a\nb"), "a\nb\n");
            assert_eq!(feeds(""), "");
            assert_eq!(checked("a\rb\r", LineEnds::Returns, step).expect("text"), "a\nb\n");
        }
    }

    #[test]
    fn rows_without_end_and_zero_bytes_are_refused() {
        let refused = |text: &str| checked(text, LineEnds::Feeds, 3).map_err(|error| Refused::of(&error));
        assert!(refused(&"a".repeat(100)).is_ok());
        assert!(refused(&"a".repeat(101)).is_err_and(|r| r.line == 1 && r.found.contains("longer than 100")));
        assert!(refused("a\nb\0").is_err_and(|r| (r.line, r.found.as_str()) == (2, "a zero byte")));
    }
}
