//! The records of all files, a batch at a time.

use newsloom_corpus::Quarantined;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{RawRecord, open};

use crate::Plan;

/// Records in a batch for each thread: enough to share out, few enough to stay in the caches.
const RECORDS_PER_THREAD: usize = 512;
/// Bytes in a batch, beyond which no further record is taken in.
const MAX_BYTES: usize = 32 << 20;

/// Hands the records of every file to `take`, in order, a batch at a time.
pub(super) fn for_each(
    plan: &Plan,
    mut take: impl FnMut(Vec<Result<RawRecord, Quarantined>>) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    let max_records = RECORDS_PER_THREAD * rayon::current_num_threads();
    for input in &plan.inputs {
        let mut batch = Vec::new();
        let mut n_bytes = 0;
        for record in open(input, &plan.read)? {
            n_bytes += record.as_ref().map_or(0, RawRecord::n_bytes);
            batch.push(record);
            if batch.len() == max_records || n_bytes > MAX_BYTES {
                take(std::mem::take(&mut batch))?;
                n_bytes = 0;
            }
        }
        take(batch)?;
    }
    Ok(())
}
