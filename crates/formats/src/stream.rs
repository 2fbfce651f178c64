use std::{
    fs::File,
    io::{self, BufReader, Read},
};

use flate2::read::MultiGzDecoder;

use crate::{Compression, Input};

/// Opens the bytes of an input, decompressed.
pub(crate) fn open_stream(input: &Input) -> io::Result<Box<dyn Read + Send>> {
    let file = File::open(&input.path)?;
    Ok(match input.compression {
        Compression::None => Box::new(file),
        Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::new(file))),
        Compression::Zstd => Box::new(zstd::Decoder::new(file)?),
    })
}
