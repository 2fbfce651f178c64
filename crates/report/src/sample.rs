//! A small run made by hand, for tests.

use std::{collections::BTreeMap, convert::Infallible};

use jiff::civil::{Date, date};
use newsloom_corpus::{
    Accounting, Agreement, Estimate, FileRecord, Manifest, StageCount, Validation, Week,
    table::{ActorRow, ActorWeekRow, Cell, CoMentionRow, CoverageRow, Extended, QuarantineRow, RemovalRow},
};
use newsloom_score::{measure, wilson};
use serde_json::json;

use crate::{
    actor_series::ActorSeries,
    actor_week::ActorWeek,
    run::{Pairs, Run},
    section::{Cleaned, N_PANELS},
};

/// The run, with `tail` at the end of every text that comes from outside.
pub(crate) fn run(tail: &str) -> Run {
    let actors = actors(tail).into_iter().map(|actor| (actor.actor_id.clone(), actor)).collect();
    Run {
        manifest: manifest(tail),
        coverage: coverage(tail),
        series: series(tail, &actors),
        actors,
        measures: vec![measure("npmi").unwrap()],
        pairs: Pairs::of(pairs(tail).into_iter().map(Ok)).expect("there are rows"),
        cleaned: cleaned(tail),
        quarantine: vec![quarantined(tail)],
        validation: Some(validation(tail)),
    }
}

/// The weeks of all actors.
pub(crate) fn actor_weeks(tail: &str) -> Vec<ActorWeek> {
    let all = [("country:NOR", [3, 0, 5]), ("country:SWE", [1, 0, 6]), ("person:berg", [0, 0, 2])];
    let weeks = |(id, clusters): &(&str, [u64; 3])| weeks_of(&format!("{id}{tail}"), clusters);
    all.iter().flat_map(weeks).map(ActorWeek::from).collect()
}

fn series(tail: &str, actors: &BTreeMap<String, ActorRow>) -> ActorSeries {
    let weeks = actor_weeks(tail).into_iter().map(Ok::<_, Infallible>);
    let Ok(series) = ActorSeries::of(weeks, (actors, N_PANELS));
    series
}

fn manifest(tail: &str) -> Manifest {
    let file = |path: &str| FileRecord {
        path: format!("{path}{tail}"),
        bytes: 2_048,
        blake3: "ab".repeat(32),
        records: 14,
    };
    let score = [
        ("context", json!("sentence")),
        ("measures", json!(["npmi"])),
        ("level", json!(format!("actor{tail}"))),
        (
            "significance",
            json!({
                "null-model": "size-conditional", "strata": ["month"], "test": "presence",
                "correction": "benjamini-hochberg", "level": 0.05, "min-units": 3,
            }),
        ),
    ];
    let score: BTreeMap<String, serde_json::Value> = score.map(|(key, value)| (key.to_owned(), value)).into();
    Manifest {
        run_id: "f00d".to_owned(),
        version: "0.1.0".to_owned(),
        title: format!("Northern ports{tail}"),
        recipe: format!("ports.toml{tail}"),
        recipe_hash: "00ff".repeat(8),
        settings: [("score".to_owned(), score)].into(),
        fingerprints: [("score".to_owned(), "beef".to_owned())].into(),
        as_of: "2020-03-31".to_owned(),
        inputs: vec![file("articles.jsonl")],
        dictionaries: vec![file("actors.csv")],
        seeds: BTreeMap::new(),
        accounting: accounting(tail),
        stages: vec![StageCount {
            stage: "read".to_owned(),
            unit: "records".to_owned(),
            n_in: 15,
            n_out: 14,
        }],
        notes: [("pairs_left_out".to_owned(), 3)].into(),
        outputs: vec![file("tables/actors.csv")],
    }
}

fn accounting(tail: &str) -> Accounting {
    Accounting {
        n_records: 15,
        n_articles: 14,
        quarantined: [("A102".to_owned(), 1)].into(),
        set_aside: [(format!("language{tail}"), 2)].into(),
        n_counted: 12,
        n_representatives: 10,
        n_duplicates: 2,
        n_undated: 1,
        n_translated: 0,
    }
}

fn weeks() -> Vec<(Week, Date)> {
    let first: Week = "2020-W01".parse().unwrap();
    first.through("2020-W03".parse().unwrap()).map(|week| (week, week.start())).collect()
}

fn coverage(tail: &str) -> Vec<CoverageRow> {
    let row = |week: usize, outlet: Option<&str>, n_articles: u64| CoverageRow {
        week: Some(weeks()[week].0.to_string()),
        iso_year: Some(2020),
        iso_week: Some(weeks()[week].0.iso_week()),
        week_start: Some(weeks()[week].1),
        outlet: outlet.map(|outlet| format!("{outlet}{tail}")),
        language: outlet.map(|_| format!("en{tail}")),
        n_articles,
        n_clusters: n_articles,
        n_contexts: 9 * n_articles,
        n_chars: 900 * n_articles,
        days_covered: 5,
        is_partial_week: week == 0,
        n_set_aside: 0,
    };
    let undated = CoverageRow {
        week: None,
        iso_year: None,
        iso_week: None,
        week_start: None,
        ..row(0, Some("Harbour Post"), 1)
    };
    let swedish = CoverageRow {
        language: Some(format!("sv{tail}")),
        n_set_aside: 2,
        ..row(2, Some("Harbour Post"), 0)
    };
    vec![
        undated,
        row(0, Some("Daily Lantern"), 3),
        row(0, Some("Harbour Post"), 1),
        row(1, None, 0),
        row(2, Some("Daily Lantern"), 4),
        row(2, Some("Harbour Post"), 2),
        swedish,
    ]
}

fn actors(tail: &str) -> Vec<ActorRow> {
    let actor = |id: &str, name: &str, r#type: &str, n_clusters: u64| ActorRow {
        actor_id: format!("{id}{tail}"),
        name: format!("{name}{tail}"),
        r#type: format!("{type}{tail}"),
        country: None,
        wikidata: None,
        n_mentions: 2 * n_clusters,
        n_articles: n_clusters + 1,
        n_clusters,
        n_outlets: 2,
        first_date: Some(date(2020, 1, 2)),
        last_date: Some(date(2020, 1, 19)),
        n_weeks: 2,
        n_partners: 2,
        overdispersion: Some(1.2),
        degree: 2,
        strength: 7,
        strength_fractional: 6,
        pagerank: Some(0.4),
        betweenness: Some(0.25),
        clustering: Some(1.0),
        community: Some(if id.starts_with("country") { 1 } else { 2 }),
        is_discovered: false,
    };
    vec![
        actor("country:NOR", "Norway", "country", 8),
        actor("country:SWE", "Sweden", "country", 7),
        actor("person:berg", "Anna Berg", "person", 2),
    ]
}

fn weeks_of(id: &str, clusters: &[u64; 3]) -> Vec<ActorWeekRow> {
    let row = |((week, week_start), (n_clusters, total)): ((Week, Date), (u64, u64))| {
        let interval = wilson(n_clusters, total);
        ActorWeekRow {
            week: week.to_string(),
            iso_year: 2020,
            iso_week: week.iso_week(),
            week_start,
            actor_id: id.to_owned(),
            week_days_covered: 5,
            is_partial_week: week.iso_week() == 1,
            n_articles_total: total,
            n_clusters_total: total,
            n_mentions: n_clusters,
            n_articles: n_clusters,
            n_clusters,
            n_clusters_panel: n_clusters,
            n_clusters_panel_total: total,
            share: (total > 0).then(|| n_clusters as f64 / total as f64),
            share_low: interval.map(|(low, _)| low),
            share_high: interval.map(|(_, high)| high),
            share_standardised: (total > 0).then(|| n_clusters as f64 / total as f64),
            rank: None,
            change_from_previous: None,
            z_score: None,
            burst_level: (total > 0).then(|| u8::from(n_clusters > 4)),
            is_changepoint: false,
            segment_share: (total > 0).then_some(0.5),
            segment_share_low: (total > 0).then_some(0.4),
            segment_share_high: (total > 0).then_some(0.6),
            degree: 1,
            strength: n_clusters,
            community: (n_clusters > 0).then_some(1),
            is_zero_filled: n_clusters == 0,
            coverage_gap: total == 0,
        }
    };
    weeks().into_iter().zip(clusters.iter().copied().zip([4, 0, 6])).map(row).collect()
}

pub(crate) fn pairs(tail: &str) -> Vec<Extended<CoMentionRow>> {
    let chance = pair(("country:NOR", "person:berg"), 1, tail);
    let chance = CoMentionRow { significant: Some(false), q_value: Some(0.4), ..chance };
    let affiliated = pair(("country:SWE", "org:navy"), 5, tail);
    let affiliated = CoMentionRow { is_affiliation: true, significant: None, q_value: None, ..affiliated };
    let weak = CoMentionRow { q_value: Some(0.03), ..pair(("country:SWE", "person:berg"), 2, tail) };
    let strong = pair(("country:NOR", "country:SWE"), 6, tail);
    vec![
        Extended { row: strong, extra: vec![Cell::Float(0.5)] },
        Extended { row: chance, extra: vec![Cell::Float(-0.1)] },
        Extended { row: affiliated, extra: vec![Cell::Float(0.9)] },
        Extended { row: weak, extra: vec![Cell::Null] },
    ]
}

fn pair((source, target): (&str, &str), n_clusters: u64, tail: &str) -> CoMentionRow {
    CoMentionRow {
        source: format!("{source}{tail}"),
        target: format!("{target}{tail}"),
        context: "sentence".to_owned(),
        counting: "cluster".to_owned(),
        level: "actor".to_owned(),
        weight: n_clusters + 1,
        n_ij: n_clusters + 1,
        n_i: 20,
        n_j: 15,
        n: 90,
        expected_null: Some(1.25),
        ratio: Some(n_clusters as f64 / 1.25),
        ratio_low: Some(n_clusters as f64 / 2.5),
        ratio_high: Some(n_clusters as f64 / 0.75),
        n_clusters_i: 8,
        n_clusters_j: 7,
        n_clusters_both: n_clusters,
        n_clusters_total: 10,
        expected_presence: Some(1.25),
        p_presence: Some(0.000_12),
        p_pooled: Some(0.000_12),
        p_stratified: None,
        p_hypergeometric: Some(0.000_12),
        q_presence: Some(0.0004),
        expected_closeness: None,
        p_closeness: None,
        q_closeness: None,
        q_value: Some(0.0004),
        significant: Some(true),
        null_model: "size-conditional".to_owned(),
        family: "pairs-not-affiliated".to_owned(),
        n_tests: 3,
        is_affiliation: false,
        affiliation_path: None,
        n_ij_affiliated: 0,
        n_articles: n_clusters + 2,
        n_clusters,
        n_outlets: 2,
        effective_outlets: 1.9,
        first_date: Some(date(2020, 1, 2)),
        last_date: Some(date(2020, 1, 19)),
        n_weeks: 2,
    }
}

fn cleaned(tail: &str) -> Cleaned {
    let mut cleaned = Cleaned::default();
    for row in removals(tail) {
        cleaned.add(row);
    }
    cleaned
}

pub(crate) fn removals(tail: &str) -> Vec<RemovalRow> {
    let row = |(article, start_char): (&str, u32), (kind, rule): (&str, &str), text: &str| RemovalRow {
        article_id: article.to_owned(),
        field: "text".to_owned(),
        start_char,
        end_char: start_char + u32::try_from(text.chars().count()).unwrap(),
        rule: format!("{rule}{tail}"),
        kind: format!("{kind}{tail}"),
        text: format!("{text}{tail}"),
        n_articles_with_it: 1,
    };
    vec![
        row(("a1", 0), ("credit", "photo-credit"), "Photo: A. Berg"),
        row(("a1", 400), ("appeal", "subscribe"), "Subscribe to our letter."),
        row(("a2", 500), ("appeal", "subscribe"), "Subscribe to our letter."),
    ]
}

fn quarantined(tail: &str) -> QuarantineRow {
    QuarantineRow {
        source_path: format!("articles.jsonl{tail}"),
        record: 7,
        line: 7,
        byte_offset: 5_120,
        stage: "read".to_owned(),
        code: "A102".to_owned(),
        message: format!("the object is cut off{tail}"),
        excerpt: format!("{{\"title\": \"A ferry{tail}"),
    }
}

fn validation(tail: &str) -> Validation {
    let estimate = |by: &str, group: &str, n_right: u64| Estimate {
        by: by.to_owned(),
        group: format!("{group}{tail}"),
        n: 10,
        n_right,
        n_unsure: 1,
        share: Some(n_right as f64 / 10.0),
        low: wilson(n_right, 10).map(|(low, _)| low),
        high: wilson(n_right, 10).map(|(_, high)| high),
    };
    Validation {
        run_id: "f00d".to_owned(),
        seed: 1,
        n_items: 30,
        n_uncoded: 2,
        precision: vec![estimate("total", "", 9), estimate("type", "person", 8)],
        recall: vec![estimate("total", "", 7)],
        pairs: Vec::new(),
        n_missed_untyped: 1,
        agreement: vec![Agreement { task: "mention".to_owned(), n: 10, n_alike: 9, alpha: Some(0.6925) }],
    }
}
