//! Feeds a target of the example `fuzz` with what libFuzzer finds to reach new code.
//!
//! `FUZZ=TARGET cargo +nightly fuzz run --fuzz-dir benches/fuzz --sanitizer none feed CORPUS -- -timeout=10`
//!
//! The seeds of the target are written into the folder of the corpus, its tokens are among the
//! mutations.

#![no_main]

#[path = "../examples/fuzz/finished.rs"]
mod finished;
#[path = "../examples/fuzz/mutate.rs"]
mod mutate;
#[path = "../examples/fuzz/seeds.rs"]
mod seeds;
#[path = "../examples/fuzz/target.rs"]
mod target;

use std::{
    fs,
    panic::{catch_unwind, set_hook},
    path::{Path, PathBuf},
    process::{abort, exit},
    sync::{LazyLock, Mutex},
};

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use mutate::Mutator;
use target::{TARGETS, Target};

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ").unwrap_or_default();
    TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("the variable FUZZ names no target: {}", names.join(", "));
        exit(2);
    })
});

static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| (TARGET.seeds)());

/// What the last panic said, kept until it is known that nobody catches it.
static LAST_WORDS: Mutex<String> = Mutex::new(String::new());

/// Where input files stand: in memory, if the system has a folder for that.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let in_memory = Path::new("/dev/shm");
    if in_memory.is_dir() { in_memory.to_owned() } else { std::env::temp_dir() }
});

fuzz_target!(
    init: {
        LazyLock::force(&TARGET);
        keep_last_words();
        plant_seeds();
    },
    |input: &[u8]| {
        if catch_unwind(|| feed(input)).is_err() {
            eprintln!("{}", LAST_WORDS.lock().expect("nobody panics while holding it"));
            abort();
        }
    }
);

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    match seed % 16 {
        0..8 => fuzzer_mutate(data, size, max_size),
        step => {
            let mutator = Mutator::new(u64::from(seed), 0);
            let fresh = step == 8;
            let mutated = if fresh {
                mutator.input(&SEEDS, TARGET.tokens)
            } else {
                mutator.mutated(data[..size].to_vec(), &SEEDS, TARGET.tokens)
            };
            let n = mutated.len().min(max_size);
            data[..n].copy_from_slice(&mutated[..n]);
            n
        }
    }
});

/// A panic that somebody catches is no finding, so the hook that ends the process at once is replaced.
fn keep_last_words() {
    set_hook(Box::new(|panic| {
        let words = format!("{panic}\n{}", std::backtrace::Backtrace::capture());
        *LAST_WORDS.lock().expect("nobody panics while holding it") = words;
    }));
}

/// Writes the seeds into the folder of the corpus, which is the first that the command line names.
fn plant_seeds() {
    let Some(corpus) = std::env::args_os().skip(1).map(PathBuf::from).find(|path| path.is_dir()) else {
        return;
    };
    for (n, seed) in SEEDS.iter().enumerate() {
        fs::write(corpus.join(format!("seed-{n}")), seed)
            .expect("the folder of the corpus can be written to");
    }
}

fn feed(input: &[u8]) {
    let folder = tempfile::tempdir_in(&*FOLDER).expect("the folder for input files can be written to");
    let path = folder.path().join(format!("input{}", TARGET.ending));
    fs::write(&path, input).expect("the input can be written");
    (TARGET.run)(input, &path);
}
