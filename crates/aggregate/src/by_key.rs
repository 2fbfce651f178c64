/// Orders the parts of a table by their place in it, whatever else they hold.
macro_rules! by_key {
    ($Part:ident: $($field:ident),+) => {
        impl Ord for $Part {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                ($(self.$field),+).cmp(&($(other.$field),+))
            }
        }

        impl PartialOrd for $Part {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl PartialEq for $Part {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other).is_eq()
            }
        }

        impl Eq for $Part {}
    };
}

pub(crate) use by_key;
