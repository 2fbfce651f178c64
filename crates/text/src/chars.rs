/// Turns byte offsets of a text into character offsets.
///
/// ```
/// let index = newsloom_text::CharIndex::new("né en Libye");
/// assert_eq!(index.char_of(3), 2);
/// ```
#[derive(Debug, Clone)]
pub struct CharIndex {
    /// Characters before every 64th byte; empty for ASCII, where the two offsets agree.
    before: Vec<u32>,
    bytes: Vec<u8>,
}

const STEP: usize = 64;

impl CharIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { before: Vec::new(), bytes: Vec::new() };
        }
        let bytes = text.as_bytes();
        let mut so_far = 0;
        let before = bytes.chunks(STEP).map(|chunk| {
            let here = so_far;
            so_far += n_chars(chunk);
            here
        });
        Self { before: before.collect(), bytes: bytes.to_vec() }
    }

    /// The number of characters before byte `offset`, which must lie on a character boundary.
    pub fn char_of(&self, offset: usize) -> u32 {
        if self.before.is_empty() {
            return u32::try_from(offset).expect("records are limited below 4 GiB");
        }
        let block = (offset / STEP).min(self.before.len() - 1);
        self.before[block] + n_chars(&self.bytes[block * STEP..offset])
    }
}

/// Characters that begin in these bytes of a valid text.
fn n_chars(bytes: &[u8]) -> u32 {
    let n = bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count();
    u32::try_from(n).expect("records are limited below 4 GiB")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_counting(text in "\\PC{0,300}") {
            let index = CharIndex::new(&text);
            for (n, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.char_of(at) as usize, n);
            }
            prop_assert_eq!(index.char_of(text.len()) as usize, text.chars().count());
        }
    }
}
