//! Holds the map in `crates/README.md` against what cargo knows.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A row of the table of crates.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    floor: u8,
    arrows: BTreeSet<String>,
}

/// The table of crates in the map.
fn map() -> BTreeMap<String, Row> {
    let page = fs::read_to_string(root().join("crates/README.md")).expect("the map stands beside the crates");
    page.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<(String, Row)> {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [_, floor, name, _, _, arrows, _] = cells[..] else { return None };
    let floor = floor.parse().ok()?;
    let arrows = arrows.split(',').map(|a| a.trim().to_owned()).filter(|a| a != "–").collect();
    Some((name.trim_matches('`').to_owned(), Row { floor, arrows }))
}

fn metadata() -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(root().join("Cargo.toml")).no_deps();
    command.exec().expect("cargo describes the workspace")
}

/// The crates of the workspace that a package builds on, without the common prefix.
fn arrows(package: &Package) -> BTreeSet<String> {
    let normal = package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal);
    normal.filter_map(|d| d.name.strip_prefix("newsloom-").map(str::to_owned)).collect()
}

#[test]
fn the_map_names_every_crate_with_its_arrows() {
    let metadata = metadata();
    let crates: BTreeMap<String, BTreeSet<String>> = metadata
        .packages
        .iter()
        .filter_map(|p| Some((p.name.strip_prefix("newsloom-")?.to_owned(), arrows(p))))
        .filter(|(name, _)| name != "benches")
        .collect();
    let drawn: BTreeMap<String, BTreeSet<String>> =
        map().into_iter().map(|(n, row)| (n, row.arrows)).collect();
    assert_eq!(drawn, crates);
}

#[test]
fn arrows_point_down_only() {
    let map = map();
    assert_eq!(map.len(), 12, "the table was read");
    for (name, row) in &map {
        for below in &row.arrows {
            let floor = map[below].floor;
            // `text` and the crates of the first floor stand on the nouns of their own floor or below.
            let is_noun = ["corpus", "diagnostics"].contains(&below.as_str());
            assert!(floor < row.floor || (is_noun && floor == row.floor), "{name} must not stand on {below}");
        }
    }
}

#[test]
fn heavy_dependencies_stay_where_the_map_says() {
    let metadata = metadata();
    let users = |dependency: &str| -> Vec<&str> {
        let uses = |p: &&Package| {
            p.dependencies.iter().any(|d| d.name == dependency && d.kind == DependencyKind::Normal)
        };
        metadata.packages.iter().filter(uses).map(|p| p.name.as_str()).collect()
    };
    for polars in ["polars", "polars-arrow", "polars-parquet"] {
        assert_eq!(users(polars), ["newsloom-formats"]);
    }
    assert_eq!(users("rayon"), ["newsloom-pipeline"]);
    assert_eq!(users("toml"), ["newsloom-pipeline"]);
    assert_eq!(users("clap"), ["newsloom-cli"]);
}

#[test]
fn nothing_else_stands_at_the_top() {
    let allowed = [
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "benches",
        "crates",
        "datasets",
        "pipelines",
        "reports",
        "target",
    ];
    let entries = fs::read_dir(root()).expect("the root can be listed");
    let names = entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned());
    let odd: Vec<String> = names.filter(|n| !n.starts_with('.') && !allowed.contains(&n.as_str())).collect();
    assert_eq!(odd, Vec::<String>::new());
}
