//! Numbers that may be none, where many of them are held.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number or none, in the bytes of a number: half of what an `Option` takes.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Optional(f64);

impl Optional {
    pub(crate) fn get(self) -> Option<f64> {
        (!self.0.is_nan()).then_some(self.0)
    }
}

impl From<Option<f64>> for Optional {
    fn from(number: Option<f64>) -> Self {
        debug_assert!(number.is_none_or(|number| !number.is_nan()), "a number");
        Self(number.unwrap_or(f64::NAN))
    }
}

impl fmt::Debug for Optional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_and_none_does() {
        for number in [None, Some(0.0), Some(-1.5), Some(f64::INFINITY)] {
            assert_eq!(Optional::from(number).get(), number);
        }
    }
}
